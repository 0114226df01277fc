internal import Experiment

/// A codec with its level on one kind of data in blocks of one size, and what was measured of it.
struct CompressionChoice: Sendable {
  /// Labels that tell figures of one choice apart, by the name of the metric.
  private static let own: [String: Set<String>] = [
    CompressionFigure.throughputID: ["direction", "threads"],
    CompressionFigure.latencyID: ["direction", "quantile", "threads"],
    CompressionFigure.spreadID: ["quantile"], CompressionFigure.shareID: ["kind"],
  ]

  /// What the figures have in common: codec, level, dictionary, corpus, block.
  let labels: [String: String]
  /// Every figure, in the Run's order.
  let estimates: [Estimate]
  /// `zstd 3`.
  let name: String
  /// Uncompressed bytes over compressed ones; of a copy 1, which no Run holds.
  let ratio: Estimate?
  /// The share of the bytes that is saved: 1 − 1/ratio.
  let saved: Estimate?
  /// Numbers of threads that were measured, ascending.
  let threadCounts: [Int]
  private let figures: [Metric.Key: Estimate]

  /// A choice from estimates that all have these labels besides their own.
  init(labels: [String: String], estimates: [Estimate]) {
    self.labels = labels
    self.estimates = estimates
    name = CompressionWords.name(
      codec: labels["codec"] ?? Units.unknown, level: labels["level"],
      hasDictionary: labels["dictionary"] == "yes")
    figures = Dictionary(
      estimates.map { estimate in
        (Metric.Key(id: estimate.metric.id, labels: Self.ownLabels(estimate)), estimate)
      }, uniquingKeysWith: { first, _ in first })
    // A copy is as large as what it copies, in each sample that timed it.
    let copied = labels["codec"] == "memcpy" ? estimates.first : nil
    ratio =
      figures[Metric.Key(id: CompressionFigure.ratioID)]
      ?? copied?.derived(CompressionFigure.ratioID, unit: "1") { $0.value.isFinite ? 1 : .nan }
    saved = ratio?.derived(CompressionFigure.savedID, unit: "1") { 1 - 1 / $0.value }
    threadCounts = Set(estimates.compactMap { $0.number("threads") }).sorted()
  }

  /// The labels of an estimate that tell it apart from others of the same choice.
  private static func ownLabels(_ estimate: Estimate) -> [String: String] {
    let own = Self.own[estimate.metric.id, default: []]
    return estimate.metric.labels.filter { own.contains($0.key) }
  }

  /// The labels of an estimate that it has in common with others of the same choice, or the same data.
  static func commonLabels(_ estimate: Estimate) -> [String: String] {
    let own = Self.own[estimate.metric.id, default: []]
    return estimate.metric.labels.filter { !own.contains($0.key) }
  }

  /// Whether an estimate has the labels that its place in a report follows from.
  static func isKnown(_ estimate: Estimate) -> Bool {
    let labels = estimate.metric.labels
    guard labels["corpus"] != nil, labels["block"] != nil else { return false }
    let needed = own[estimate.metric.id, default: []].subtracting(["threads"])
    guard needed.allSatisfy({ labels[$0] != nil }) else { return false }
    if let threads = labels["threads"], Int(threads).map({ $0 < 1 }) ?? true { return false }
    return labels["codec"] != nil || (estimate.metric.id == CompressionFigure.shareID)
  }

  /// The value of a label.
  subscript(label: String) -> String? { labels[label] }
  /// The codec alone: `zstd`.
  var codec: String { labels["codec"] ?? Units.unknown }
  /// Whether it only copies: what compressing is measured against.
  var isCopy: Bool { codec == "memcpy" }
  /// Whether the kernel's own code compressed, behind a zram device.
  var isKernel: Bool { codec.hasPrefix("zram-") }
  /// Whether it may save something: not known to save nothing.
  var savesPerhaps: Bool { ratio?.extent.map { $0.upperBound > 1 } ?? true }
  /// Whether it was given a dictionary that was made of like data.
  var hasDictionary: Bool { labels["dictionary"] == "yes" }
  /// Its place in the order of people.
  var rank: [LabelWords.Rank] {
    CompressionWords.rank(codec: codec, level: labels["level"], hasDictionary: hasDictionary)
  }

  /// A figure by the labels that are its own.
  func figure(_ id: String, _ own: [String: String] = [:]) -> Estimate? {
    figures[Metric.Key(id: id, labels: own)]
  }

  /// A figure of one thread; where that was not measured, of the fewest threads.
  private func timed(_ id: String, _ own: [String: String]) -> Estimate? {
    timed(id, own, threads: 1) ?? threadCounts.lazy.compactMap { timed(id, own, threads: $0) }.first
  }

  private func timed(_ id: String, _ own: [String: String], threads: Int) -> Estimate? {
    figure(id, own.merging(["threads": "\(threads)"]) { $1 }) ?? (threads == 1 ? figure(id, own) : nil)
  }

  /// Uncompressed bytes a second of one thread; where that was not measured, of the fewest threads.
  func throughput(_ direction: String) -> Estimate? {
    timed(CompressionFigure.throughputID, ["direction": direction])
  }

  /// Uncompressed bytes a second of all these threads together.
  func throughput(_ direction: String, threads: Int) -> Estimate? {
    timed(CompressionFigure.throughputID, ["direction": direction], threads: threads)
  }

  /// The time of a call for one block, with one thread; where that was not measured, with the fewest threads.
  func latency(_ direction: String, _ quantile: String) -> Estimate? {
    timed(CompressionFigure.latencyID, ["direction": direction, "quantile": quantile])
  }

  /// The time of a call for one block while so many threads work.
  func latency(_ direction: String, _ quantile: String, threads: Int) -> Estimate? {
    timed(CompressionFigure.latencyID, ["direction": direction, "quantile": quantile], threads: threads)
  }

  /// The share of the blocks that do not get smaller.
  var incompressible: Estimate? { figure(CompressionFigure.shareID, ["kind": "incompressible"]) }

  /// The times of all calls of one direction that its latencies are of.
  func distribution(_ direction: String) -> LatencyDistribution? {
    let threads = latency(direction, "p50")?["threads"]
    return LatencyDistribution.all(
      estimates.filter {
        $0.metric.id == CompressionFigure.latencyID && $0["direction"] == direction
          && $0["threads"] == threads
      }
    ).first
  }
}
