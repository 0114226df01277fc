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

  /// As a child has one until it executes its program.
  @Test func aCopyOfTheDescriptorDoesNotKeepTheLock() throws {
    let tree = try TemporaryTree()
    let path = try Files.resolved(tree.path) + "/lock"
    var lock: FileLock? = try FileLock(path)
    let number = try #require(
      try Files.names(in: "/proc/self/fd").first { (try? Files.resolved("/proc/self/fd/\($0)")) == path })
    let copy = dup(try #require(Int32(number)))
    try #require(copy >= 0)
    defer { close(copy) }
    #expect(lock != nil)
    lock = nil
    #expect(throws: Never.self) { try FileLock(path) }
  }
}
