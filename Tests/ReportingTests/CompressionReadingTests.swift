import Experiment
import Testing

@testable import Reporting

/// What the readings of the compression benchmark say, and when they say nothing.
struct CompressionReadingTests {
  private static let usual = CompressionReading(RunReading(CompressionPageTests.Case.usual.run))

  private struct Codec {
    var name: String
    var level = "1"
    var ratio: Double
    /// Seconds of a call for a block.
    var compress: Double
    var decompress: Double
    /// By how much p99 is longer.
    var tail = 1.4
    /// Share by which each sample differs from the one before.
    var spread = 0.0
  }

  /// Codecs on pages of memory, or on other blocks.
  private func reading(_ codecs: [Codec], block: String = "4k", size: Double = 4096) -> CompressionReading {
    var run = FixtureRun(blocks: 3, suspect: [], invalid: []).finished
    run.metrics = codecs.flatMap { codec in
      let labels = ["codec": codec.name, "level": codec.level, "block": block, "corpus": "memory"]
      func metric(_ id: String, _ own: [String: String], _ unit: String, _ value: Double) -> Metric {
        Metric(
          id: id, labels: labels.merging(own) { $1 }, unit: unit, better: .lower, role: .informational,
          samples: (0..<3).map { block in
            Sample(
              value: value * (1 + codec.spread * Double(block)), block: block, valid: true, noise: Noise())
          })
      }
      let ratio = metric(CompressionFigure.ratioID, [:], "1", codec.ratio)
      return [ratio]
        + [("compress", codec.compress), ("decompress", codec.decompress)].flatMap { direction, seconds in
          [
            metric(
              CompressionFigure.throughputID, ["direction": direction, "threads": "1"], "B/s", size / seconds),
            metric(
              CompressionFigure.latencyID, ["direction": direction, "quantile": "p50"], "s", seconds),
            metric(
              CompressionFigure.latencyID, ["direction": direction, "quantile": "p99"], "s",
              seconds * codec.tail),
          ]
        }
    }
    return CompressionReading(RunReading(run))
  }

