import Glibc
import Testing

@testable import Platform

@Suite struct DirectFileTests {
  private static let directory = Console.environment("TMPDIR") ?? "/tmp"

  @Test func aTemporaryFileHasNoNameAndCanBeOpenedByOthers() throws {
    let before = try Files.names(in: Self.directory).filter { $0.hasPrefix(".assay-") }
    let file = try DirectFile(temporaryIn: Self.directory, .writes)
    let buffer = try MemoryBuffer(byteCount: 4_096, pages: .base)
    buffer.fillRandom(byteCount: 4_096, seed: 5)
    try file.write(buffer, byteCount: 4_096, at: 8_192)
    try file.sync()
    #expect(try file.byteCount == 12_288)
    #expect(try Files.names(in: Self.directory).filter { $0.hasPrefix(".assay-") } == before)
    let other = try DirectFile(file.pathForOthers, [])
    #expect(try other.byteCount == 12_288)
    let read = try MemoryBuffer(byteCount: 4_096, pages: .base)
    #expect(try other.read(read, byteCount: 4_096, at: 8_192) == 4_096)
    #expect(unsafe memcmp(buffer.address, read.address, 4_096) == 0)
  }

  @Test func aLinkIsNotFollowedWhereThatIsAskedFor() throws {
    let directory = try TemporaryDirectory()
    try Files.replace(directory("target"), with: [1, 2, 3])
    #expect(unsafe symlink(directory("target"), directory("link")) == 0)
    #expect(throws: SystemError.self) { try DirectFile(directory("link"), [.writes, .noLink]) }
    #expect(try DirectFile(directory("link"), []).byteCount == 3)
  }

  @Test func whatIsMissingOrShortIsAnError() throws {
    #expect(throws: SystemError.self) { try DirectFile("/nonexistent/file", []) }
    #expect(throws: SystemError.self) { try DirectFile(temporaryIn: "/proc", .writes) }
    let file = try DirectFile(temporaryIn: Self.directory, .writes)
    let buffer = try MemoryBuffer(byteCount: 4_096, pages: .base)
    #expect(try file.read(buffer, byteCount: 4_096, at: 0) == 0)
  }
}
