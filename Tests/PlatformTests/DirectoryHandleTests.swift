import Foundation
import Platform
import TestSupport
import Testing

@Suite struct DirectoryHandleTests {
  private func opened(_ files: [String: String]) throws -> (tree: TemporaryTree, folder: DirectoryHandle) {
    let tree = try TemporaryTree(files)
    return (tree, try DirectoryHandle("\(tree.path)/in"))
  }

  @Test func readsAndWritesBelow() throws {
    let (tree, folder) = try opened(["in/a/b": "old"])
    defer { withExtendedLifetime(tree) {} }
    #expect(try folder.bytes("a/b", limit: 10) == Array("old".utf8))
    #expect(try folder.write(Array("new".utf8), into: "a/b") == 3)
    #expect(try folder.directory("a").bytes("b", limit: 10) == Array("new".utf8))
    #expect(try folder.names() == ["a"])
    #expect(try folder.names("a") == ["b"])
    #expect(throws: SystemError.self) { try folder.bytes("a/b", limit: 2) }
    #expect(throws: SystemError.self) { try folder.write([1], into: "a/c") }
  }

  @Test(arguments: ["../out", "a/../../out", "/etc/hostname", "link", "far/out", "..", "a/../../in/a/b"])
  func nothingLeadsOut(path: String) throws {
    let (tree, folder) = try opened(["in/a/b": "1", "out": "secret"])
    try FileManager.default.createSymbolicLink(
      atPath: "\(tree.path)/in/link", withDestinationPath: "\(tree.path)/out")
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/in/far", withDestinationPath: "..")
    let read = #expect(throws: SystemError.self) { try folder.bytes(path, limit: 100) }
    #expect(read?.code == EXDEV)
    #expect(throws: SystemError.self) { try folder.write([0x31], into: path) }
    #expect(throws: SystemError.self) { try folder.createDirectory("\(path)/new") }
    #expect(throws: SystemError.self) { try folder.replace("far/out", with: [0x31]) }
    #expect(throws: SystemError.self) { try folder.remove("far/out") }
    #expect(try Files.text("\(tree.path)/out") == "secret")
    #expect(try Files.names(in: tree.path) == ["in", "out"])
  }

  @Test func replacesInOneStepAndRemoves() throws {
    let (tree, folder) = try opened(["in/a/b": "old"])
    try folder.replace("a/b", with: Array("new".utf8))
    try folder.replace("c", with: [], isDurable: false)
    #expect(try Files.text("\(tree.path)/in/a/b") == "new")
    #expect(try Files.names(in: "\(tree.path)/in/a") == ["b"])
    try folder.remove("a/b")
    try folder.removeDirectory("a")
    #expect(try folder.names() == ["c"])
    for name in ["", ".", ".."] { #expect(throws: SystemError.self) { try folder.createDirectory(name) } }
  }

  @Test func aFailedReplacementLeavesTheOldFileAlone() throws {
    let (tree, folder) = try opened(["in/a": "old"])
    #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation == "write" ? ENOSPC : nil }) {
        try folder.replace("a", with: Array("new".utf8))
      }
    }
    #expect(try Files.names(in: "\(tree.path)/in") == ["a"])
    #expect(try Files.text("\(tree.path)/in/a") == "old")
  }
}
