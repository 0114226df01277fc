import Foundation
import TestSupport
import Testing

@testable import Platform

@Suite struct FileLockTests {
  @Test func oneHolderAtATime() throws {
    let tree = try TemporaryTree()
    let path = "\(tree.path)/lock"
    var first: FileLock? = try FileLock(path)
    #expect(first?.path == path)
    #expect { try FileLock(path) } throws: { ($0 as? SystemError)?.isHeldElsewhere == true }
    first = nil
    _ = try FileLock(path)
  }

  @Test func aLinkIsNotFollowed() throws {
    let tree = try TemporaryTree(["target": ""])
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/lock", withDestinationPath: "\(tree.path)/target")
    #expect { try FileLock("\(tree.path)/lock") } throws: { ($0 as? SystemError)?.code == ELOOP }
  }
}
