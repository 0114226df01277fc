/// What the reports say of one subject: the reading's result, which a terminal and a page show alike.
struct Subject: Sendable {
  var title: String
  /// `lower is better`; empty where it differs.
  var better = ""
  /// What was measured, in a sentence.
  var explanation: String
  var tables: [EstimateTable]
  /// What follows for who plans with it; nil where the figures do not say it.
  var sentence: String?
  /// What has labels that the tables cannot place: shown plainly.
  var others: [Estimate] = []

  /// Whether there is nothing to show.
  var isEmpty: Bool { tables.allSatisfy(\.rows.isEmpty) && others.isEmpty }
}

extension Estimate {
  /// Whether it is less than another beyond doubt: its whole interval lies below the other's.
  func isClearlyBelow(_ other: Estimate) -> Bool {
    guard let own = interval, let others = other.interval else { return false }
    return own.upperBound < others.lowerBound
  }

  /// How many times as much as another: `3.1×`; nil where one is no positive result.
  func times(_ other: Estimate) -> String? {
    guard let value, let base = other.value, base > 0, value > 0 else { return nil }
    return "\(Units.digits(value / base))×"
  }
}

extension [Estimate] {
  /// The two that are furthest apart, where the less is less beyond doubt.
  var clearExtremes: (least: Estimate, most: Estimate)? {
    let results = filter { $0.value != nil }
    guard let least = results.min(by: { ($0.value ?? 0) < ($1.value ?? 0) }),
      let most = results.max(by: { ($0.value ?? 0) < ($1.value ?? 0) }), least.isClearlyBelow(most)
    else { return nil }
    return (least, most)
  }
}
