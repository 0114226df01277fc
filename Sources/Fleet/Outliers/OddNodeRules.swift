/// What makes a node the odd one out.
public struct OddNodeRules: Sendable, Equatable {
  /// The smallest difference from the other nodes that matters, relative. Nodes of one kind differ by a percent or two
  /// by nature; what an operator would not act on is no finding.
  public var delta: Double
  /// The share of reports on fleets of equal nodes that may point at a node.
  public var significance: Double

  /// These rules.
  public init(delta: Double = 0.05, significance: Double = 0.05) {
    self.delta = delta
    self.significance = significance
  }

  /// Values of a metric that a node needs to be judged: with fewer the median has no 95 % interval.
  public static let fewestSamples = 6
  /// From so many nodes on each metric tells by itself how far nodes lie apart; with fewer the noise within the nodes and
  /// all metrics together must.
  static let manyNodes = 30
  /// From so many nodes on a metric's own spread counts besides that of all metrics.
  static let someNodes = 8
  /// The level of the intervals.
  static let level = 0.95
  /// The other nodes must lie within this share of the odd one's distance around their median: they agree among
  /// themselves more than with it. Of three nodes the two others lie on both sides of it, and apart by twice that.
  static func agreement(nodes: Int) -> Double { nodes == 3 ? 1.0 / 4 : 1.0 / 3 }
  /// Among so many nodes one may be odd in the same metric without there being two groups of nodes.
  static let nodesToOneOdd = 5
  /// The share of samples that may lie on the other side of the middle between the odd node and the others, runs of
  /// single samples apart: more is a metric that jumps between modes.
  static let crossing = 0.1
  /// Placements of CPUs that differ by this factor are different ones: the values differ for that alone.
  static let placementFactor = 1.5
}
