internal import Experiment

extension [Estimate] {
  /// The labels that not all of these metrics have in common, in order: what tells them apart.
  var varyingLabels: [String] {
    Set(flatMap(\.metric.labels.keys)).filter { label in Set(map { $0[label] }).count > 1 }.sorted()
  }

  /// In groups of one unit, in the order in which the units first occur.
  var byUnit: [[Estimate]] {
    var units: [String] = []
    for estimate in self where !units.contains(estimate.unit) { units.append(estimate.unit) }
    return units.map { unit in filter { $0.unit == unit } }
  }
}

extension Estimate {
  /// What tells it apart from others: the values of these labels; its own name when nothing does.
  func name(by labels: [String]) -> String {
    let parts = labels.compactMap { label in
      self[label].map { LabelText.text(label, $0, beside: metric.labels) }
    }
    return parts.isEmpty ? metric.id : parts.joined(separator: ", ")
  }
}
