internal import Statistics

/// The test and the interval of a crossover: a permutation test with the node as the stratum.
///
/// Within each node its boots are dealt out anew to the two kernels, as many to each as there were; boots of different
/// nodes are never mixed. The statistic is the one of `StratifiedPermutation` (see there for its weights and sources),
/// whose p this is; that one looks at fewer divisions, and gives no interval.
///
/// The interval holds the shifts that the test, one-sided at each end, does not reject when they are taken off the
/// candidate's boots. For a statistic that is a sum these need no search: the division a is at least as far out as the
/// true one for every shift from r = (T₀ − Tₐ) / (boots of the candidate that a exchanges) on, so that the ends are
/// values of given rank among all r (Tritchler, "On Inverting Permutation Tests", Journal of the American Statistical
/// Association 79(385), 1984; Garthwaite, "Confidence Intervals from Randomization Tests", Biometrics 52(4), 1996). It was
/// preferred to a bootstrap of the boots within nodes because of 2 to 4 boots a bootstrap knows a handful of resamples and
/// covers far less than it says, while this covers what it says for any number of boots, and excludes 0 exactly where the
/// one-sided p are small enough.
enum CrossoverPermutation {
  /// Up to so many divisions all are looked at; beyond, they are drawn.
  static let mostExact = 1_000_000

  /// The boots of one node, on the scale on which shifts are told.
  struct Node: Equatable {
    var base: [Double]
    var candidate: [Double]
  }

  /// What the test says.
  struct Outcome: Equatable {
    /// Two-sided.
    var p: Double
    /// Of the shift from base to candidate; nil where the boots are too few for one at this level.
    var interval: Interval?
    /// Whether all divisions were looked at.
    var isExact: Bool
  }

  /// Tests nodes that have boots of both kernels.
  ///
  /// Of drawn divisions p is (b + 1)/(m + 1), b of m being as far out as the true one: Phipson & Smyth, "Permutation
  /// P-values Should Never Be Zero", Statistical Applications in Genetics and Molecular Biology 9(1), 2010.
  ///
  /// - Parameters:
  ///   - level: of the interval, 0 to 1 exclusive.
  ///   - draws: divisions drawn where there are too many for all.
  ///   - seed: the same seed and values give the same outcome to the bit.
  /// - Returns: nil without a node, with one that lacks a kernel, or with a value that is not finite.
  static func test(_ nodes: [Node], level: Double, draws: Int, seed: UInt64) -> Outcome? {
    guard !nodes.isEmpty, draws >= 1,
      nodes.allSatisfy({ !$0.base.isEmpty && !$0.candidate.isEmpty }),
      nodes.allSatisfy({ ($0.base + $0.candidate).allSatisfy(\.isFinite) })
    else { return nil }
    let pools = nodes.map { Pool($0) }
    let total = pools.reduce(1.0) { $0 * $1.divisions }
    let isExact = total <= Double(mostExact)
    let divisions = isExact ? all(pools) : drawn(pools, draws, seed: seed)
    return outcome(divisions, pools, level: level, isExact: isExact)
  }

  /// One division: the statistic, and how many of the candidate's boots it gives to the base.
  private struct Division {
    var sum: Double
    var exchanged: Int
  }

  private static func outcome(
    _ divisions: [Division], _ pools: [Pool], level: Double, isExact: Bool
  ) -> Outcome {
    let observed = pools.reduce(0) { $0 + $1.observed }
    // Sums of the same values in another order differ by rounding.
    let tolerance = 1e-12 * pools.reduce(0) { $0 + $1.magnitude }
    // Of all divisions the true one is among them; to drawn ones it is added.
    let own = isExact ? 0 : 1
    let count = divisions.count + own
    let asFar = divisions.count { abs($0.sum) >= abs(observed) - tolerance } + own
    // Those that exchange nothing are as far out as the true one under any shift.
    let unchanged = divisions.count { $0.exchanged == 0 } + own
    let bound = Int((Double(count) * (1 - level) / 2 + 1e-9).rounded(.down))
    // The true one and its like are `unchanged`: the end is where so many others join them that they are more than `bound`.
    let rank = bound + 1 - unchanged
    var interval: Interval?
    let shifts =
      rank < 1
      ? [] : divisions.filter { $0.exchanged > 0 }.map { (observed - $0.sum) / Double($0.exchanged) }
    if rank >= 1, rank <= shifts.count {
      // Two ends of some 300,000: sorting all of them would take most of the time.
      var ordered = OrderStatistics(shifts)
      let ends = (ordered.value(rank - 1), ordered.value(shifts.count - rank))
      interval = Interval(lower: min(ends.0, ends.1), upper: max(ends.0, ends.1), level: level)
    }
    return Outcome(p: Double(asFar) / Double(count), interval: interval, isExact: isExact)
  }

  private static func all(_ pools: [Pool]) -> [Division] {
    pools.reduce([Division(sum: 0, exchanged: 0)]) { divisions, pool in
      let own = pool.all()
      return divisions.flatMap { division in
        own.map { Division(sum: division.sum + $0.sum, exchanged: division.exchanged + $0.exchanged) }
      }
    }
  }

  private static func drawn(_ pools: [Pool], _ draws: Int, seed: UInt64) -> [Division] {
    var generator = SeededGenerator(seed: seed)
    var pools = pools
    return (0..<draws).map { _ in
      pools.indices.reduce(into: Division(sum: 0, exchanged: 0)) { division, index in
        let own = pools[index].draw(&generator)
        division.sum += own.sum
        division.exchanged += own.exchanged
      }
    }
  }

  /// One node's values about their mean, the candidate's first: the sum over those that are given to the candidate is then
  /// the weighted difference of means.
  private struct Pool {
    let values: [Double]
    let taken: Int
    /// Places in `values`, in an order that drawing changes.
    private var order: [Int]

    init(_ node: Node) {
      let all = node.candidate + node.base
      let mean = Spread.mean(of: all) ?? 0
      values = all.map { $0 - mean }
      taken = node.candidate.count
      order = Array(all.indices)
    }

    var observed: Double { values[..<taken].reduce(0, +) }
    var magnitude: Double { values.reduce(0) { $0 + abs($1) } }

    /// C(n, k), by a product that stays whole.
    var divisions: Double {
      (0..<taken).reduce(1.0) { $0 * Double(values.count - $1) / Double($1 + 1) }.rounded()
    }

    /// Every choice of `taken` values.
    func all() -> [Division] {
      var divisions: [Division] = []
      var choice = Array(0..<taken)
      while true {
        divisions.append(
          Division(
            sum: choice.reduce(0) { $0 + values[$1] }, exchanged: choice.count { $0 >= taken }))
        guard let place = choice.indices.last(where: { choice[$0] < values.count - taken + $0 }) else {
          return divisions
        }
        choice[place] += 1
        for next in (place + 1)..<max(place + 1, taken) { choice[next] = choice[next - 1] + 1 }
      }
    }

    /// A choice drawn by a partial Fisher–Yates shuffle; any order is as good to begin with.
    mutating func draw(_ generator: inout SeededGenerator) -> Division {
      var division = Division(sum: 0, exchanged: 0)
      for place in 0..<taken {
        order.swapAt(place, place + generator.below(order.count - place))
        division.sum += values[order[place]]
        if order[place] >= taken { division.exchanged += 1 }
      }
      return division
    }
  }
}
