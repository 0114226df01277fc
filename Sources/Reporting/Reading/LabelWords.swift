/// Labels of all benchmarks in words and in the order in which people read them; others as they are.
enum LabelWords {
  /// For each label its values in order, with their words.
  typealias Known = [String: [(value: String, words: String)]]

  private static let known = SchedulerWords.known.merging(AIOWords.known, uniquingKeysWith: +)
    .merging(CompressionWords.known, uniquingKeysWith: +)
    .merging(LiveMigrationWords.known, uniquingKeysWith: +)
    .merging(["level": levels], uniquingKeysWith: +)

  /// The caches from the CPU on, and what lies behind them.
  private static let levels = ["L1", "L2", "L3", "L4", "DRAM"].map { (value: $0, words: $0) }

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
    case "link": return LiveMigrationWords.link(value)
    default: return AIOWords.value(label, value)
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
    case "dirty": "pages/s"
    default: AIOWords.names[label] ?? label
    }
  }

  /// What to sort a value of a label by: known ones in their order, then numbers, then texts.
  static func rank(_ label: String, _ value: String?) -> Rank {
    guard let value else { return Rank(place: 3) }
    if let place = known[label]?.firstIndex(where: { $0.value == value }) {
      return Rank(place: 0, number: Double(place))
    }
    if let number = AIOWords.number(label, value) ?? Double(value), number.isFinite {
      return Rank(place: 1, number: number, text: value)
    }
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
