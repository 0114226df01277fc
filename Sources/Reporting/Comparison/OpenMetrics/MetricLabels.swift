/// Labels of a metric for monitoring.
enum MetricLabels {
  /// Names that the exporter gives, or that Prometheus itself adds or reads.
  static let taken: Set<String> = [
    "metric", "host", "role", "run", "sample_quantile", "counted", "side", "bound", "verdict", "adjusted",
    "duplicate",
    "job", "instance", "le",
  ]

  /// Name, host and role, and after them the metric's own labels by name.
  static func all(_ id: String, _ labels: [String: String], host: String, role: String) -> MetricFamily.Labels
  {
    var used: Set<String> = []
    let own = labels.sorted { $0.key < $1.key }.map { label, value in
      let name = name(label)
      var unique = name
      var number = 2
      while !used.insert(unique).inserted {
        unique = "\(name)_\(number)"
        number += 1
      }
      return (name: unique, value: value)
    }
    return [("metric", id), ("host", host), ("role", role)] + own
  }

  /// A name that both forms allow: letters, digits and underscores, not a digit first, not two underscores first.
  static func name(_ label: String) -> String {
    let name = word(label)
    let isFree = !taken.contains(name) && !name.hasPrefix("__") && name.first.map { !$0.isNumber } ?? false
    return isFree ? name : "label_\(name)"
  }

  /// The end of a family's name for a unit: `bytes_per_second`; nil of a unit without a letter.
  static func unit(_ unit: String) -> String? {
    switch unit {
    case "s": return "seconds"
    case "B": return "bytes"
    case "B/s": return "bytes_per_second"
    case "bit/s": return "bits_per_second"
    case "op/s": return "operations_per_second"
    case "1": return "ratio"
    default:
      let words = unit.split(separator: "/").map {
        word(String($0)).split(separator: "_").joined(separator: "_")
      }
      let text = words.filter { !$0.isEmpty }.joined(separator: "_per_").lowercased()
      return text.isEmpty ? nil : text
    }
  }

  private static func word(_ text: String) -> String {
    String(text.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
  }
}
