/// Samples of one name: a gauge.
struct MetricFamily {
  /// Names and values, in order.
  typealias Labels = [(name: String, value: String)]

  let name: String
  /// The end of the name as well; nil of a plain number.
  let unit: String?
  /// What it is, without quotes, backslashes and line ends: the two forms escape them differently.
  let help: StaticString
  private(set) var samples: [(labels: Labels, value: Double)] = []

  /// - Parameter name: without the unit.
  init(_ name: String, unit: String? = nil, _ help: StaticString) {
    self.name = unit.map { "\(name)_\($0)" } ?? name
    self.unit = unit
    self.help = help
  }

  /// Adds a sample; one without a finite value is left out: there is nothing to show.
  mutating func add(_ labels: Labels, _ value: Double?) {
    guard let value, value.isFinite else { return }
    samples.append((labels, value))
  }

  /// Adds a sample for each state: 1 for the one that is, 0 for all others.
  mutating func add(_ labels: Labels, states: [String], of label: String, now: String) {
    for state in states { add(labels + [(label, state)], state == now ? 1 : 0) }
  }

  /// Its lines; none without a sample.
  var lines: [String] {
    guard !samples.isEmpty else { return [] }
    var seen: [String: Int] = [:]
    return ["# HELP \(name) \(help)", "# TYPE \(name) gauge"] + (unit.map { ["# UNIT \(name) \($0)"] } ?? [])
      + samples.map { labels, value in
        let text = Self.text(labels)
        let times = seen[text, default: 0]
        seen[text] = times + 1
        // Names from outside may become the same; a reader refuses the whole text for one series that is there twice.
        let unique = times == 0 ? text : Self.text(labels + [("duplicate", "\(times)")])
        return "\(name)\(unique) \(Self.number(value))"
      }
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }

  private static func text(_ labels: Labels) -> String {
    labels.isEmpty ? "" : "{\(labels.map { "\($0.name)=\"\(escape($0.value))\"" }.joined(separator: ","))}"
  }

  /// A label's value: backslash, quote and line end escaped; other control characters, which would steer a terminal or
  /// end a line for some readers, are replaced.
  static func escape(_ value: String) -> String {
    value.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      TerminalText.clean(String(line)).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }.joined(separator: "\\n")
  }
}
