/// What tells one series of the notebook from another.
public struct SeriesName: Sendable, Equatable {
  /// The metric's name.
  public var metric: String
  /// Its labels.
  public var labels: [String: String]
  /// SI base unit.
  public var unit: String
  /// `higher` or `lower`.
  public var better: String
  /// The notebook's number of it.
  var number: Int

  /// Whether it has all of these labels.
  func has(_ wanted: [String: String]) -> Bool { wanted.allSatisfy { labels[$0.key] == $0.value } }
}
