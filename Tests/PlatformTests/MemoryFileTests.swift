import Glibc
import Testing

@testable import Platform

@Suite struct MemoryFileTests {
  @Test func othersReadWhatWasWritten() throws {
    let file = try MemoryFile()
    try file.append([1, 2, 3])
    try file.append([4])
    #expect(file.byteCount == 4)
    let other = try SourceFile(file.pathForOthers)
    #expect(try other.bytes(from: 1, count: 10) == [2, 3, 4])
    #expect(try other.byteCount == 4)
  }

  @Test func aCopyHasTheDataAndTheHoles() throws {
    let file = try MemoryFile()
    try file.append([1, 2, 3])
    try file.resize(to: 40 << 20)
    let copy = try file.copy()
    #expect(try copy.length == 40 << 20)
    let other = try SourceFile(copy.pathForOthers)
    #expect(try other.bytes(from: 0, count: 5) == [1, 2, 3, 0, 0])
    #expect(try other.bytes(from: 20 << 20, count: 2) == [0, 0])
    try file.append([9])
    #expect(try other.bytes(from: 3, count: 1) == [0])
  }

  @Test func anEmptyFileAndOneOfHolesCopy() throws {
    let file = try MemoryFile()
    #expect(try file.copy().length == 0)
    try file.resize(to: 1 << 20)
    #expect(try file.copy().length == 1 << 20)
  }

  @Test func aFileOfALengthBelowZeroIsRefused() throws {
    let error = #expect(throws: SystemError.self) { try MemoryFile().resize(to: -1) }
    #expect(error?.isInvalid == true)
  }
}

@Suite struct SourceFileTests {
  @Test func linksAreFollowedOnlyWhenAsked() throws {
    let directory = try TemporaryDirectory()
    try Files.replace(directory("data"), with: [5])
    #expect(unsafe symlink("data", directory("link")) == 0)
    #expect(try SourceFile(directory("link")).bytes(from: 0, count: 2) == [5])
    let error = #expect(throws: SystemError.self) { try SourceFile(directory("link"), followingLinks: false) }
    #expect(error?.code == ELOOP)
  }

  @Test func aPipeIsNotWaitedFor() throws {
    let directory = try TemporaryDirectory()
    #expect(unsafe mkfifo(directory("pipe"), 0o600) == 0)
    let pipe = try SourceFile(directory("pipe"))
    #expect(throws: SystemError.self) { try pipe.bytes(from: 0, count: 1) }
  }
}