  @Test("Data and codecs stand in the order of people")
  func order() throws {
    var run = CompressionPageTests.Case.usual.run
    run.metrics.reverse()
    let reading = CompressionReading(RunReading(run))
    #expect(
      reading.data.map(\.name) == [
        "memory data, 4 KiB blocks", "memory data, 128 KiB blocks", "database data, 4 KiB blocks",
        "database data, 128 KiB blocks", "random data, 4 KiB blocks", "random data, 128 KiB blocks",
      ])
    #expect(
      try #require(reading.main).choices.map(\.name) == [
        "memcpy", "lz4 fast 8", "lz4", "lz4hc 9", "zstd −5", "zstd 1", "zstd 1 + dictionary", "zstd 3",
        "zstd 9", "zstd 19", "zram-lzo-rle",
      ])
    #expect(reading.strangers.isEmpty && reading.threadsText == "one thread")
  }

  @Test("What is saved follows from each sample of the ratio")
  func saved() throws {
    let reading = reading([Codec(name: "lz4", ratio: 2, compress: 1e-6, decompress: 1e-6, spread: 0.1)])
    let saved = try #require(reading.data.first?.choices.first?.saved)
    let expected: [Double] = [2, 2.2, 2.4].map { 1 - 1 / $0 }
    #expect(saved.points.map(\.value) == expected)
    #expect(saved.valueText == "54.5 %" && saved.metric.id == CompressionFigure.savedID)
  }

  @Test("Suspect and invalid samples stay so in what follows from them")
  func standings() throws {
    let reading = RunReading(FixtureRun(blocks: 7).compression)
    let ratio = try #require(reading.estimates(CompressionFigure.ratioID).first)
    let derived = ratio.derived("x", unit: "s") { $0.value * 2 }
    #expect(derived.points.map(\.standing) == ratio.points.map(\.standing))
    #expect(derived.suspectCount == 1 && derived.invalidCount == 1 && derived.unit == "s")
  }

  @Test("Hot, warm and cold")
  func tiers() throws {
    let data = try #require(Self.usual.main)
    func name(_ tier: CompressionTier, _ data: CompressionData) -> String? {
      tier.choice(of: data)?.choice.name
    }
    // lz4hc decompresses as fast, but cannot keep up when it compresses.
    #expect(name(.hot, data) == "lz4")
    #expect(name(.warm, data) == "zstd 1 + dictionary" && name(.warm, data.withoutDictionaries) == "zstd 3")
    #expect(name(.cold, data.withoutDictionaries) == "zstd 19")
    let random = try #require(Self.usual.data.first { $0.corpus == "random" })
    #expect(CompressionTier.allCases.allSatisfy { $0.choice(of: random) == nil })
  }

  @Test(
    "Hot needs both quantiles and both directions, in all of the interval",
    arguments: [
      (4.9e-6, 1.4, 8e-6, 0.0, true), (5.1e-6, 1.4, 8e-6, 0, false), (4.9e-6, 4.2, 8e-6, 0, false),
      (4.9e-6, 1.4, 40e-6, 0, false), (4.9e-6, 1.4, 8e-6, 0.02, false),
    ])
  func hot(decompress: Double, tail: Double, compress: Double, spread: Double, keepsRule: Bool) throws {
    let codec = Codec(
      name: "lz4", ratio: 2, compress: compress, decompress: decompress, tail: tail, spread: spread)
    let data = try #require(reading([codec]).main)
    let found = try #require(CompressionTier.hot.choice(of: data))
    #expect(found.keepsRule == keepsRule)
    // Larger blocks may take as much longer as they are larger.
    let large = Codec(
      name: "lz4", ratio: 2, compress: compress * 32, decompress: decompress * 32, tail: tail, spread: spread)
    let blocks = try #require(reading([large], block: "128k", size: 131_072).main)
    #expect(CompressionTier.hot.choice(of: blocks)?.keepsRule == keepsRule)
  }

  @Test("Without a codec that is fast enough the fastest is hot, and marked")
  func slow() {
    let reading = reading([
      Codec(name: "zstd", ratio: 3, compress: 15e-6, decompress: 9e-6),
      Codec(name: "zstd", level: "9", ratio: 4, compress: 80e-6, decompress: 12e-6),
    ])
    let table = TierReading.pages(reading).subject.tables.first
    #expect(table?.rows.map { $0.labels[2] } == ["zstd 1 ✕", "zstd 1", "zstd 9"])
  }

  @Test("A codec that is best for several tiers is named once")
  func oneForAll() {
    let reading = reading(
      [Codec(name: "lz4", ratio: 2, compress: 160e-6, decompress: 40e-6)], block: "128k", size: 131_072)
    #expect(
      TierReading.storage(reading).subject.sentence
        == "For storage of memory data, 128 KiB blocks, take lz4 where it is hot or warm or cold (50.0 % saved)."
    )
  }

  @Test("Of ratios that cannot be told apart the faster is chosen")
  func alike() throws {
    let data = try #require(
      reading([
        Codec(name: "zstd", level: "3", ratio: 3, compress: 20e-6, decompress: 7e-6, spread: 0.01),
        Codec(name: "zstd", level: "9", ratio: 3.02, compress: 90e-6, decompress: 8e-6, spread: 0.01),
      ]).main)
    #expect(CompressionTier.cold.choice(of: data)?.choice.name == "zstd 3")
  }

  @Test("A dictionary beats nothing that has none")
  func dictionaries() throws {
    let front = FrontReading(try #require(Self.usual.main), "compress")
    let standing = { (name: String) in
      front.data.choice(name).map { front.text($0) }
    }
    #expect(standing("zstd 3") == "yes" && standing("zstd 1 + dictionary") == "yes")
    #expect(standing("zstd −5") == "no: lz4" && standing("lz4hc 9") == "no: zstd 3")
  }

  @Test("Links: what pays is named, from the slower end")
  func stream() throws {
    let reading = reading([
      // 1 GB/s and 500 MB/s: 4 Gbit/s.
      Codec(name: "lz4", ratio: 2, compress: 4.096e-6, decompress: 8.192e-6),
      Codec(name: "zstd", ratio: 3, compress: 40.96e-6, decompress: 8.192e-6),
    ])
    let subject = StreamReading(reading).subject
    let row = try #require(subject.tables.first?.rows.first)
    #expect(
      row.estimates.map(\.valueText) == [
        "2.00", "4.00 Gbit/s", "2.00 Gbit/s", "2.00", "0.400", "0.160", "0.0400",
      ])
    #expect(
      subject.sentence
        == "For live migration of memory data take lz4 (2.00×) on 1 Gbit/s; on 10 Gbit/s and faster none pays."
    )
  }

  @Test("Claims beside the data")
  func claims() {
    let good = CompressionClaim(codec: "lz4", level: "1", block: "4k", saving: 0.5, seconds: 7e-6)
    let absent = CompressionClaim(codec: "zstd", level: "22", block: "4k", saving: 0.5, seconds: 7e-6)
    let reading = ClaimReading(Self.usual, claims: [good, absent])
    #expect(
      reading.rows.map(\.data.corpus) == ["memory", "database", "random", "memory", "database", "random"])
    #expect(
      reading.rows.map(\.together) == [
        .holds, .holds, .doesNotHold, .notMeasured, .notMeasured, .notMeasured,
      ])
    #expect(
      reading.subject.sentence
        == "Beyond doubt the claims hold for lz4 (50 % in 7 µs) on memory, database of 3 kinds of data.")
  }

  @Test("What follows is said where the figures support it")
  func sentences() {
    let expected = [
      "Of what is read back, memory data, 4 KiB blocks, choose among lz4 fast 8, lz4, ",
      "12 % of the pages of memory data are zero",
      "For swap (zswap, zram) of memory data take lz4: it saves 58.7 %",
      "With 30 % of memory data cold and compressed by zstd 19, 100 GiB hold as much as 126 GiB.",
      "For storage of memory data, 128 KiB blocks, take lz4 where it is hot (64.0 % saved), zstd 3 ",
      "For live migration of memory data take lz4 (2.78×) on 1 Gbit/s; on 10 Gbit/s and faster none pays.",
      "Beyond doubt the claims hold for zstd 1 (85 % in 12 µs) on none of 3 kinds of data, for ",
      "zstd 19 compresses ",
    ]
    let sentences = Self.usual.subjects.map { $0.sentence ?? "" }
    #expect(sentences.count == expected.count)
    for (sentence, words) in zip(sentences, expected) { #expect(sentence.hasPrefix(words), "\(sentence)") }
  }

  @Test("Without a result nothing follows", arguments: [CompressionPageTests.Case.twoBlocks, .noValidSample])
  func noResult(_ edge: CompressionPageTests.Case) {
    let reading = CompressionReading(RunReading(edge.run))
    #expect(reading.subjects.allSatisfy { $0.sentence == nil })
    #expect(!CodecReading(reading).subject.isEmpty)
    #expect(ClaimReading(reading).rows.allSatisfy { $0.together == .notMeasured })
  }

  @Test("Every choice is in a table, and every figure that names none is left for the plain ones")
  func nothingIsLost() {
    for edge in [CompressionPageTests.Case.usual, .strangers, .oneChoice] {
      let reading = RunReading(edge.run)
      let compression = CompressionReading(reading)
      let subjects = compression.subjects
      let shown = Set(subjects.flatMap(\.tables).flatMap(\.estimates).map(CompressionChoice.commonLabels))
      for choice in compression.data.flatMap(\.choices) where choice.ratio != nil {
        #expect(shown.contains(choice.labels), "\(edge): \(choice.labels)")
      }
      let placed = Set(
        compression.data.flatMap { $0.estimates + $0.choices.flatMap(\.estimates) }.map(\.metric.key))
      let others = Set(subjects.flatMap(\.others).map(\.metric.key))
      for estimate in reading.estimates {
        #expect(placed.contains(estimate.metric.key) != others.contains(estimate.metric.key))
      }
    }
  }
}
