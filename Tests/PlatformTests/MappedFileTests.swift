import Glibc
import Testing

@testable import Platform

@Suite struct MappedFileTests {
  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory("map")
  }

  @Test func whatIsStoredIsInTheFile() throws {
    let file = try MappedFile(creating: path, byteCount: 10_000)
    #expect(file.bytes(0..<10_000).allSatisfy { $0 == 0 })
    file.write([1, 2, 3], at: 9_997)
    #expect(try Files.bytes(path).suffix(4) == [0, 1, 2, 3])
    try file.flush()
  }

  @Test func itsSpaceIsAllocated() throws {
    let file = try MappedFile(creating: path, byteCount: 1 << 20)
    var facts = stat()
    #expect(unsafe stat(path, &facts) == 0)
    #expect(facts.st_blocks * 512 >= file.byteCount)
  }

  @Test func anotherMappingSeesWhatWasStored() throws {
    do {
      let file = try MappedFile(creating: path, byteCount: 8)
      file.write([7], at: 7)
    }
    let file = try MappedFile(opening: path, writable: false)
    #expect(file.byteCount == 8)
    #expect(!file.isWritable)
    #expect(file.bytes(6..<8) == [0, 7])
  }

  @Test func wordsAreStoredWhole() throws {
    let file = try MappedFile(creating: path, byteCount: 12)
    file.store(0x0102_0304, at: 8)
    #expect(file.load(at: 8) == 0x0102_0304)
    #expect(file.load(at: 4) == 0)
    #expect(try Files.bytes(path).suffix(4) == [4, 3, 2, 1])
  }

  @Test func onlyOneHasItAtATime() throws {
    let path = path
    let file = try MappedFile(creating: path, byteCount: 8)
    #expect(throws: SystemError(code: EBUSY, operation: "claim", subject: path)) {
      _ = try MappedFile(opening: path, writable: false)
    }
    #expect(file.byteCount == 8)
  }

  @Test func aTakenNameIsLeftAlone() throws {
    let path = path
    try Files.replace(path, with: [1])
    #expect(throws: SystemError(code: EEXIST, operation: "create", subject: path)) {
      _ = try MappedFile(creating: path, byteCount: 8)
    }
    #expect(try Files.bytes(path) == [1])
  }

  @Test(arguments: ["claim", "allocate", "sync", "map"])
  func afterAFailureNoFileIsLeft(operation: String) throws {
    let path = path
    #expect(throws: SystemError(code: ENOSPC, operation: operation, subject: path)) {
      try SystemCall.withForcedFailures({ name, _ in name == operation ? ENOSPC : nil }) {
        _ = try MappedFile(creating: path, byteCount: 8)
      }
    }
    #expect(try Files.names(in: directory.path) == [])
  }

  @Test func whatIsNoFileIsNotMapped() throws {
    let (folder, pipe, link, empty) = (
      directory("folder"), directory("pipe"), directory("link"), directory("empty")
    )
    try Files.createDirectory(folder)
    #expect(unsafe mkfifo(pipe, 0o600) == 0)
    #expect(unsafe symlink("empty", link) == 0)
    try Files.replace(empty, with: [])
    for (path, code, operation) in [
      (folder, EISDIR, "map"), (pipe, EOPNOTSUPP, "map"), (link, ELOOP, "open"), (empty, EINVAL, "map"),
      (directory("missing"), ENOENT, "open"),
    ] {
      #expect(throws: SystemError(code: code, operation: operation, subject: path)) {
        _ = try MappedFile(opening: path, writable: false)
      }
    }
  }
}
