internal import Statistics

/// Which side comes first, pair by pair, as `Interleaving.order` draws it; of a Run that grows, ten pairs at a time.
struct PairOrder: Sendable {
  private var drawn: [String: [Interleaving.Arm]] = [:]

  /// The side that is first in the next pair of this benchmark; each has its own order, for they take turns.
  mutating func first(of benchmark: String, _ generator: inout SeededGenerator) -> Interleaving.Arm {
    if let next = drawn[benchmark]?.popLast() { return next }
    let order = Array(Interleaving.order(pairs: Interleaving.balance, seed: generator.next()))
    var firsts: [Interleaving.Arm] = stride(from: 0, to: order.count, by: 2).map {
      order[$0] == "A" ? .base : .candidate
    }
    let first = firsts.removeLast()
    drawn[benchmark] = firsts
    return first
  }
}
