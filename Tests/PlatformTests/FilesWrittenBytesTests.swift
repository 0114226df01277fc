import Glibc
import Platform
import Testing

@Suite struct FilesWrittenBytesTests {
  private static let mebibyte = 1 << 20

  /// Whether the file system of temporary files tells of its extents.
  private static let tells: Bool = {
    guard let directory = try? TemporaryDirectory() else { return false }
    let path = directory("probe")
    guard (try? Files.replace(path, with: [1])) != nil else { return false }
    return (try? Files.writtenBytes(of: path, upTo: 1)).flatMap(\.self) != nil
  }()

  private let directory: TemporaryDirectory
  private let path: String

  init() throws {
    directory = try TemporaryDirectory()
    path = directory("file")
    try Files.replace(path, with: [])
  }

  private func written(_ byteCount: Int) throws -> Int? {
    try Files.writtenBytes(of: path, upTo: byteCount)
  }

  private func write(_ byteCount: Int, at offset: Int) throws {
    let file = try DirectFile(path, .writes)
    let buffer = try MemoryBuffer(byteCount: byteCount, pages: .base)
    buffer.fillRandom(byteCount: byteCount, seed: 1)
    try file.write(buffer, byteCount: byteCount, at: UInt64(offset))
  }

  private func lengthen(to byteCount: Int) throws {
    try SystemCall.runSettingErrno("lengthen") { unsafe Int(truncate(path, byteCount)) }
  }

  private func reserve(_ byteCount: Int) throws {
    let file = try #require(unsafe fopen(path, "r+"))
    defer { unsafe fclose(file) }
    try SystemCall.run("reserve") { unsafe -Int(posix_fallocate(fileno(file), 0, byteCount)) }
  }

  @Test(.enabled(if: tells, "the file system does not tell of extents"))
  func whatIsWrittenCountsBeforeItIsOnTheDisk() throws {
    try write(Self.mebibyte, at: 0)
    #expect(try written(Self.mebibyte) == Self.mebibyte)
    #expect(try written(5_000) == 5_000)
    #expect(try written(0) == 0)
  }

  @Test(.enabled(if: tells, "the file system does not tell of extents"))
  func reservedSpaceIsNotWritten() throws {
    try reserve(8 * Self.mebibyte)
    #expect(try FileStatus(of: path).allocatedBytes >= 8 * Self.mebibyte)
    #expect(try written(8 * Self.mebibyte) == 0)
    try write(Self.mebibyte, at: 3 * Self.mebibyte)
    #expect(try written(8 * Self.mebibyte) == Self.mebibyte)
    // Half of the part that was written lies behind the range.
    #expect(try written(3 * Self.mebibyte + Self.mebibyte / 2) == Self.mebibyte / 2)
    try write(8 * Self.mebibyte, at: 0)
    #expect(try written(8 * Self.mebibyte) == 8 * Self.mebibyte)
  }

  /// More extents than one answer of the kernel holds.
  @Test(.enabled(if: tells, "the file system does not tell of extents"))
  func holesAreNotWritten() throws {
    let blocks = 300
    try lengthen(to: blocks * 2 * 65_536)
    for block in 0..<blocks { try write(65_536, at: block * 2 * 65_536) }
    #expect(try written(blocks * 2 * 65_536) == blocks * 65_536)
  }

  private static let memory = (try? FileStatus(of: "/dev/shm"))?.kind == .directory

  @Test(.enabled(if: memory, "there is no /dev/shm"))
  func aFileInMemoryDoesNotTell() throws {
    let path = "/dev/shm/assay-\(CurrentProcess.identifier)-extents"
    try Files.replace(path, with: [1, 2, 3])
    defer { try? Files.remove(path) }
    #expect(try Files.writtenBytes(of: path, upTo: 3) == nil)
  }

  @Test func aMissingFileIsAnError() {
    let path = directory("missing")
    #expect(throws: SystemError(code: ENOENT, operation: "ask for the extents of", subject: path)) {
      try Files.writtenBytes(of: path, upTo: 1)
    }
  }
}
