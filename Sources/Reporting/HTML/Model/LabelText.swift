/// Labels of metrics in words; labels that are not known here are shown as they are.
enum LabelText {
  /// The name of a label: `working set`.
  static func name(_ label: String) -> String {
    switch label {
    case "isa": "instructions"
    case "bus_factor": "bytes moved per byte counted"
    case "cpu_node": "CPU node"
    case "memory_node": "memory node"
    case "thp_enabled": "transparent huge pages"
    case "numa_balancing": "NUMA balancing"
    case "cpufreq_governor": "frequency governor"
    case "dma_latency": "CPUs kept awake"
    case "cpu": "CPU"
    case "dirty": "pages written a second"
    case _ where label.hasPrefix("cpu_"): "CPU \(name(String(label.dropFirst("cpu_".count))))"
    default: AIOWords.names[label] ?? String(label.map { $0 == "_" ? " " : $0 })
    }
  }

  /// The value of a label: `64 KiB`.
  ///
  /// - Parameter labels: all labels of the metric, where they are known.
  static func value(_ label: String, _ value: String, beside labels: [String: String] = [:]) -> String {
    switch (label, value) {
    case ("working_set", _), ("array_size", _): Double(value).map { Units.binary($0) } ?? value
    case ("pages", "4k"): "4 KiB pages"
    case ("pages", "thp"): "transparent huge pages"
    case ("pages", "2m"): "2 MiB pages"
    case ("pages", "1g"): "1 GiB pages"
    default: LabelWords.value(label, value, beside: labels)
    }
  }

  /// A label and its value where no column head names the label: `2 threads`, `copy`, `node 1`.
  ///
  /// - Parameter labels: all labels of the metric, where they are known.
  static func text(_ label: String, _ value: String, beside labels: [String: String] = [:]) -> String {
    if let words = CompressionWords.text(label, value, beside: labels) { return words }
    if let words = LiveMigrationWords.text(label, value) { return words }
    return switch label {
    case "kernel", "pages", "level", "isa", "quantile", "kind", "pairing", "policy", "between", "source",
      "from", "to":
      Self.value(label, value, beside: labels)
    case "load" where labels["policy"] != nil: "\(value) busy"
    case "pinning": "\(Self.value(label, value, beside: labels)) workers"
    case "store": "\(value) stores"
    case "threads": value == "1" ? "1 thread" : "\(value) threads"
    default: AIOWords.text(label, value) ?? "\(name(label)) \(Self.value(label, value, beside: labels))"
    }
  }
}
