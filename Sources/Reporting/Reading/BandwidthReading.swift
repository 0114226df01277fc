internal import Experiment

/// The bandwidths of a Run in the order in which people read them.
struct BandwidthReading: Sendable {
  static let id = "memory.bandwidth"

  /// One loop at one place with one number of threads.
  struct Row: Sendable {
    let estimate: Estimate
    private var labels: [String: String] { estimate.metric.labels }

    var kernel: String { labels["kernel"] ?? Units.unknown }
    var store: String { labels["store"] ?? Units.unknown }
    var threads: Int { labels["threads"].flatMap { Int($0) } ?? 0 }
    var cpuNode: String { labels["cpu_node"] ?? Units.unknown }
    var memoryNode: String { labels["memory_node"] ?? Units.unknown }
    var isPrimary: Bool { estimate.metric.role == .primary }
    /// `triad streaming`; reading stores nothing.
    var name: String { kernel == "read" ? kernel : "\(kernel) \(store)" }
    /// Bytes on the bus for each byte counted; nil when unknown.
    var busFactor: Double? { labels["bus_factor"].flatMap { Double($0) } }
    /// Bytes a second that cross the memory bus.
    var busRate: Double? { estimate.value.flatMap { value in busFactor.map { value * $0 } } }
    /// Whether CPUs and memory are on one node, or on all nodes alike.
    var isLocal: Bool { cpuNode == memoryNode || memoryNode == "local" }
  }

  /// One loop over numbers of threads.
  struct Scaling: Sendable {
    var name: String
    var rows: [Row]
  }

  /// Everything, remote pairs included.
  let rows: [Row]
  /// Nodes of CPUs and of memory, where several were measured against each other.
  let matrices: [NodeMatrix]

  init(_ reading: RunReading) {
    let rows = reading.estimates(Self.id).map { Row(estimate: $0) }.sorted(by: Self.precedes)
    let pairs = Set(rows.filter { !$0.isLocal }.map { "\($0.threads) \(Self.variant($0))" })
    scale = rows.filter {
      $0.isLocal && ($0.cpuNode == "all" || !pairs.contains("\($0.threads) \(Self.variant($0))"))
    }
    matrices = NodeMatrix.bandwidths(rows)
    self.rows = rows
  }

  /// Most threads first; primary ones, then by kernel and store in STREAM's order.
  private static func precedes(_ left: Row, _ right: Row) -> Bool {
    let order = ["triad", "copy", "read", "add", "scale", "write", "fill"]
    func rank(_ row: Row) -> (Int, Int, Int, String, String) {
      (
        -row.threads, row.isPrimary ? 0 : 1, order.firstIndex(of: row.kernel) ?? order.count,
        row.store == "streaming" ? "" : row.store, row.estimate.metric.key.description
      )
    }
    return rank(left) < rank(right)
  }

  /// What was measured with local memory, less the diagonals of the matrices: those are shown there.
  private let scale: [Row]

  /// Numbers of threads, descending.
  var threadCounts: [Int] { Array(Set(scale.map(\.threads))).sorted(by: >) }

  /// The rows of a number of threads, one a loop: over all nodes where there is such a one, else the first node's.
  func rows(threads: Int) -> [Row] {
    var seen: Set<String> = []
    let candidates = scale.filter { $0.threads == threads }
    let ordered = candidates.filter { $0.cpuNode == "all" } + candidates.filter { $0.cpuNode != "all" }
    let kept = Set(
      ordered.filter { seen.insert(Self.variant($0)).inserted }.map { $0.estimate.metric.key })
    return candidates.filter { kept.contains($0.estimate.metric.key) }
  }

  /// What tells loops apart besides place and threads.
  private static func variant(_ row: Row) -> String {
    row.estimate.metric.labels.filter {
      !["threads", "cpu_node", "memory_node", "bus_factor"].contains($0.key)
    }
    .sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
  }

  /// The primary loops over the numbers of threads, where there are three or more.
  var scalings: [Scaling] {
    let counts = threadCounts.sorted()
    guard counts.count >= 3 else { return [] }
    let series = Dictionary(grouping: counts.flatMap { rows(threads: $0) }, by: Self.variant)
    let primary = series.values.filter { rows in
      rows.count >= 3 && rows.contains(where: \.isPrimary)
    }
    return primary.map { Scaling(name: $0[0].name, rows: $0.sorted { $0.threads < $1.threads }) }
      .sorted { $0.name < $1.name }
  }

  /// The highest result among the primary loops with most threads.
  var peak: Row? {
    guard let most = threadCounts.first else { return nil }
    let candidates = rows(threads: most)
    let primary = candidates.filter(\.isPrimary)
    return (primary.isEmpty ? candidates : primary).filter(\.estimate.isResult)
      .max { ($0.estimate.value ?? 0) < ($1.estimate.value ?? 0) }
  }
}
