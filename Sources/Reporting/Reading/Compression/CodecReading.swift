internal import Experiment

/// What each codec saves and what it costs, on each kind of data in blocks of each size.
struct CodecReading: Sendable {
  /// A table for each kind of data in blocks of each size.
  let tables: [(data: CompressionData, table: EstimateTable)]
  let subject: Subject

  init(_ reading: CompressionReading) {
    tables = reading.data.filter { !$0.choices.isEmpty }.map { ($0, Self.table($0)) }
    let hasDictionary = reading.data.contains { $0.choices.contains(where: \.hasDictionary) }
    subject = Subject(
      title: "Compression: what each codec saves and costs",
      explanation:
        "Ratio: uncompressed over compressed bytes. Saved: 1 − 1/ratio. Compress, decompress: uncompressed bytes a second of \(reading.threadsText); p50 and p99: of a call for one block. Incompressible: blocks that do not get smaller. \(FrontReading.rule)\(hasDictionary ? " Dictionary: made of every second block, measured on the others; a choice with one beats only others with one." : "")",
      tables: tables.map(\.table), sentence: reading.main.flatMap(Self.sentence), others: reading.strangers)
  }

  private static func table(_ data: CompressionData) -> EstimateTable {
    var table = EstimateTable(
      data.choices, title: data.name,
      [
        .ratio, .saved, .compress, .decompress, .compressP50, .compressP99, .decompressP50, .decompressP99,
        .incompressible,
      ], main: 6)
    let fronts = ["decompress", "compress"].map { FrontReading(data, $0) }
    if fronts.contains(where: { $0.entries.count > 1 }) {
      table.more = [.init("unbeaten reading", dropped: 6), .init("writing", dropped: 5)]
      for (index, choice) in data.choices.enumerated() {
        table.rows[index].more = fronts.map { $0.text(choice) }
      }
    }
    table.dropEmptyColumns()
    return table
  }

  /// What to choose among: the choices that nothing beats when a block is read.
  private static func sentence(_ data: CompressionData) -> String? {
    let front = FrontReading(data, "decompress")
    let kept = front.unbeaten.filter { !$0.choice.isCopy && ($0.ratio.extent?.lowerBound ?? 0) > 1 }
    guard front.entries.count > 2, let first = kept.first else { return nil }
    let others = kept.dropFirst().map(\.choice.name).joined(separator: ", ")
    let beaten = front.entries.count - front.unbeaten.count
    let rest =
      beaten > 0
      ? "; \(Units.count(beaten, "other choice")) \(beaten == 1 ? "takes longer and saves" : "take longer and save") no more"
      : ""
    return
      "Of what is read back, \(data.name), choose among \(others.isEmpty ? first.choice.name : "\(first.choice.name), \(others)")\(rest)."
  }
}

/// What the data is like, whatever compresses it.
struct ContentReading: Sendable {
  /// A codec that stands for the others where the ratios of single blocks are shown, the first that was measured.
  private static let usual = ["zstd 1", "zstd 3", "lz4"]

  let subject: Subject

  init(_ reading: CompressionReading) {
    let entries = reading.data.filter { !$0.estimates.isEmpty || Self.sample($0) != nil }
    let quantiles = ["p10", "p50", "p90"].map(CompressionFigure.spread)
    var table = EstimateTable(
      labels: ["data", "blocks"],
      columns: [.init("zero"), .init("same-filled")] + quantiles.map(\.column),
      more: [.init("with")],
      rows: entries.map { data in
        let sample = Self.sample(data)
        return .init(
          labels: [data.corpus, LabelWords.value("block", data.labels["block"] ?? "", beside: data.labels)],
          cells: [data.zero, data.same]
            + quantiles.map { quantile in sample.flatMap { quantile.estimate($0) } },
          more: [sample?.name ?? ""])
      })
    table.dropEmptyColumns()
    subject = Subject(
      title: "Compression: what the data is like",
      explanation:
        "Zero, same-filled: shares of blocks that are all zero, or repeat one value: these need no codec. Ratio p10, p50, p90: of the single blocks, with the codec named.",
      tables: [table].filter { !$0.rows.isEmpty },
      sentence: reading.pages.lazy.compactMap(Self.sentence).first)
  }

  private static func sample(_ data: CompressionData) -> CompressionChoice? {
    let known = data.choices.filter { CompressionFigure.spread("p50").estimate($0) != nil }
    return usual.lazy.compactMap { name in known.first { $0.name == name } }.first
      ?? known.first { !$0.isCopy }
  }

  /// How much of it needs no codec.
  private static func sentence(_ data: CompressionData) -> String? {
    guard let zero = data.zero, let share = zero.value, share >= 0.01, let ends = zero.interval,
      ends.lowerBound > 0
    else { return nil }
    return
      "\(Units.percent(share)) of the pages of \(data.corpus) data are zero: swap that knows them (zswap, zram) stores none of these."
  }
}
