public import Comparison

/// What two hosts do not have in common, for people: the likeliest cause of another measurement first.
public enum HostDiffText {
  /// Renders a comparison for a terminal of this width.
  public static func render(_ document: HostDiffDocument, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    let body =
      document.metric.map { suspects(document.differences, of: $0, terminal) } ?? groups(document, terminal)
    return (head(document, terminal) + body + notCompared(document, terminal)).joined(separator: "\n")
  }

  private static func head(_ document: HostDiffDocument, _ terminal: TerminalText) -> [String] {
    let sides = [document.base, document.candidate]
    let names = sides.map { TerminalText.clean("\($0.host) (\($0.kernel))") }
    let what = document.metric == nil ? "difference" : "suspect"
    let title = names[0] == names[1] ? names[0] : "\(names[0]) → \(names[1])"
    let count = document.differences.isEmpty ? "no \(what)s" : Units.count(document.differences.count, what)
    return terminal.wrap("\(title): \(count)", first: "", tone: .strong)
      + terminal.list([("base", words(sides[0])), ("candidate", words(sides[1]))], tone: .faint)
  }

  private static func words(_ side: HostDiffDocument.Side) -> String {
    side.source == "live" ? "this host, now" : side.source
  }

  // MARK: Differences

  private static func groups(_ document: HostDiffDocument, _ terminal: TerminalText) -> [String] {
    Relevance.allCases.flatMap { relevance -> [String] in
      let group = document.differences.filter { $0.relevance == relevance }
      if group.isEmpty { return [] }
      let remark =
        relevance == document.differences.first?.relevance ? "the likeliest to move a metric first" : ""
      return terminal.heading(title(relevance), remark: remark) + group.flatMap { lines($0, terminal) }
    }
  }

  private static func suspects(
    _ differences: [HostDifference], of metric: String, _ terminal: TerminalText
  ) -> [String] {
    if differences.isEmpty {
      return terminal.wrap("Nothing that is known to move \(metric) differs.", first: "")
    }
    return terminal.heading("Suspects for \(TerminalText.clean(metric))", remark: "the likeliest first")
      + differences.flatMap { lines($0, terminal) }
  }

  private static func title(_ relevance: Relevance) -> String {
    switch relevance {
    case .hardware: "Another machine"
    case .kernel: "Kernel"
    case .mitigation: "Mitigations"
    case .boot: "Command line, isolation, build options"
    case .microcode: "Microcode and firmware"
    case .knob: "Settings that move a metric"
    case .documented: "Other settings that are known"
    case .setting: "Settings of which nothing is known here"
    case .surroundings: "Around the kernel"
    case .derived: "Reckoned by the kernel from the size of memory"
    }
  }

  /// One difference: what it is, from what to what, and what is known of it.
  static func lines(_ difference: HostDifference, _ terminal: TerminalText) -> [String] {
    let more = difference.alike.isEmpty ? "" : " (and \(difference.alike.count) alike)"
    let key = "  \(TerminalText.clean(difference.key))\(more)"
    let values = changes(difference)
    let isShort = TerminalText.columns(key) + TerminalText.columns(values) + 4 <= terminal.width
    let head =
      isShort
      ? ["\(key)  \(terminal.paint(values, .strong))"]
      : [key] + terminal.wrap(values, first: "      ", tone: .strong)
    return head + known(difference).flatMap { terminal.wrap($0, first: "      ", tone: .faint) }
  }

  private static func changes(_ difference: HostDifference) -> String {
    guard difference.added.isEmpty, difference.removed.isEmpty else {
      let parts = [("+", difference.added), ("−", difference.removed)].filter { !$0.1.isEmpty }
      return parts.map { "\($0.0) \($0.1.map(TerminalText.clean).joined(separator: " "))" }.joined(
        separator: "  ")
    }
    return "\(shown(difference.before)) → \(shown(difference.after))"
  }

  /// An empty value is a value.
  private static func shown(_ value: String?) -> String {
    guard let value else { return "(not there)" }
    let clean = TerminalText.clean(value)
    return clean.isEmpty ? "(empty)" : clean
  }

  /// What it does and moves; of settings of which nothing is known, nothing.
  private static func known(_ difference: HostDifference) -> [String] {
    guard difference.relevance < .setting else { return difference.note.map { [$0] } ?? [] }
    let isEvery = difference.moves.contains(HostDifference.everyMetric)
    let moves =
      isEvery || difference.moves.isEmpty ? [] : ["moves \(difference.moves.joined(separator: ", "))"]
    return (difference.note.map { [$0] } ?? []) + moves
  }

  private static func notCompared(_ document: HostDiffDocument, _ terminal: TerminalText) -> [String] {
    if document.notCompared.isEmpty { return [] }
    return terminal.heading("Not compared")
      + document.notCompared.flatMap { terminal.wrap("\($0.key): \($0.reason)", tone: .caution) }
  }
}
