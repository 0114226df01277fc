public import Experiment
internal import Statistics

/// Which node boots which of two kernels in which order, and that it can show something.
///
///     let plan = try CrossoverPlan(
///       nodes: ["n1", "n2", "n3"], bootsPerKernel: 4, primaryMetrics: 20, base: "6.1.0-47", candidate: "6.1.0-56")
///     plan.nodes[1].order  // "BAABABBA"
///
/// Each node is its own control: it boots each kernel equally often, so that a slow node is no effect of a kernel. ABBA on
/// one node and BAAB on the next cancel what drifts steadily, within a node and between two. A boot is the unit of
/// replication: what a boot decides once (memory layout, placement of the kernel, interrupt routing) is the same in all
/// its samples.
///
/// The p of `CrossoverVerdict` takes a node's boots for exchangeable: without an effect any of them could have been under
/// either kernel. What drifts steadily makes this test more cautious, as both kernels meet it alike and the other
/// divisions do not; what else keeps step with the order of the boots is not seen. So do not, on one day, do something
/// else to the node in its A boots than in its B boots.
public struct CrossoverPlan: Codable, Sendable, Equatable {
  /// One node's order.
  public struct Node: Codable, Sendable, Equatable {
    /// Its name in the inventory.
    public var name: String
    /// One letter a boot: `A` is the base, `B` the candidate.
    public var order: String

    /// The kernel's side in each boot.
    public var arms: [Interleaving.Arm] { order.compactMap { Interleaving.Arm(rawValue: String($0)) } }
  }

  /// Boots of one kernel on one node, at most.
  public static let mostBoots = 64
  /// Nodes, at most.
  public static let mostNodes = 1_024

  /// The nodes, in the order given.
  public let nodes: [Node]
  /// Boots of each kernel on each node.
  public let bootsPerKernel: Int
  /// Metrics that the verdict is over, whose p are adjusted together.
  public let primaryMetrics: Int
  /// The chance of any false alarm that is allowed, 0 to 1 exclusive.
  public let level: Double
  /// Seed of the orders.
  public let seed: UInt64
  /// Release of the kernel A, as `uname -r` prints it.
  public let base: String
  /// Release of the kernel B.
  public let candidate: String

  enum CodingKeys: String, CodingKey {
    case nodes, level, seed, base, candidate
    case bootsPerKernel = "boots_per_kernel"
    case primaryMetrics = "primary_metrics"
  }

  /// Plans a crossover.
  ///
  /// - Parameters:
  ///   - nodes: at least one, each once.
  ///   - bootsPerKernel: of each kernel on each node; half of a node's boots.
  ///   - primaryMetrics: how many the verdict will be over.
  ///   - level: of the whole verdict.
  ///   - seed: chooses the orders beyond the first four boots; the same seed gives the same orders.
  ///   - base: release of the kernel A.
  ///   - candidate: release of the kernel B, another one.
  /// - Throws: `PlanRefused` for what is no plan; and for one whose smallest attainable p cannot pass, with the boots or
  ///   nodes that can.
  public init(
    nodes: [String], bootsPerKernel: Int, primaryMetrics: Int, level: Double = 0.05, seed: UInt64 = 1,
    base: String, candidate: String
  ) throws(PlanRefused) {
    try Self.check(nodes, bootsPerKernel, primaryMetrics, level, base, candidate)
    self.nodes = nodes.enumerated().map { index, name in
      Node(name: name, order: Self.order(of: index, boots: bootsPerKernel, seed: seed))
    }
    self.bootsPerKernel = bootsPerKernel
    self.primaryMetrics = primaryMetrics
    self.level = level
    self.seed = seed
    self.base = base
    self.candidate = candidate
    if let refusal = power.refusal { throw refusal }
  }

  private static func check(
    _ nodes: [String], _ boots: Int, _ metrics: Int, _ level: Double, _ base: String, _ candidate: String
  ) throws(PlanRefused) {
    guard (1...mostNodes).contains(nodes.count) else {
      throw PlanRefused("a crossover takes 1 to \(mostNodes) nodes, not \(nodes.count)")
    }
    var seen: Set<String> = []
    for name in nodes where name.isEmpty || !seen.insert(name).inserted {
      throw PlanRefused(name.isEmpty ? "a node has no name" : "node \(name) is named twice; name each once")
    }
    guard (1...mostBoots).contains(boots) else {
      throw PlanRefused("a crossover takes 1 to \(mostBoots) boots of each kernel on each node, not \(boots)")
    }
    guard metrics >= 1 else { throw PlanRefused("a crossover needs a primary metric to judge by") }
    guard level > 0, level < 1 else {
      throw PlanRefused("a level of \(level) is none: take one between 0 and 1, such as 0.05")
    }
    guard !base.isEmpty, !candidate.isEmpty, base != candidate else {
      throw PlanRefused(
        "a crossover compares two kernels: name two different releases, as uname -r prints them")
    }
  }

  /// What the plan can show.
  public var power: CrossoverPower {
    CrossoverPower(
      nodes: nodes.count, bootsPerKernel: bootsPerKernel, primaryMetrics: primaryMetrics, level: level)
  }

  /// Boots of each node.
  public var phases: Int { 2 * bootsPerKernel }

  /// The node of a name; nil where the plan has none.
  public func node(_ name: String) -> Node? { nodes.first { $0.name == name } }

  /// The release of one side.
  public func kernel(_ arm: Interleaving.Arm) -> String { arm == .base ? base : candidate }

  /// Balanced over every four boots: ABBA or BAAB, which alternate from node to node; the first node begins with ABBA,
  /// and which of the two follows is drawn for all nodes together. Two boots that remain are AB on one node, BA on the
  /// next.
  private static func order(of index: Int, boots: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    var order = ""
    while order.count < 2 * boots {
      let isDrawn = !order.isEmpty && generator.next() & 1 == 1
      let beginsWithBase = index.isMultiple(of: 2) != isDrawn
      let isWhole = 2 * boots - order.count >= 4
      order += isWhole ? (beginsWithBase ? "ABBA" : "BAAB") : (beginsWithBase ? "AB" : "BA")
    }
    return order
  }
}
