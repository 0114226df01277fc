internal import Experiment
internal import Statistics

extension Estimate {
  /// A value to mark in a drawing: the median, or the center of one of several modes.
  struct Level {
    /// In the metric's unit.
    var value: Double
    /// What lies around a median; nil for a mode.
    var interval: ClosedRange<Double>?

    /// The value and the ends around it.
    var values: [Double] { [value, interval?.lowerBound, interval?.upperBound].compactMap { $0 } }
  }

  /// The value with its interval, or each mode; empty without a result.
  var levels: [Level] {
    guard isResult, let summary else { return [] }
    if modes.isEmpty { return [Level(value: summary.median, interval: interval)] }
    return modes.map { Level(value: $0.center, interval: nil) }
  }

  /// What stands beside the value: its interval, its modes, or how few samples there are.
  var detailText: String {
    isResult ? modesText ?? intervalText : "\(countText) samples count"
  }
}

extension Estimate.Point {
  /// For people, counted from 1: `block 3`, `block 3, try 2`.
  var origin: String {
    attempt == 0 ? "block \(block + 1)" : "block \(block + 1), try \(attempt + 1)"
  }
}
