/// What is measured on which nodes, and how much at once. It is kept in the fleet's state, so it holds no secrets.
public struct FleetOptions: Sendable, Equatable, Codable {
  /// What can be measured from a node to another.
  public enum PairPart: String, Sendable, Codable, CaseIterable {
    /// The network: `assay link`.
    case link
    /// A guest that moves: `assay migration`, where QEMU is at both ends.
    case migration
  }

  /// Ansible's inventory: a file, a directory or a script.
  public var inventory: String
  /// Ansible's pattern that limits it; nil means all of it.
  public var limit: String?
  /// `quick`, `standard`, `thorough`.
  public var suite: String
  /// Benchmarks to run; empty means all.
  public var only: [String]
  /// The seed of every node.
  public var seed: UInt64
  /// More words for `assay run`.
  public var arguments: [String]
  /// What each node measures to each other; nothing where it is empty.
  public var pairs: [PairPart]
  /// Nodes that measure at the same time; 0 means as many as Ansible has forks.
  public var atOnce: Int
  /// Nodes that measure pairs at the same time.
  public var pairsAtOnce: Int
  /// Seconds that a node may take for its suite.
  public var timeLimit: Int

  /// Options.
  public init(
    inventory: String, limit: String? = nil, suite: String = "quick", only: [String] = [], seed: UInt64,
    arguments: [String] = [], pairs: [PairPart] = PairPart.allCases,
    atOnce: Int = 0, pairsAtOnce: Int = 1, timeLimit: Int? = nil
  ) {
    self.inventory = inventory
    self.limit = limit
    self.suite = suite
    self.only = only
    self.seed = seed
    self.arguments = arguments
    self.pairs = pairs
    self.atOnce = atOnce
    self.pairsAtOnce = pairsAtOnce
    self.timeLimit = timeLimit ?? Self.usualLimits[suite] ?? 7_200
  }

  private static let usualLimits = ["quick": 1_800, "standard": 7_200, "thorough": 43_200]

  /// What differs from other options in what is measured, in words; empty where a run can be continued. How much runs at
  /// once and how long it may take can be changed in between.
  func differences(from others: FleetOptions) -> [String] {
    func words(_ list: [String]) -> String { list.isEmpty ? "none" : list.joined(separator: " ") }
    let all = [
      ("--inventory", others.inventory, inventory),
      ("--limit", others.limit ?? "none", limit ?? "none"),
      ("--suite", others.suite, suite),
      ("--only", words(others.only), words(only)),
      ("--seed", "\(others.seed)", "\(seed)"),
      ("further arguments", words(others.arguments), words(arguments)),
      ("pairs", words(others.pairs.map(\.rawValue)), words(pairs.map(\.rawValue))),
    ]
    return all.filter { $0.1 != $0.2 }.map { "\($0.0) was \($0.1) and is \($0.2)" }
  }
}
