public import Experiment

/// What was measured on all nodes of a fleet: the values of each metric side by side.
public struct FleetData: Sendable {
  /// A node.
  public struct Node: Sendable, Equatable {
    /// Its name in the fleet.
    public var name: String
    /// Its own name.
    public var host: String
    /// Its kernel's release.
    public var kernel: String
    /// Documents that were read.
    public var runs: Int
    /// What must be known of its documents, one line each.
    public var problems: [String]

    /// A node of which nothing was read yet.
    public init(name: String) {
      self.name = name
      host = "unknown"
      kernel = "unknown"
      runs = 0
      problems = []
    }
  }

  /// One metric of all nodes.
  public struct Series: Sendable, Equatable {
    /// Name and labels.
    public var key: Metric.Key
    /// SI base unit.
    public var unit: String
    /// Which way is good.
    public var better: Metric.Direction
    /// Whether verdicts count it.
    public var role: Metric.Role
    /// By node, the values that count in the order they were taken, one a block; empty where it was not measured.
    public var values: [[Double]]
    /// By node, seconds that a cache line took between the CPUs in use; nil where that is unknown.
    public var placements: [Double?]

    /// A metric with these values.
    public init(
      key: Metric.Key, unit: String, better: Metric.Direction, role: Metric.Role, values: [[Double]],
      placements: [Double?] = []
    ) {
      self.key = key
      self.unit = unit
      self.better = better
      self.role = role
      self.values = values
      self.placements = placements
    }
  }

  /// One metric from one node to another.
  public struct PairSeries: Sendable, Equatable {
    /// From which node.
    public var from: String
    /// To which.
    public var to: String
    /// Name and labels.
    public var key: Metric.Key
    /// SI base unit.
    public var unit: String
    /// Which way is good.
    public var better: Metric.Direction
    /// The values that count.
    public var values: [Double]

    /// A metric with these values.
    public init(
      from: String, to: String, key: Metric.Key, unit: String, better: Metric.Direction, values: [Double]
    ) {
      self.from = from
      self.to = to
      self.key = key
      self.unit = unit
      self.better = better
      self.values = values
    }
  }

  /// The nodes, sorted by name as people count: `node2` before `node10`.
  public var nodes: [Node] = []
  /// The metrics of single nodes, sorted by name and labels.
  public var series: [Series] = []
  /// The metrics of pairs, sorted by metric, then by nodes.
  public var pairs: [PairSeries] = []
  /// What each node is.
  public var facts = FactTable()
  /// Documents that belong to no node and could not be read, and what else must be known; one line each.
  public var problems: [String] = []

  /// Nothing measured.
  public init() {}
}

extension FleetData {
  /// Adds nodes of which nothing is here: an inventory names them, and a report that leaves them out would hide it.
  public mutating func expect(_ names: [String]) {
    let missing = names.filter { name in !nodes.contains { $0.name == name } }
    for name in missing {
      nodes.append(Node(name: name))
      for index in series.indices {
        series[index].values.append([])
        if !series[index].placements.isEmpty { series[index].placements.append(nil) }
      }
    }
  }
}
