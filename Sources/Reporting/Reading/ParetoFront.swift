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
  enum Standing: Sendable, Equatable {
    /// No other is as good in all and better in one.
    case unbeaten
    /// Another is, but not beyond doubt: their intervals overlap.
    case unclear
    /// The choice at this index is, beyond doubt.
    case beaten(by: Int)
  }

  /// The standing of each candidate, in their order.
  ///
  /// One beats another beyond doubt when its whole interval is nowhere on the wrong side of the other's, in every
  /// respect, and clear of it on the right side in one of them.
  static func standings(_ candidates: [Candidate]) -> [Standing] {
    candidates.map { candidate in
      let winners = candidates.indices.filter { beats(candidates[$0], candidate) }
      let best = winners.min { left, right in
        candidates[left].costs.lexicographicallyPrecedes(candidates[right].costs) { $0.value < $1.value }
      }
      if let best { return .beaten(by: best) }
      return candidates.contains { seemsBetter($0, than: candidate) } ? .unclear : .unbeaten
    }
  }

  private static func beats(_ one: Candidate, _ other: Candidate) -> Bool {
    let pairs = zip(one.costs, other.costs)
    return pairs.allSatisfy { $0.range.upperBound <= $1.range.lowerBound }
      && pairs.contains { $0.range.upperBound < $1.range.lowerBound }
  }

  private static func seemsBetter(_ one: Candidate, than other: Candidate) -> Bool {
    let pairs = zip(one.costs, other.costs)
    return pairs.allSatisfy { $0.value <= $1.value } && pairs.contains { $0.value < $1.value }
  }
}
