internal import Statistics

/// Which of several choices no other beats in everything that they cost.
enum ParetoFront {
  /// A choice by what it costs, in one or several respects, each with the ends between which it lies.
  struct Candidate: Sendable {
    /// A quantity of which less is better.
    struct Cost: Sendable {
      var value: Double
      var range: ClosedRange<Double>
    }

    /// In the same order for all candidates; of those that beat a choice the first respect decides which is named.
    var costs: [Cost]

    /// A choice of these costs.
    init(costs: [Cost]) { self.costs = costs }

    /// A choice by what it gives and what it costs: the gain is a cost below zero.
    init(gain: Double, gainRange: ClosedRange<Double>, cost: Double, costRange: ClosedRange<Double>) {
      costs = [
        Cost(value: -gain, range: -gainRange.upperBound...(-gainRange.lowerBound)),
        Cost(value: cost, range: costRange),
      ]
    }
  }

  /// What can be said of a choice.
  typealias Standing = ParetoSet.Standing

  /// The standing of each candidate, in their order.
  static func standings(_ candidates: [Candidate]) -> [Standing] {
    ParetoSet.standings(
      candidates.map { $0.costs.map(\.value) }, within: candidates.map { $0.costs.map(\.range) })
  }
}
