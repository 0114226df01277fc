/// How far a fleet is: the document `assay.fleet/1` (`fleet.json` of a fleet's directory).
///
/// It is written after each change, so that a killed run can be continued.
public struct FleetState: Sendable, Equatable, Codable {
  /// The schema of documents that this version writes and reads.
  public static let currentSchema = "assay.fleet/1"

  /// Where a node, a step or a pair is.
  public enum Progress: String, Sendable, Codable {
    /// Its turn has not come.
    case waiting
    /// It is at work.
    case running
    /// It ended well.
    case done
    /// It failed, for the reason that is given.
    case failed
    /// Ansible does not reach the node.
    case unreachable
  }

  /// What the fleet does.
  public enum Action: String, Sendable, Codable {
    /// Each node, then each pair, is measured.
    case run
    /// A profile is applied.
    case apply
    /// A profile is taken back.
    case revert

    /// The steps in their order, as the tasks' names begin.
    public var steps: [String] {
      switch self {
      case .run: ["preflight", "install", "measure", "fetch", "pairs"]
      case .apply: ["preflight", "install", "apply", "verify", "health", "confirm", "revert"]
      case .revert: ["revert"]
      }
    }
  }

  /// One step of a node, or one pair.
  public struct Step: Sendable, Equatable, Codable {
    /// Where it is.
    public var state: Progress
    /// Why it failed, in one line.
    public var reason: String?
    /// The exit code of the tool there, where it was not 0.
    public var code: Int?
    /// When it began, in seconds since 1970.
    public var started: Double?
    /// When it ended.
    public var ended: Double?

    /// Whether it failed, or the node was lost.
    public var isBad: Bool { state == .failed || state == .unreachable }

    /// A step.
    public init(
      _ state: Progress, reason: String? = nil, code: Int? = nil, started: Double? = nil, ended: Double? = nil
    ) {
      self.state = state
      self.reason = reason
      self.code = code
      self.started = started
      self.ended = ended
    }
  }

  /// One node.
  public struct Node: Sendable, Equatable, Codable {
    /// As the inventory calls it.
    public var name: String
    /// Where Ansible connects to.
    public var address: String
    /// Its steps by name; those that are not there wait.
    public var steps: [String: Step] = [:]
    /// What is to be known about it.
    public var warnings: [String] = []
  }

  /// The schema.
  public var schema = FleetState.currentSchema
  /// Names the run on the nodes.
  public var id: String
  /// What is done.
  public var action: Action
  /// RFC 3339.
  public var started: String
  /// When the last of it ended; nil while it runs, or where it was killed.
  public var finished: String?
  /// What is measured; nil for profiles.
  public var options: FleetOptions?
  /// The profile's name; nil for measuring.
  public var profile: String?
  /// What the nodes run.
  public var binary: NodeBinary
  /// The nodes in the inventory's order.
  public var nodes: [Node]
  /// The pairs that were begun, by `from--to`.
  public var pairs: [String: Step] = [:]
}

extension FleetState {
  /// A pair's name, which is its directory's.
  public static func pair(_ from: String, _ to: String) -> String { "\(from)--\(to)" }

  /// Every ordered pair that has to be measured.
  public var allPairs: [(from: String, to: String)] {
    guard action == .run, options?.pairs.isEmpty == false else { return [] }
    return nodes.flatMap { from in
      nodes.filter { $0.name != from.name }.map { (from: from.name, to: $0.name) }
    }
  }

  /// Pairs that have to be measured still.
  public var pairsToDo: [(from: String, to: String)] {
    allPairs.filter { pairs[Self.pair($0.from, $0.to)]?.state != .done }
  }

  /// Nodes that are measured, with their documents here.
  public var measured: [String] { nodes.filter { $0.steps["fetch"]?.state == .done }.map(\.name) }

  /// Whether nothing is left to do and nothing failed.
  public var isComplete: Bool {
    switch action {
    case .run: measured.count == nodes.count && pairsToDo.isEmpty
    case .apply: nodes.allSatisfy { $0.steps["confirm"]?.state == .done && $0.steps["revert"] == nil }
    case .revert: nodes.allSatisfy { $0.steps["revert"]?.state == .done }
    }
  }

  /// What failed, a line each: node or pair, step and reason.
  public var failures: [String] {
    let ofNodes = nodes.flatMap { node in
      action.steps.compactMap { step -> String? in
        guard let found = node.steps[step], found.isBad else { return nil }
        return "\(node.name): \(step): \(found.reason ?? "failed")"
      }
    }
    let ofPairs = pairs.sorted { $0.key < $1.key }.compactMap { name, step in
      step.isBad ? "\(name): \(step.reason ?? "failed")" : nil
    }
    return ofNodes + ofPairs
  }
}

extension FleetState.Node {
  /// Where the node is, all its steps taken together.
  public var state: FleetState.Progress {
    let states = Set(steps.values.map(\.state))
    for one in [FleetState.Progress.unreachable, .failed, .running] where states.contains(one) { return one }
    return states.contains(.done) ? .done : .waiting
  }
}
