public import Comparison
internal import Statistics

extension HostDifference {
  /// What the one has instead of the other: `memory_gib 16 instead of 32`, `cpu_flags without avx512f`.
  public var insteadText: String {
    var words: [String] = []
    if let after, let before {
      words.append("\(after) instead of \(before)")
    } else if let after {
      words.append("\(after), not there elsewhere")
    } else if let before {
      words.append("missing, \(before) elsewhere")
    }
    if !added.isEmpty { words.append("with \(added.joined(separator: " "))") }
    if !removed.isEmpty { words.append("without \(removed.joined(separator: " "))") }
    let more = alike.isEmpty ? "" : " (and \(alike.count) alike)"
    return "\(key)\(more) \(words.joined(separator: ", "))"
  }

  /// The value of the second: of a list of words those that differ, `+avx512f −pti`; nil where it has none.
  var otherValue: String? {
    if added.isEmpty, removed.isEmpty { return after }
    return (added.map { "+\($0)" } + removed.map { "−\($0)" }).joined(separator: " ")
  }
}

extension OddNode: CustomStringConvertible {
  /// Causes that are told in one line.
  public static let mostCauses = 3

  /// `node2: memory.bandwidth{kernel=triad} −18 % [−19 %, −17 %] against the others; it differs in: …`
  public var description: String {
    let range = interval.map { " [\(Self.signed($0.lower)), \(Self.signed($0.upper))]" } ?? ""
    let base = against ?? "the others"
    let head = "\(node): \(key) \(Self.signed(ratio))\(range) against \(base), \(direction.rawValue)"
    if differsIn.isEmpty { return "\(head); no recorded fact tells it from \(base)" }
    let more = differsIn.count - Self.mostCauses
    let causes = differsIn.prefix(Self.mostCauses).joined(separator: "; ")
    return "\(head); it differs in: \(causes)\(more > 0 ? "; and \(more) more" : "")"
  }

  /// A ratio as a change: `−18 %`, `+0.4 %`.
  private static func signed(_ ratio: Double) -> String {
    let change = (ratio - 1) * 100
    guard change.isFinite, abs(change) < 1e6 else { return "more than 1000000 %" }
    let tenths = Int((abs(change) * 10).rounded())
    let digits = tenths >= 100 ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)"
    return "\(change < 0 && tenths > 0 ? "−" : "+")\(digits) %"
  }
}
