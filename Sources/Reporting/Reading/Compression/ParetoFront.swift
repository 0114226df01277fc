/// Which of several choices no other beats in both gain and cost.
enum ParetoFront {
  /// A choice by what it gives and what it costs, each with the ends between which it lies.
  struct Candidate: Sendable {
    var gain: Double
    var gainRange: ClosedRange<Double>
    var cost: Double
    var costRange: ClosedRange<Double>
  }

  /// What can be said of a choice.
  enum Standing: Sendable, Equatable {
    /// No other is as good in both and better in one.
    case unbeaten
    /// Another is, but not beyond doubt: their intervals overlap.
    case unclear
    /// The choice at this index is, beyond doubt.
    case beaten(by: Int)
  }

  /// The standing of each candidate, in their order.
  ///
  /// One beats another beyond doubt when its whole interval is nowhere on the wrong side of the other's, in gain and
  /// in cost, and clear of it on the right side in one of the two.
  static func standings(_ candidates: [Candidate]) -> [Standing] {
    candidates.map { candidate in
      let winners = candidates.indices.filter { beats(candidates[$0], candidate) }
      let best = winners.min { left, right in
        (-candidates[left].gain, candidates[left].cost) < (-candidates[right].gain, candidates[right].cost)
      }
      if let best { return .beaten(by: best) }
      return candidates.contains { seemsBetter($0, than: candidate) } ? .unclear : .unbeaten
    }
  }

  private static func beats(_ one: Candidate, _ other: Candidate) -> Bool {
    one.gainRange.lowerBound >= other.gainRange.upperBound
      && one.costRange.upperBound <= other.costRange.lowerBound
      && (one.gainRange.lowerBound > other.gainRange.upperBound
        || one.costRange.upperBound < other.costRange.lowerBound)
  }

  private static func seemsBetter(_ one: Candidate, than other: Candidate) -> Bool {
    one.gain >= other.gain && one.cost <= other.cost && (one.gain > other.gain || one.cost < other.cost)
  }
}
