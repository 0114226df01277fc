public import Experiment
internal import Statistics

/// One metric of a Run, as rules read it: the median of the samples that count.
struct MeasuredFigure: Sendable {
  /// Name and labels.
  let key: Metric.Key
  /// SI base unit.
  let unit: String
  /// The median, in `unit`.
  let value: Double
  /// Samples that count.
  let samples: Int

  /// The value of a label.
  subscript(label: String) -> String? { key.labels[label] }
  /// A label that is a whole number.
  func number(_ label: String) -> Int? { key.labels[label].flatMap { Int($0) } }
  /// `126 ns`.
  var text: String { FigureText.text(value, unit) }
}

/// What a Run measured, by the names of the metrics.
public struct MeasuredFacts: Sendable {
  /// Fewer samples that count are no result: one bad block among two cannot be told from a good one.
  public static let fewestSamples = 3

  private let metrics: [String: [Metric]]
  /// Codes of the Run's warnings, with what was seen.
  let warnings: [String: String]

  /// What a Run measured; nothing without one.
  public init(_ run: Run?) {
    metrics = Dictionary(grouping: run?.metrics ?? [], by: \.id)
    warnings = Dictionary((run?.warnings ?? []).map { ($0.code, $0.message) }) { first, _ in first }
  }

  /// Every result of a name whose labels include these, in the Run's order.
  func all(_ id: String, _ labels: [String: String] = [:]) -> [MeasuredFigure] {
    (metrics[id] ?? []).compactMap { metric in
      guard labels.allSatisfy({ metric.labels[$0.key] == $0.value }) else { return nil }
      return Self.figure(metric)
    }
  }

  /// The first result of a name whose labels include these.
  func first(_ id: String, _ labels: [String: String] = [:]) -> MeasuredFigure? {
    (metrics[id] ?? []).lazy.filter { metric in
      labels.allSatisfy { metric.labels[$0.key] == $0.value }
    }.compactMap(Self.figure).first
  }

  private static func figure(_ metric: Metric) -> MeasuredFigure? {
    let values = metric.validValues
    guard values.count >= fewestSamples, let median = Quantile.median(of: values) else { return nil }
    return MeasuredFigure(key: metric.key, unit: metric.unit, value: median, samples: values.count)
  }
}
