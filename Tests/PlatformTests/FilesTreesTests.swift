import Glibc
import Testing

@testable import Platform

@Suite struct FilesTreesTests {
  @Test func aTreeIsRemovedAndWhatItsLinksLeadToStays() throws {
    let directory = try TemporaryDirectory()
    try Files.createDirectories(directory("tree/inner"))
    try Files.replace(directory("kept"), with: [1])
    try Files.replace(directory("tree/inner/file"), with: [1])
    #expect(unsafe symlink(directory("kept"), directory("tree/link")) == 0)
    #expect(unsafe symlink(directory(""), directory("tree/inner/link")) == 0)
    try Files.removeTree(directory("tree"))
    #expect(!Files.exists(directory("tree")))
    #expect(try Files.bytes(directory("kept")) == [1])
    #expect(throws: SystemError.self) { try Files.removeTree(directory("tree")) }
  }

  @Test func aDirectoryMovesUnlessAFullOneIsInTheWay() throws {
    let directory = try TemporaryDirectory()
    try Files.createDirectories(directory("one/inner"))
    try Files.move(directory("one"), to: directory("two"))
    #expect(Files.exists(directory("two/inner")))
    try Files.createDirectories(directory("three"))
    #expect(throws: SystemError.self) { try Files.move(directory("three"), to: directory("two")) }
  }
}
