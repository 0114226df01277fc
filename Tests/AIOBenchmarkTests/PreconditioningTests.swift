import Experiment
import Glibc
import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

@Suite struct PreconditioningTests {
  private static func range(_ path: String = "/f", bytes: Int = 1, mayWrite: Bool, isOwn: Bool = false)
    -> IORange
  {
    IORange(path: path, byteCount: UInt64(bytes), mayWrite: mayWrite, isOwn: isOwn)
  }

  @Test func onlyANamedTargetThatIsMeasuredWithWritesIsWritten() {
    func decided(_ range: IORange, verifies: Bool = false, isWanted: Bool = true) -> Preconditioning {
      Preconditioning(of: range, verifies: verifies, isWanted: isWanted)
    }
    #expect(decided(Self.range(mayWrite: true)) == .wholeRange)
    #expect(decided(Self.range(mayWrite: false)) == .notNeeded)
    #expect(decided(Self.range(mayWrite: false), isWanted: false) == .notNeeded)
    #expect(decided(Self.range(mayWrite: true), isWanted: false) == .refused)
    #expect(decided(Self.range(mayWrite: true), verifies: true) == .verifying)
    #expect(decided(Self.range(mayWrite: true, isOwn: true), isWanted: false) == .ownFile)
  }

  @Test func whatWasLeftOutIsAWarning() {
    #expect(Preconditioning.refused.warnings(of: "/f").map(\.code) == ["aio.not_preconditioned"])
    for done in [Preconditioning.notNeeded, .ownFile, .wholeRange, .verifying] {
      #expect(done.warnings(of: "/f").isEmpty)
    }
    #expect(Preconditioning.wholeRange.text.hasPrefix("whole range written once"))
  }

  /// A chunk and a half of a longer file: all of the range is other data, and nothing behind it.
  @Test func exactlyTheRangeIsWrittenOnce() throws {
    let bytes = SequentialFill.chunkBytes * 3 / 2
    let tree = try TemporaryTree(["file": ""])
    let path = "\(tree.path)/file"
    try SystemCall.runSettingErrno("lengthen") { unsafe Int(truncate(path, bytes + 8_192)) }
    var told: [Int] = []
    try Preconditioning.write(
      Self.range(path, bytes: bytes, mayWrite: true), isDirect: false, seed: 1, progress: { told.append($0) })
    #expect(told == [SequentialFill.chunkBytes, bytes])
    let content = try Files.bytes(path, from: 0, count: bytes + 8_192)
    #expect(content.count == bytes + 8_192)
    #expect(content[bytes...].allSatisfy { $0 == 0 })
    // No two blocks are alike, and none is of one byte.
    let blocks = Set(stride(from: 0, to: bytes, by: 4_096).map { content[$0..<($0 + 4_096)] })
    #expect(blocks.count == bytes / 4_096)
    #expect(blocks.allSatisfy { Set($0).count > 200 })
  }

  @Test func anEndThatIsAskedForComesBeforeTheNextWrite() throws {
    let tree = try TemporaryTree(["file": ""])
    let path = "\(tree.path)/file"
    var told: [Int] = []
    #expect(throws: CancellationError.self) {
      try Preconditioning.write(
        Self.range(path, bytes: 3 * SequentialFill.chunkBytes, mayWrite: true), isDirect: false, seed: 1,
        isCancelled: { !told.isEmpty }, progress: { told.append($0) })
    }
    #expect(told == [SequentialFill.chunkBytes])
    #expect(try FileStatus(of: path).bytes == SequentialFill.chunkBytes)
  }

  @Test func aLinkIsNotWrittenThrough() throws {
    let tree = try TemporaryTree(["file": "x"])
    let link = "\(tree.path)/link"
    #expect(unsafe symlink("file", link) == 0)
    #expect(throws: SystemError(code: ELOOP, operation: "open", subject: link)) {
      try Preconditioning.write(Self.range(link, mayWrite: true), isDirect: false, seed: 1)
    }
    #expect(try Files.bytes("\(tree.path)/file") == Array("x".utf8))
  }
}
