import Glibc
import Testing

@testable import Platform

@Suite struct FilesDirectoriesTests {
  @Test func aTextGoesIntoAFileThatIsThereAndReplacesWhatItHeld() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/file"
    #expect(throws: SystemError(code: ENOENT, operation: "open", subject: path)) {
      try Files.write("1", into: path)
    }
    try Files.replace(path, with: Array("a longer text".utf8))
    try Files.write("short", into: path)
    #expect(try Files.text(path) == "short")
  }

  @Test func aDirectoryIsMadeOnceAndRemovedWhenEmpty() throws {
    let directory = try TemporaryDirectory()
    let path = "\(directory.path)/group"
    try Files.createDirectory(path)
    #expect(throws: SystemError(code: EEXIST, operation: "create directory", subject: path)) {
      try Files.createDirectory(path)
    }
    try Files.replace("\(path)/file", with: [])
    let error = #expect(throws: SystemError.self) { try Files.removeDirectory(path) }
    #expect(error?.operation == "remove directory" && error?.subject == path)
    try Files.remove("\(path)/file")
    try Files.removeDirectory(path)
    #expect(!Files.exists(path))
  }
}
