internal import Experiment

/// Labels of the scheduler benchmark in words and in the order in which people read them; others as they are.
enum SchedulerWords {
  /// Values in order, with their words.
  private static let known: [String: [(value: String, words: String)]] = [
    "pairing": [
      ("same_cpu", "same CPU"), ("siblings", "SMT siblings"), ("same_cache", "same cache"),
      ("same_node", "same node"), ("other_node", "other node"), ("free", "free"),
    ],
    "policy": [
      ("other", "other"), ("fifo", "fifo"), ("none", "none"), ("per_cpu", "per CPU"),
      ("per_core", "per core"),
      ("per_cache", "per cache"), ("per_node", "per node"), ("interleaved", "interleaved"),
      ("cpuset", "cpuset"),
      ("cgroup", "control group"),
    ],
    "kind": [("pipe", "pipe"), ("futex", "futex"), ("eventfd", "eventfd"), ("yield", "yield")],
    "between": [("threads", "threads"), ("processes", "processes")],
    "pinning": [("none", "free"), ("cpu", "pinned")],
    "dma_latency": [("default", "no"), ("held", "yes")],
    "transport": [("socket", "socket"), ("pipe", "pipe")],
  ]

  /// Metrics that are shares of 1, to be shown as per cent.
  static let shares: Set<String> = [
    WakeupReading.missedID, DisturbanceReading.shareID, DisturbanceReading.stealID,
  ]

  /// The pairings, nearest first.
  static let pairings = known["pairing", default: []].map(\.value)

  /// The value of a label: `SMT siblings`.
  ///
  /// - Parameter labels: all labels of the metric: a load beside a policy is a number of threads, elsewhere a share.
  static func value(_ label: String, _ value: String, beside labels: [String: String]) -> String {
    if let words = known[label]?.first(where: { $0.value == value })?.words { return words }
    switch label {
    case "load": return labels["policy"] == nil && Double(value) != nil ? "\(value) %" : value
    case "interval": return value.hasSuffix("us") ? "\(value.dropLast(2)) µs" : value
    case "from": return "from \(value)"
    case "to": return "to \(value)"
    default: return value
    }
  }

  /// The name of a label as the head of a column.
  static func name(_ label: String, beside labels: [String: String]) -> String {
    switch label {
    case "load": labels["policy"] == nil ? "load" : "busy"
    case "dma_latency": "awake"
    case "pinning": "workers"
    case "cpu": "CPU"
    case "pairing": "pair"
    case "working_set": "working set"
    default: label
    }
  }

  /// What to sort a value of a label by: known ones in their order, then numbers, then texts.
  static func rank(_ label: String, _ value: String?) -> Rank {
    guard let value else { return Rank(place: 3) }
    if let place = known[label]?.firstIndex(where: { $0.value == value }) {
      return Rank(place: 0, number: Double(place))
    }
    if let number = Double(value), number.isFinite { return Rank(place: 1, number: number) }
    return Rank(place: 2, text: value)
  }

  /// A value's place in an order.
  struct Rank: Comparable {
    var place: Int
    var number = 0.0
    var text = ""

    static func < (left: Rank, right: Rank) -> Bool {
      (left.place, left.number, left.text) < (right.place, right.number, right.text)
    }
  }
}
