internal import Experiment

/// What the compression benchmark found, sorted into the questions that it answers.
struct CompressionReading: Sendable {
  /// Each kind of data in blocks of each size.
  let data: [CompressionData]
  /// Figures whose labels name no data.
  let strangers: [Estimate]

  init(_ reading: RunReading) { (data, strangers) = CompressionData.all(reading) }

  /// What the reports say, in their order.
  var subjects: [Subject] {
    [
      CodecReading(self).subject, ContentReading(self).subject, TierReading.pages(self).subject,
      EffectiveMemoryReading(self).subject, TierReading.storage(self).subject, StreamReading(self).subject,
      ClaimReading(self).subject, ThreadReading(self).subject,
    ]
  }

  /// The data whose figures stand for a host first: pages where there are any.
  var main: CompressionData? { pages.first ?? data.first }
  /// Data in blocks of a page: what swap and memory tiers compress.
  var pages: [CompressionData] { data.filter(\.isPages) }

  /// Of each kind of data the blocks of the first of these sizes that was measured.
  func preferring(_ blocks: [String]) -> [CompressionData] {
    var corpora: [String] = []
    for entry in data where !corpora.contains(entry.corpus) { corpora.append(entry.corpus) }
    return corpora.compactMap { corpus in
      blocks.lazy.compactMap { block in data.first { $0.corpus == corpus && $0.labels["block"] == block } }
        .first
    }
  }

  /// How many threads the throughputs of the tables are of: `one thread`.
  var threadsText: String {
    let counts = Set(
      data.flatMap(\.choices).map { $0.threadCounts.contains(1) ? 1 : $0.threadCounts.first ?? 1 })
    guard let least = counts.min(), let most = counts.max(), most > 1 else { return "one thread" }
    return least == most ? "\(most) threads" : "the fewest threads measured"
  }
}

extension EstimateTable {
  /// A row for each choice, whose name heads it.
  init(
    _ choices: [CompressionChoice], title: String = "", _ figures: [CompressionFigure], main: Int? = nil
  ) {
    self.init(
      title: title, labels: ["codec"], columns: figures.map(\.column),
      rows: choices.map { choice in
        Row(labels: [choice.name], cells: figures.map { $0.estimate(choice) })
      }, main: main)
  }
}
