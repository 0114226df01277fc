internal import Experiment

/// The bandwidths of a Run in the order in which people read them.
struct BandwidthReading: Sendable {
  static let id = "memory.bandwidth"

  /// One loop at one place with one number of threads.
  struct Row: Sendable {
    let estimate: Estimate
    /// `triad streaming`; reading stores nothing. Instructions and pages follow where the Run has several.
    let name: String

    var kernel: String { estimate["kernel"] ?? Units.unknown }
    var store: String { estimate["store"] ?? Units.unknown }
    var threads: Int { estimate.number("threads") ?? 0 }
    var cpuNode: String { estimate["cpu_node"] ?? Units.unknown }
    var memoryNode: String { estimate["memory_node"] ?? Units.unknown }
    var isPrimary: Bool { estimate.metric.role == .primary }
    /// Bytes on the bus for each byte counted; nil when unknown.
    var busFactor: Double? { estimate["bus_factor"].flatMap { Double($0) } }
    /// Bytes a second that cross the memory bus.
    var busRate: Double? { estimate.value.flatMap { value in busFactor.map { value * $0 } } }
    /// The same as text; empty when unknown, and with several modes.
    var busText: String {
      estimate.modes.isEmpty ? busRate.map { Units.text($0, unit: "B/s") } ?? "" : ""
    }
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
    let estimates = reading.estimates(Self.id)
    let varying = ["isa", "pages"].filter { label in Set(estimates.map { $0[label] }).count > 1 }
    let rows = estimates.map { Row(estimate: $0, name: Self.name($0, varying)) }.sorted(by: Self.precedes)
    let pairs = Set(rows.filter { !$0.isLocal }.map { "\($0.threads) \(Self.variant($0))" })
    scale = rows.filter {
      $0.isLocal && ($0.cpuNode == "all" || !pairs.contains("\($0.threads) \(Self.variant($0))"))
    }
    matrices = NodeMatrix.bandwidths(rows)
    self.rows = rows
  }

  private static func name(_ estimate: Estimate, _ varying: [String]) -> String {
    let kernel = estimate["kernel"] ?? Units.unknown
    let store = kernel == "read" ? nil : estimate["store"] ?? Units.unknown
    return ([kernel, store] + varying.map { estimate[$0] }).compactMap { $0 }.joined(separator: " ")
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

  /// What is in the rows of no number of threads: other nodes' own, and pairs of nodes.
  var otherRows: [Row] {
    let shown = Set(threadCounts.flatMap { rows(threads: $0) }.map { $0.estimate.metric.key })
    return rows.filter { !shown.contains($0.estimate.metric.key) }
  }

  /// The highest result of a kernel with local memory, whatever the threads and stores.
  func peak(kernel: String) -> Row? {
    rows.filter { $0.kernel == kernel && $0.isLocal && $0.estimate.isResult }
      .max { ($0.estimate.value ?? 0) < ($1.estimate.value ?? 0) }
  }

  /// How it was measured and how to read it.
  var explanation: String {
    func all(_ label: String) -> String {
      Set(rows.compactMap { $0.estimate[label] }).sorted().joined(separator: ", ")
    }
    let pages = all("pages")
    let how = [all("isa"), pages.isEmpty ? "" : "\(pages) pages"].filter { !$0.isEmpty }.joined(
      separator: ", ")
    return
      "\(how.isEmpty ? "" : "\(how). ")Counted as STREAM counts; \"on the bus\" adds the lines that an ordinary store reads before it overwrites them."
  }
}
