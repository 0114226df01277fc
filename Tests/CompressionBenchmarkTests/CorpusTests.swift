import Foundation
import Platform
import Synchronization
import TestSupport
import Testing

@testable import CompressionBenchmark
@testable import Experiment

@Suite struct ExtentsTests {
  @Test func stretchesAreCutAtMultiples() {
    let cut = Extents.cut([Extent(path: "a", offset: 5, bytes: 10), Extent(path: "b", bytes: 4)], most: 4)
    #expect(cut.map(\.offset) == [5, 9, 13, 0])
    #expect(cut.map(\.bytes) == [4, 4, 2, 4])
  }

  @Test(arguments: [1, 5, 10, 33, 99])
  func aPartIsSpreadOverAll(limit: Int) {
    let extents = (0..<100).map { Extent(path: "a", offset: UInt64($0), bytes: 1) }
    let chosen = Extents.spread(extents, limit: limit)
    #expect(chosen.count == limit)
    // As many in each half, give or take one.
    #expect(abs(chosen.count { $0.offset < 50 } * 2 - limit) <= 1)
  }

  @Test func nothingIsLeftOutBelowTheLimit() {
    let extents = [Extent(path: "a", bytes: 7), Extent(path: "b", bytes: 3)]
    #expect(Extents.spread(extents, limit: 10) == extents)
    #expect(Extents.spread(extents, limit: 2) == [extents[0]])
  }
}

@Suite struct GeneratedCorpusTests {
  @Test(arguments: GeneratedCorpus.allCases)
  func theSameSeedGivesTheSameBytes(kind: GeneratedCorpus) {
    let bytes = kind.bytes(40_000, seed: 1)
    #expect(bytes.count == 40_960)
    #expect(kind.bytes(40_000, seed: 1) == bytes)
    #expect(kind.bytes(40_000, seed: 2) != bytes)
  }

  /// Far apart, so that each kind is what its name says.
  @Test func kindsCompressDifferently() throws {
    var ratios: [GeneratedCorpus: Double] = [:]
    for kind in GeneratedCorpus.allCases {
      let bytes = kind.bytes(1 << 18, seed: 3)
      let batch = try BlockBatch(capacity: bytes.count, mostBlocks: 64)
      for start in stride(from: 0, to: bytes.count, by: 4_096) {
        batch.append(Array(bytes[start..<(start + 4_096)]))
      }
      var check = CorpusCheck(cpus: [try #require(firstCPU)])
      let setting = CodecSetting(.zstd, 3)
      try check.take(batch, [setting], dictionary: nil)
      #expect(check.outcomes[setting]?.failure == nil)
      ratios[kind] = check.outcomes[setting]?.tally.ratio
      #expect((check.fillings.zero > 0 && check.fillings.same > 0) == (kind == .memory))
    }
    let ratio = { try #require(ratios[$0]) }
    #expect(try ratio(.random) < 1.01)
    #expect(try (1.5...4).contains(ratio(.text)) && (1.5...5).contains(ratio(.database)))
    #expect(try (1.5...5).contains(ratio(.memory)))
  }

  private var firstCPU: Int? { try? Affinity.current().first }
}

@Suite struct FileWalkTests {
  @Test func onlyFilesWithContentAreTaken() throws {
    let tree = try TemporaryTree(["a": "one", "sub/b": "two", "empty": ""])
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/loop", withDestinationPath: tree.path)
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/sub/up", withDestinationPath: "..")
    try FileManager.default.linkItem(atPath: "\(tree.path)/a", toPath: "\(tree.path)/again")
    #expect(mkfifo("\(tree.path)/pipe", 0o600) == 0)
    let walk = try FileWalk(tree.path)
    #expect(walk.files.map { $0.path.split(separator: "/").last } == ["a", "b"])
    #expect(walk.files.map(\.bytes) == [3, 3])
    #expect(walk.skippedText == "1 empty, 1 hard link, 2 link, 1 pipe")
  }

  @Test func aLinkThatIsNamedIsFollowed() throws {
    let tree = try TemporaryTree(["a": "one"])
    try FileManager.default.createSymbolicLink(atPath: "\(tree.path)/link", withDestinationPath: "a")
    #expect(try FileWalk("\(tree.path)/link").files.map(\.bytes) == [3])
  }

  @Test func whatCannotBeTakenSaysWhy() throws {
    let tree = try TemporaryTree(["empty": ""])
    for (path, says) in [
      ("\(tree.path)/none", "no such file"), ("\(tree.path)/empty", "is empty"),
      (tree.path, "passed by: 1 empty"),
      ("/dev/null", "a character device"),
    ] {
      let refusal = #expect(throws: PlanRefused.self) { try FileWalk(path) }
      #expect(refusal?.description.contains(says) == true, "\(refusal?.description ?? "")")
    }
  }
}

@Suite struct ProcessMemoryTests {
  @Test func areasWithAnonymousPagesAreFound() {
    let smaps = """
      55d0a000-55d0b000 r--p 00000000 fd:00 12 /bin/x
      Size: 4 kB
      Anonymous:             0 kB
      7f0000000000-7f0000200000 rw-p 00000000 00:00 0
      Anonymous:            64 kB
      VmFlags: rd wr mr mw me ac
      7ffd1000-7ffd3000 r-xp 00000000 00:00 0 [vdso]
      Anonymous:             8 kB
      """
    #expect(AnonymousArea.parse(smaps) == [AnonymousArea(start: 0x7f00_0000_0000, end: 0x7f00_0020_0000)])
    #expect(AnonymousArea.anonymousBytes(in: "Rss: 9 kB\nAnonymous:   12 kB\n") == 12_288)
    #expect(AnonymousArea.anonymousBytes(in: "") == 0)
  }

  @Test(arguments: [(UInt8(0x80), true), (0x81, true), (0xa0, false), (0x40, false), (0, false)])
  func onlyPresentAnonymousPagesCount(highest: UInt8, counts: Bool) {
    #expect(ProcessMemory.isPresentAnonymous(highest) == counts)
  }

  @Test func ownMemoryIsSampledAndBounded() throws {
    let file = try MemoryFile()
    try ProcessMemory(CurrentProcess.identifier).take(into: file, most: 1 << 20, seed: 1)
    #expect(file.byteCount > 0 && file.byteCount <= 1 << 20 && file.byteCount.isMultiple(of: 4_096))
  }

  @Test func aProcessThatIsNotThereSaysSo() throws {
    let file = try MemoryFile()
    let failure = #expect(throws: ProcessMemory.Failure.self) {
      try ProcessMemory(1 << 30).take(into: file, most: 1 << 20, seed: 1)
    }
    #expect(failure?.description == "there is no such process, or it has ended")
  }

  /// A process that ends, or gives memory back, in the middle: what was read until then is the sample.
  @Test func aProcessThatEndsMeanwhileLeavesWhatWasRead() throws {
    let path = "/proc/\(CurrentProcess.identifier)/mem"
    func sample(reads: Int) throws -> Int {
      let file = try MemoryFile()
      let done = Mutex(0)
      try SystemCall.withForcedFailures({ operation, subject in
        guard operation == "read", subject == path else { return nil }
        return done.withLock { done in
          done += 1
          return done > reads ? ESRCH : nil
        }
      }) { try ProcessMemory(CurrentProcess.identifier).take(into: file, most: 1 << 20, seed: 1) }
      return file.byteCount
    }
    let some = try sample(reads: 3)
    #expect(some > 0 && some <= 3 * ProcessMemory.runBytes)
    #expect { try sample(reads: 0) } throws: { "\($0)" == "none of its pages could be read" }
  }
}
