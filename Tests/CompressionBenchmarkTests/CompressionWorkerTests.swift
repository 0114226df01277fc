import Foundation
import Platform
import TestSupport
import Testing

@testable import CompressionBenchmark
@testable import Experiment

@Suite struct CompressionWorkerTests {
  private static let cpus: [Int] = (try? Affinity.current().numbers) ?? []

  private func workload(
    _ corpus: Corpus, _ block: BlockSize, _ settings: [CodecSetting], whole: Bool = false
  ) throws -> CompressionWorkload {
    let manifest = whole ? try #require(corpus.files) : corpus.blocks
    return CompressionWorkload(
      corpus: corpus.name, manifest: manifest.path, block: block, choice: .all, settings: settings,
      cpus: Array(Self.cpus.prefix(1)), verifyingCPUs: Array(Self.cpus.prefix(2)), figures: .all,
      corpusBytes: manifest.byteCount, timedBytes: 1 << 20, window: 1e-6)
  }

  private func value(_ all: [Experiment.Measurement], _ id: String, _ labels: [String: String]) throws
    -> Double
  {
    let found = all.filter { measurement in
      measurement.id == "compression.\(id)" && labels.allSatisfy { measurement.labels[$0.key] == $0.value }
    }
    #expect(found.count == 1, "\(id) \(labels)")
    return try #require(found.first).value
  }

  @Test func everythingIsReportedOfACodec() throws {
    let corpus = try Corpus.generated(.memory, byteCount: 256 << 10, seed: 1)
    let setting = CodecSetting(.zstd, 1)
    let context = WorkerContext()
    let all = try CompressionWorker(workload(corpus, .k4, [.copying, setting])).measure(in: context)
    let bytes = try value(all, "corpus_bytes", ["codec": "zstd"])
    #expect(bytes == Double(256 << 10))
    let packed = try value(all, "compressed_bytes", ["codec": "zstd"])
    #expect(try value(all, "ratio", ["codec": "zstd"]) == bytes / packed)
    #expect(try value(all, "blocks_share", ["kind": "zero"]) > 0)
    #expect(try value(all, "blocks_share", ["kind": "incompressible", "codec": "zstd"]) > 0)
    let spread = try ["p10", "p50", "p90"].map { try value(all, "ratio_spread", ["quantile": $0]) }
    #expect(spread == spread.sorted() && spread[0] < spread[2])
    for codec in ["zstd", "memcpy"] {
      for direction in ["compress", "decompress"] {
        let labels = [
          "codec": codec, "direction": direction, "threads": "1", "block": "4k", "corpus": "memory",
        ]
        #expect(try value(all, "throughput", labels) > 0)
        #expect(try value(all, "latency", labels.merging(["quantile": "p50"]) { $1 }) > 0)
      }
    }
    #expect(!all.contains { $0.id == "compression.ratio" && $0.labels["codec"] == "memcpy" })
    #expect(Set(all.map(\.key)).count == all.count)
    #expect(context.warnings.isEmpty)
  }

  /// Larger than what is read at a time: sums are of all of it, and do not depend on how it was read.
  @Test func aLargeCorpusIsReadInPieces() throws {
    let tree = try TemporaryTree()
    let page = GeneratedCorpus.text.bytes(1 << 16, seed: 2)
    try Data((0..<320).flatMap { _ in page }).write(to: URL(fileURLWithPath: "\(tree.path)/large"))
    try Data(page.prefix(5_000)).write(to: URL(fileURLWithPath: "\(tree.path)/small"))
    let corpus = try Corpus.files(tree.path, limit: 1 << 30)
    let setting = CodecSetting(.lz4, 1)
    var work = try workload(corpus, .k64, [setting])
    work.timedBytes = 128 << 10
    let all = try CompressionWorker(work).measure(in: WorkerContext())
    #expect(try value(all, "corpus_bytes", ["codec": "lz4"]) == 320 * 65_536 + 5_000)
    var tally = BlockTally()
    let batch = try BlockBatch(capacity: 65_536 + 5_000, mostBlocks: 2)
    batch.append(page)
    batch.append(Array(page.prefix(5_000)))
    _ = try batch.code(0..<2, .compress, with: Coder(.lz4, level: 1))
    for _ in 0..<320 { tally.add(batch, 0..<1) }
    tally.add(batch, 1..<2)
    #expect(try value(all, "compressed_bytes", ["codec": "lz4"]) == Double(tally.packedBytes))
  }

