internal import Statistics

/// Which side comes first, pair by pair: of two pairs that follow each other, one begins with the base and one with the
/// candidate, ABBA or BAAB by lot, so that neither a drift of the host nor the wear of being second favours a side.
struct PairOrder: Sendable {
  private var next: [String: Interleaving.Arm] = [:]

  /// The side that is first in the next pair of this benchmark; each has its own order, for they take turns.
  mutating func first(of benchmark: String, _ generator: inout SeededGenerator) -> Interleaving.Arm {
    if let owed = next.removeValue(forKey: benchmark) { return owed }
    let drawn: Interleaving.Arm = generator.below(2) == 0 ? .base : .candidate
    next[benchmark] = drawn.other
    return drawn
  }
}
