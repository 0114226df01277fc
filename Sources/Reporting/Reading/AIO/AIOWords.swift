/// Labels of the AIO benchmark in words and in the order in which people read them (see `LabelWords`).
enum AIOWords {
  /// Values in order, with their words.
  static let known: LabelWords.Known = [
    "engine": [("libaio", "libaio"), ("io_uring", "io_uring"), ("sync", "sync")],
    "rw": [
      ("randread", "random read"), ("read", "sequential read"), ("randrw", "random mix"),
      ("randwrite", "random write"), ("write", "sequential write"),
    ],
    "completion": [("syscall", "system call"), ("ring", "ring")],
    "direct": [("yes", "yes"), ("no", "no")],
    "sync": [("none", "none"), ("dsync", "O_DSYNC"), ("fdatasync", "fdatasync"), ("fsync", "fsync")],
    "phase": [("total", "total"), ("submit", "submit"), ("complete", "complete")],
    "direction": [("read", "read"), ("write", "write")],
    "mode": [("total", "total"), ("user", "user"), ("system", "system")],
  ]

  /// Names of labels as heads of columns, where they are not the labels themselves.
  static let names = [
    "rw": "access", "completion": "reaped by", "direct": "O_DIRECT", "mix": "reads", "rate": "asked for",
    "p99_limit": "p99 limit", "verify": "verified", "cpu_node": "CPU node", "device_node": "device node",
  ]

  /// Metrics that are operations of storage a second.
  static let rates: Set<String> = [AIOFigure.rateID, KneeReading.rateID]

  /// What is so where nothing else is said; it is not worth a word.
  private static let usual = ["batch": "1", "completion": "syscall", "sync": "none", "direct": "yes"]

  /// The labels of a load in the order of tables.
  static let order = [
    "rw", "mix", "block", "direct", "sync", "jobs", "rate", "depth", "engine", "batch", "completion",
    "cpu_node",
    "device_node",
  ]

  /// What a value that stands for a number is: bytes of `4k`, seconds of `1ms`; nil for other labels and values.
  static func number(_ label: String, _ value: String) -> Double? {
    switch label {
    case "block": scaled(value, by: [("k", 1024), ("m", 1_048_576), ("g", 1_073_741_824), ("", 1)])
    case "p99_limit": scaled(value, by: [("us", 1e-6), ("ms", 1e-3), ("ns", 1e-9), ("s", 1)])
    case "mix", "rate": scaled(value, by: [("", 1)])
    default: nil
    }
  }

  private static func scaled(_ value: String, by suffixes: [(name: String, factor: Double)]) -> Double? {
    for (name, factor) in suffixes where value.hasSuffix(name) {
      guard let number = Double(value.dropLast(name.count)), number.isFinite, number > 0 else { continue }
      return number * factor
    }
    return nil
  }

  /// The value of a label under a head: `4 KiB`; one that is not known as it is.
  static func value(_ label: String, _ value: String) -> String {
    guard let number = number(label, value) else { return value }
    switch label {
    case "block": return Units.binary(number)
    case "p99_limit": return Units.withoutZeros(of: number, unit: "s")
    case "mix": return "\(Units.plain(number)) %"
    case "rate": return Units.text(number, unit: "IOPS")
    default: return value
    }
  }

  /// The value of a label where no head names it: `depth 32`, `4 KiB blocks`; nil for labels of other benchmarks.
  static func text(_ label: String, _ value: String) -> String? {
    let words = LabelWords.value(label, value, beside: [:])
    switch (label, value) {
    case ("engine", _), ("rw", _), ("phase", _): return words
    case ("block", _): return "\(words) blocks"
    case ("jobs", _): return value == "1" ? "1 job" : "\(value) jobs"
    case ("depth", _): return "depth \(value)"
    case ("batch", "1"): return "one by one"
    case ("batch", _): return "batches of \(value)"
    case ("completion", "syscall"): return "reaped by system call"
    case ("completion", "ring"): return "reaped from the ring"
    case ("direct", "yes"): return "O_DIRECT"
    case ("direct", "no"): return "buffered"
    case ("sync", "none"): return "no sync"
    case ("sync", _): return words
    case ("mix", _): return "\(words) reads"
    case ("rate", _): return "\(words) asked for"
    case ("verify", "yes"): return "stamped and read back"
    case ("cpu_node", _): return "CPUs of node \(value)"
    case ("device_node", _): return "device at node \(value)"
    case ("direction", "read"), ("direction", "write"): return "\(words)s"
    case ("mode", _): return "\(words) CPU"
    case ("p99_limit", _): return "p99 under \(words)"
    default: return nil
    }
  }

  /// Labels in words, less what is usual: `random read, 4 KiB blocks, 1 job`. Labels that are not known follow with
  /// their names.
  static func sentence(_ labels: [String: String]) -> String {
    let rest = labels.keys.filter { !order.contains($0) }.sorted()
    return (["engine"] + order.filter { $0 != "engine" } + rest).compactMap { label in
      guard let value = labels[label], usual[label] != value else { return nil }
      return text(label, value) ?? "\(names[label] ?? label) \(value)"
    }.joined(separator: ", ")
  }
}
