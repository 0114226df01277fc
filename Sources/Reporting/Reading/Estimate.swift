internal import Experiment
internal import Statistics

/// What may be said of one metric, and how sure one may be of it. Every report takes its figures and their words from
/// here, so that they agree.
struct Estimate: Sendable {
  /// Fewer valid samples than this are no result (one bad block among two cannot be told from a good one).
  static let fewestSamples = 3
  /// From this many samples on, the 95 % bootstrap interval keeps its promise; below, the whole range is shown
  /// (see `Bootstrap`: with n values no interval covers more often than 1 − 2^(1 − n)).
  static let fewestForInterval = 6

  /// How often the range of that many samples holds the true median: 1 − 2^(1 − n) (David & Nagaraja, "Order
  /// Statistics", section 7.1).
  static func coverage(_ count: Int) -> Double {
    1 - (1..<max(1, count)).reduce(1.0) { share, _ in share / 2 }
  }

  /// How a sample counts.
  enum Standing: String, CaseIterable, Sendable { case valid, suspect, invalid }

  /// One sample for a drawing.
  struct Point: Sendable {
    var value: Double
    var block: Int
    var attempt: Int
    var standing: Standing
  }

  let metric: Metric
  /// Every finite sample, in the order they were taken.
  let points: [Point]
  /// Of the valid samples, suspect ones included; nil when there is none.
  let summary: Summary?
  /// Several modes of the valid samples, lowest first; empty when there is one.
  let modes: [Modes.Cluster]

  init(_ metric: Metric, standings: [BlockID: Block.Verdict]) {
    self.metric = metric
    points = metric.samples.filter(\.value.isFinite).map { sample in
      let verdict = standings[BlockID(sample.block, sample.attempt)]
      let standing: Standing = !sample.valid ? .invalid : verdict == .suspect ? .suspect : .valid
      return Point(value: sample.value, block: sample.block, attempt: sample.attempt, standing: standing)
    }
    let counted = points.filter { $0.standing != .invalid }.map(\.value)
    summary = Summary(of: counted)
    let found = Modes.detect(in: counted)?.clusters ?? []
    modes = found.count > 1 ? found : []
  }

  /// The unit to show it in: shares as per cent, operations of storage as IOPS.
  var unit: String { DisplayUnit.name(metric.id, unit: metric.unit) }
  /// A label of the metric.
  subscript(label: String) -> String? { metric.labels[label] }
  /// A label that is a whole number.
  func number(_ label: String) -> Int? { self[label].flatMap { Int($0) } }

  /// Valid samples, suspect ones included.
  var count: Int { summary?.count ?? 0 }
  /// Of these, suspect ones.
  var suspectCount: Int { points.count { $0.standing == .suspect } }
  /// Samples that do not count.
  var invalidCount: Int { points.count { $0.standing == .invalid } }
  /// Whether there is a result.
  var isResult: Bool { count >= Self.fewestSamples }
  /// What is typical, where there is a result: the median; with several modes the center of the most frequent one, of
  /// equally frequent ones the worse. For drawings and further reckoning; tables show all modes.
  var value: Double? {
    guard isResult else { return nil }
    let most = modes.map(\.count).max()
    let typical = modes.filter { $0.count == most }.map(\.center)
    return (metric.better == .higher ? typical.min() : typical.max()) ?? summary?.median
  }

  /// The ends of the interval, where there is a result of one mode: the 95 % bootstrap interval of the median, or with
  /// few samples their range.
  var interval: ClosedRange<Double>? {
    guard isResult, modes.isEmpty, let summary else { return nil }
    if count >= Self.fewestForInterval, let interval = summary.interval {
      return interval.lower...interval.upper
    }
    return summary.minimum...summary.maximum
  }

  /// The value as text: the median; with several modes their number; without a result, that.
  var valueText: String {
    guard let summary else { return "no result" }
    if !isResult { return "(\(Units.text(summary.median, unit: unit)))" }
    return modes.isEmpty ? Units.text(summary.median, unit: unit) : "\(modes.count) modes"
  }

  /// The value with its marks.
  var markedText: String { marks.isEmpty ? valueText : "\(valueText) \(marks)" }

  /// The interval as text; empty without a result.
  var intervalText: String {
    guard let interval else { return "" }
    return Units.range(interval.lowerBound, interval.upperBound, unit: unit)
  }

  /// Standard deviation in per cent of the mean; empty without a result, and with several modes.
  var spreadText: String {
    guard isResult, modes.isEmpty, let spread = summary?.coefficientOfVariation else { return "" }
    return Units.percent(spread)
  }

  /// `27.1 GB/s ×6 | 50.8 GB/s ×4`; nil with one mode.
  var modesText: String? {
    guard !modes.isEmpty else { return nil }
    return modes.map { "\(Units.text($0.center, unit: unit)) ×\($0.count)" }.joined(separator: " | ")
  }

  /// Valid samples of all: `5`, or `3 of 5`.
  var countText: String { invalidCount == 0 ? "\(count)" : "\(count) of \(points.count)" }

  /// Every mark, in the order in which they are shown.
  static let allMarks = ["!", "≠", "†", "~"]

  /// Marks: `!` fewer than three valid samples, `≠` several modes, `†` another depth than asked for, `~` samples of
  /// suspect blocks.
  var marks: String {
    (isResult ? "" : "!") + (modes.isEmpty ? "" : "≠") + (isOtherDepth ? "†" : "")
      + (suspectCount > 0 ? "~" : "")
  }
}

/// One try of one block.
struct BlockID: Hashable, Sendable {
  var block: Int
  var attempt: Int

  init(_ block: Int, _ attempt: Int) {
    self.block = block
    self.attempt = attempt
  }
}
