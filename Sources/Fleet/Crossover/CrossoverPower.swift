public import Experiment
internal import Glibc
internal import Statistics

/// What a crossover of some size can show at best: the smallest p that its permutation test can reach, against what Holm's
/// adjustment asks of the smallest of several p.
public struct CrossoverPower: Sendable, Equatable {
  /// Nodes.
  public var nodes: Int
  /// Boots of each kernel on each node.
  public var bootsPerKernel: Int
  /// Metrics that are judged together.
  public var primaryMetrics: Int
  /// The level of the verdict.
  public var level: Double

  /// A crossover of this size, each number at least 1.
  public init(nodes: Int, bootsPerKernel: Int, primaryMetrics: Int, level: Double = 0.05) {
    self.nodes = nodes
    self.bootsPerKernel = bootsPerKernel
    self.primaryMetrics = primaryMetrics
    self.level = level
  }

  /// Divisions of the boots between the kernels that are equally likely without an effect: C(2b, b) on each node, all of
  /// them multiplied.
  public var assignments: Double { exp(Double(nodes) * Self.logChoices(bootsPerKernel)) }

  /// The smallest two-sided p: 2 of all divisions are as far out as one in which every boot of the one kernel is better
  /// than every boot of the other, it and its mirror image. Where divisions are drawn, not less than one of those drawn.
  public var smallestP: Double {
    let exact = min(1, 2 / assignments)
    if assignments <= Double(CrossoverPermutation.mostExact) { return exact }
    return max(exact, 1 / Double(Self.draws(metrics: primaryMetrics, level: level) + 1))
  }

  /// What the smallest p is after Holm's adjustment.
  public var adjusted: Double { min(1, smallestP * Double(primaryMetrics)) }

  /// Whether anything can be shown.
  public var suffices: Bool { adjusted < level }

  /// Boots of each kernel on each of these nodes that can show something; nil where none up to the most can.
  public var bootsNeeded: Int? {
    (1...CrossoverPlan.mostBoots).first { boots in
      var other = self
      other.bootsPerKernel = boots
      return other.suffices
    }
  }

  /// Nodes with these boots that can show something; nil where none up to the most can.
  public var nodesNeeded: Int? {
    (1...CrossoverPlan.mostNodes).first { nodes in
      var other = self
      other.nodes = nodes
      return other.suffices
    }
  }

  /// Why it is not worth beginning, and what is; nil when it can show something.
  public var refusal: PlanRefused? {
    guard !suffices else { return nil }
    let asked = CrossoverText.number(level / Double(primaryMetrics))
    let ways = [
      bootsNeeded.map { "\($0)+\($0) boots on \(CrossoverText.count(nodes, "node"))" },
      nodesNeeded.map { "\(bootsPerKernel)+\(bootsPerKernel) boots on \(CrossoverText.count($0, "node"))" },
    ].compactMap { $0 }
    let advice = ways.isEmpty ? "take fewer primary metrics" : "take \(ways.joined(separator: ", or "))"
    return PlanRefused(
      "\(bootsPerKernel)+\(bootsPerKernel) boots on \(CrossoverText.count(nodes, "node")) cannot show anything in "
        + "\(CrossoverText.count(primaryMetrics, "primary metric")): the smallest p that they can reach is "
        + "\(CrossoverText.number(smallestP)), and less than \(asked) is asked for (Holm); \(advice)")
  }

  /// How many divisions are drawn where there are too many for all: so many that one of them, adjusted, is a quarter of
  /// the level at most.
  static func draws(metrics: Int, level: Double) -> Int {
    max(19_999, Int((4 * Double(metrics) / level).rounded(.up)))
  }

  /// The logarithm of C(2b, b).
  private static func logChoices(_ boots: Int) -> Double {
    lgamma(Double(2 * boots) + 1) - 2 * lgamma(Double(boots) + 1)
  }
}
