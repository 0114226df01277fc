import Foundation
import Platform
import TestSupport
import Testing

@testable import VirtualMachine

@Suite struct NewcArchiveTests {
  static func sample() throws -> NewcArchive {
    var archive = NewcArchive()
    archive.addDirectory("/a/b")
    try archive.addFile("a/b/odd", [1, 2, 3], mode: 0o755)
    try archive.addFile("/c/empty", [])
    archive.addLink("bin/sh", to: "busybox")
    archive.addCharacterDevice("dev/console", major: 5, minor: 1)
    return archive
  }

  @Test func everythingIsPaddedAndEnds() throws {
    let bytes = try Self.sample().bytes
    #expect(bytes.count % 512 == 0)
    #expect(bytes.starts(with: Array("070701".utf8)))
    #expect(try Self.sample().bytes == bytes)
  }

  @Test(.enabled(if: Program.find("cpio") != nil, "cpio is not installed")) func cpioReadsIt() throws {
    let tree = try TemporaryTree()
    let path = "\(tree.path)/archive"
    try Data(try Self.sample().bytes).write(to: URL(fileURLWithPath: path))
    let cpio = try #require(Program.find("cpio"))
    let listed = try Program.run(cpio, ["-t", "--quiet", "-F", path])
    #expect(listed.code == 0)
    #expect(
      listed.output.split(separator: "\n").map(String.init) == [
        "a", "a/b", "a/b/odd", "c", "c/empty", "bin", "bin/sh", "dev", "dev/console",
      ])
    let long = try Program.run(cpio, ["-tv", "--quiet", "-F", path]).output.split(separator: "\n")
    func line(_ name: String) -> String { long.first { $0.contains(name) }.map(String.init) ?? "" }
    #expect(line("a/b/odd").hasPrefix("-rwxr-xr-x   1 root     root            3"))
    #expect(line("bin/sh").hasSuffix("bin/sh -> busybox"))
    #expect(line("dev/console").hasPrefix("crw-------") && line("dev/console").contains("5,   1"))
    let content = try Program.run(cpio, ["-i", "--to-stdout", "--quiet", "-F", path, "a/b/odd"])
    #expect(content.output == "\u{1}\u{2}\u{3}")
  }
}
