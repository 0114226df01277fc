internal import Experiment
internal import Statistics

/// One metric as the page shows it: every sample with its standing, and what the valid ones say together.
struct PlottedMetric {
  /// Whether a sample counts; each has a shape of its own in every plot.
  enum Standing: String, CaseIterable { case valid, suspect, invalid }

  /// A sample that can be drawn.
  struct Point {
    /// In the metric's unit; finite.
    var value: Double
    /// Of the sample's block.
    var standing: Standing
    /// For people: `block 3, second try`.
    var origin: String
  }

  /// A value that the metric takes: the median, or the center of one of several modes.
  struct Level {
    /// In the metric's unit.
    var value: Double
    /// The interval of the median; nil for too few samples and for one mode of several.
    var interval: Interval?
    /// Valid samples in it.
    var count: Int
  }

  /// What was measured.
  let metric: Metric
  /// Every finite sample, in the order in which they were taken.
  let points: [Point]
  /// Of the valid samples; nil when there is none.
  let summary: Summary?
  /// One level, or one for each mode when there are several, ascending; empty without valid samples.
  let levels: [Level]

  /// Looks at a metric of a Run with those verdicts on its blocks.
  init(_ metric: Metric, verdicts: BlockVerdicts) {
    self.metric = metric
    points = metric.samples.filter(\.value.isFinite).map { sample in
      Point(
        value: sample.value, standing: verdicts.standing(of: sample), origin: BlockVerdicts.name(of: sample))
    }
    let values = points.filter { $0.standing != .invalid }.map(\.value)
    summary = Summary(of: values)
    let modes = Modes.detect(in: values)?.clusters ?? []
    if modes.count > 1 {
      levels = modes.map { Level(value: $0.center, interval: nil, count: $0.count) }
    } else {
      levels = summary.map { [Level(value: $0.median, interval: $0.interval, count: $0.count)] } ?? []
    }
  }

  /// Whether the samples fall into several groups, which no single number stands for.
  var hasModes: Bool { levels.count > 1 }

  /// The level that most samples are in; of equals the lower.
  var mainLevel: Level? { levels.max { ($0.count, -$0.value) < ($1.count, -$1.value) } }

  /// A label of the metric.
  subscript(label: String) -> String? { metric.labels[label] }

  /// A label that is a whole number.
  func number(_ label: String) -> Int? { self[label].flatMap { Int($0) } }

  /// The levels for people: `44.1 GB/s`, or `27.0 or 51.2 GB/s`.
  var valueText: String {
    guard let largest = levels.map(\.value.magnitude).max() else { return "no valid sample" }
    let unit = DisplayUnit(metric.unit, for: largest)
    let numbers = levels.map { unit.number($0.value) }.joined(separator: " or ")
    return unit.symbol.isEmpty ? numbers : "\(numbers) \(unit.symbol)"
  }

  /// The interval, or how many samples each mode has, for people; `–` when there is neither.
  var spreadText: String {
    if hasModes {
      let counts = levels.map { String($0.count) }.joined(separator: " and ")
      return "\(levels.count) modes of \(counts) samples"
    }
    guard let level = levels.first, let interval = level.interval else { return "–" }
    return DisplayUnit(metric.unit, for: interval.upper).text(interval)
  }

  /// How many samples of each standing, for people: `9 valid, 1 suspect, 1 invalid`.
  var countText: String {
    let counts = Standing.allCases.compactMap { standing -> String? in
      let count = points.count { $0.standing == standing }
      return count > 0 ? "\(count) \(standing.rawValue)" : nil
    }
    return counts.isEmpty ? "no sample" : counts.joined(separator: ", ")
  }
}

/// The verdicts on a Run's blocks, for its samples.
struct BlockVerdicts {
  private struct Key: Hashable {
    var block: Int
    var attempt: Int
  }
  private let verdicts: [Key: Block.Verdict]

  /// The verdicts of a Run; of a block that is listed twice, the last.
  init(_ run: Run) {
    verdicts = Dictionary(
      run.blocks.map { (Key(block: $0.block, attempt: $0.attempt), $0.verdict) }, uniquingKeysWith: { $1 })
  }

  /// The standing of a sample: its own mark decides whether it counts, its block whether it is suspect.
  func standing(of sample: Sample) -> PlottedMetric.Standing {
    guard sample.valid else { return .invalid }
    return verdicts[Key(block: sample.block, attempt: sample.attempt)] == .suspect ? .suspect : .valid
  }

  /// `block 3`, `block 3, try 2`: counted from 1.
  static func name(of sample: Sample) -> String {
    sample.attempt == 0 ? "block \(sample.block + 1)" : "block \(sample.block + 1), try \(sample.attempt + 1)"
  }
}