  @Test func filesAreCompressedWhole() throws {
    let tree = try TemporaryTree(["a": String(repeating: "abc", count: 1_000), "b": "x"])
    let corpus = try Corpus.files(tree.path, limit: 1 << 30)
    let all = try CompressionWorker(workload(corpus, .file, [CodecSetting(.zstd, 3)], whole: true))
      .measure(in: WorkerContext())
    #expect(try value(all, "corpus_bytes", ["codec": "zstd"]) == 3_001)
    #expect(try value(all, "blocks_share", ["kind": "incompressible"]) == 0.5)
  }

  @Test func aFileThatVanishesMeanwhileIsTold() throws {
    let tree = try TemporaryTree([
      "a": String(repeating: "a", count: 9_000), "b": String(repeating: "b", count: 9_000),
    ])
    let corpus = try Corpus.files(tree.path, limit: 1 << 30)
    try FileManager.default.removeItem(atPath: "\(tree.path)/a")
    let context = WorkerContext()
    let all = try CompressionWorker(workload(corpus, .k4, [CodecSetting(.lz4, 1)])).measure(in: context)
    #expect(try value(all, "corpus_bytes", ["codec": "lz4"]) == 9_000)
    #expect(context.warnings.map(\.code) == ["compression.corpus_changed"])
    try FileManager.default.removeItem(atPath: "\(tree.path)/b")
    #expect(throws: NotMeasurable.self) {
      try CompressionWorker(workload(corpus, .k4, [CodecSetting(.lz4, 1)])).measure(in: WorkerContext())
    }
  }

  /// A dictionary that is none: the codec fails, the Run with it, and the others are measured.
  @Test func aCodecThatFailsIsToldAndTheOthersAreMeasured() throws {
    let corpus = try Corpus.generated(.text, byteCount: 64 << 10, seed: 1)
    let broken = try MemoryFile()
    // The beginning of a dictionary, and nothing that may follow.
    try broken.append([0x37, 0xa4, 0x30, 0xec] + [UInt8](repeating: 0xff, count: 100))
    var work = try workload(
      corpus, .k4, [CodecSetting(.zstd, 1, usesDictionary: true), CodecSetting(.lz4, 1)])
    work.dictionary = broken.pathForOthers
    let context = WorkerContext()
    let all = try CompressionWorker(work).measure(in: context)
    #expect(Set(all.compactMap { $0.labels["codec"] }) == ["lz4"])
    #expect(context.warnings.map(\.code) == [Run.sampleFailedCode])
    #expect(context.warnings.first?.message.contains("zstd-1, blocks of 4k of text: ") == true)
  }

  @Test func aDictionaryHelpsWithBlocksThatItWasNotTrainedOn() throws {
    let corpus = try Corpus.generated(.database, byteCount: 1 << 20, seed: 1)
    let trained = try TrainedDictionary(of: corpus, block: .k4)
    var work = try workload(
      corpus, .k4, [CodecSetting(.zstd, 3, usesDictionary: true), CodecSetting(.zstd, 3)])
    work.choice = .odd
    work.dictionary = trained.path
    let all = try CompressionWorker(work).measure(in: WorkerContext())
    #expect(try value(all, "ratio", ["dictionary": "yes"]) > 1.05 * value(all, "ratio", ["dictionary": "no"]))
    #expect(try value(all, "corpus_bytes", ["dictionary": "yes"]) == Double(512 << 10))
  }
}

@Suite struct BlockTallyTests {
  @Test func sumsAndQuantilesAreExact() {
    var tally = BlockTally()
    #expect(tally.ratio == nil && tally.incompressibleShare == nil && tally.ratios(at: [0.5]) == nil)
    for packed in [100, 50, 25, 20, 10] { tally.add(bytes: 100, packedBytes: packed) }
    #expect(tally.ratio == 500.0 / 205)
    #expect(tally.incompressibleShare == 0.2)
    #expect(tally.ratios(at: [0.1, 0.5, 0.9]) == [1, 4, 10])
    var twice = tally
    twice.merge(tally)
    #expect(twice.bytes == 1_000 && twice.packedBytes == 410 && twice.blocks == 10)
  }

  @Test(arguments: [(10, 3), (2, 2), (7, 1)])
  func sharesCoverAllBlocks(count: Int, members: Int) {
    let all = (0..<members).flatMap { Array(CodecTimer.share(count, $0, of: members)) }
    #expect(all == Array(0..<count))
  }
}
