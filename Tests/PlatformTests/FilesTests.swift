import Glibc
import Platform
import Testing

@Suite struct FilesTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  // MARK: Reading

  @Test func readsWhatWasWritten() throws {
    let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Files.replace(directory("data"), with: bytes)
    #expect(try Files.bytes(directory("data")) == bytes)
  }

  @Test(arguments: [0, 1, 4095, 4096, 4097, 65_536, 70_000])
  func readsAsMuchAsThereIs(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try Files.replace(directory("data"), with: bytes)
    #expect(try Files.bytes(directory("data")) == bytes)
  }

  /// `assay tune plan <(command)`: nothing can be read twice there.
  @Test func readsAPipeToItsEnd() throws {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    defer { close(ends[0]) }
    let bytes = (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(unsafe bytes.withUnsafeBytes { unsafe write(ends[1], $0.baseAddress, $0.count) } == bytes.count)
    close(ends[1])
    #expect(try Files.bytes("/proc/self/fd/\(ends[0])") == bytes)
  }

  @Test func theLimitIsTheLargestAllowedSize() throws {
    let path = directory("data")
    try Files.replace(path, with: Array(repeating: 65, count: 100_000))
    #expect(try Files.bytes(path, limit: 100_000).count == 100_000)
    #expect(throws: SystemError(code: EFBIG, operation: "read", subject: path)) {
      try Files.bytes(path, limit: 99_999)
    }
    #expect(throws: SystemError(code: EFBIG, operation: "read", subject: path)) {
      try Files.text(path, limit: 10)
    }
  }

  @Test func bytesThatAreNotUTF8AreReplacedInText() throws {
    try Files.replace(directory("data"), with: [65, 0xFF, 66])
    #expect(try Files.text(directory("data")) == "A\u{FFFD}B")
  }

  @Test func aMissingFileSaysSo() {
    let path = directory("missing")
    let error = #expect(throws: SystemError.self) { try Files.bytes(path) }
    #expect(error?.description == "cannot open \(path): no such file or directory (ENOENT)")
  }

  @Test func aFactIsTrimmedAndNilWhenItCannotBeRead() throws {
    try Files.replace(directory("fact"), with: Array("\t performance\n\n".utf8))
    #expect(Files.fact(directory("fact")) == "performance")
    try Files.replace(directory("empty"), with: [])
    #expect(Files.fact(directory("empty")) == "")
    #expect(Files.fact(directory("missing")) == nil)
    #expect(Files.fact(directory.path) == nil)
    let forced = SystemCall.withForcedFailures({ operation, _ in operation == "read" ? EIO : nil }) {
      Files.fact(directory("fact"))
    }
    #expect(forced == nil)
  }

  @Test(arguments: [
    ("", ""), (" \n\t", ""), ("a", "a"), (" a b \n", "a b"), ("a\r\n", "a"), ("\n\u{E9}\t", "\u{E9}"),
  ])
  func trimmingSpaceKeepsTheInside(text: String, expected: String) {
    #expect(text.trimmingSpace() == expected)
  }

  // MARK: Directories

  @Test func entriesAreSortedAndKnowTheirKinds() throws {
    try Files.createDirectories(directory("b"))
    try Files.replace(directory("c"), with: [])
    unsafe symlink("b", directory("a"))
    let entries = try Files.entries(in: directory.path)
    #expect(entries.map(\.name) == ["a", "b", "c"])
    #expect(entries.map(\.kind) == [.other, .directory, .file])
    #expect(try Files.names(in: directory.path) == ["a", "b", "c"])
  }

  @Test func listingFailsWithTheDirectoryNamed() throws {
    try Files.replace(directory("file"), with: [])
    for (name, code) in [("missing", ENOENT), ("file", ENOTDIR)] {
      let path = directory(name)
      #expect(throws: SystemError(code: code, operation: "list", subject: path)) {
        try Files.names(in: path)
      }
    }
  }

  @Test func aDirectoryThatFailsHalfwayIsNotAShortOne() throws {
    // The first "list" opens the directory; the failure comes from reading it.
    let calls = Counter()
    #expect(throws: SystemError(code: EIO, operation: "list", subject: directory.path)) {
      try SystemCall.withForcedFailures({ _, _ in calls.next() == 2 ? EIO : nil }) {
        _ = try Files.names(in: directory.path)
      }
    }
  }

  @Test func createsDirectoriesAndKeepsPresentOnes() throws {
    let path = directory("a/b//c/")
    try Files.createDirectories(path)
    try Files.replace(directory("a/b/c/file"), with: [1])
    try Files.createDirectories(path)
    #expect(try Files.bytes(directory("a/b/c/file")) == [1])
    try Files.createDirectories("/")
    unsafe symlink("a", directory("link"))
    try Files.createDirectories(directory("link/d"))
    #expect(try Files.names(in: directory("a")) == ["b", "d"])
  }

  @Test func aFileInTheWayOfADirectoryIsAnError() throws {
    try Files.replace(directory("file"), with: [])
    unsafe symlink("nowhere", directory("dangling"))
    for (name, code) in [("file", ENOTDIR), ("file/below", ENOTDIR), ("dangling", ENOENT)] {
      let path = directory(name)
      #expect(throws: SystemError(code: code, operation: "create directory", subject: path)) {
        try Files.createDirectories(path)
      }
    }
    #expect(throws: SystemError(code: ENOENT, operation: "create directory", subject: "")) {
      try Files.createDirectories("")
    }
  }

  @Test(arguments: [
    ("/a/b", "/a"), ("/a", "/"), ("a", "."), ("a/b", "a"), ("/a/b/", "/a/b"),
  ])
  func parentIsWhatHoldsThePath(path: String, parent: String) {
    #expect(Files.parent(of: path) == parent)
  }

  @Test func existenceFollowsLinks() throws {
    unsafe symlink("target", directory("link"))
    #expect(!Files.exists(directory("link")))
    try Files.replace(directory("target"), with: [])
    #expect(Files.exists(directory("link")))
    try Files.remove(directory("target"))
    #expect(!Files.exists(directory("link")))
  }

  @Test func removingAMissingFileIsAnError() {
    let path = directory("missing")
    #expect(throws: SystemError(code: ENOENT, operation: "remove", subject: path)) { try Files.remove(path) }
  }
}
