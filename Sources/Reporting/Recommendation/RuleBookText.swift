public import Advice

/// Every rule for people: what it reads, what it sets, what it costs, how it would be proven, who says so.
public enum RuleBookText {
  /// Renders rules for a terminal of this width.
  public static func render(_ book: RuleBook, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    let head = terminal.wrap(
      "\(Units.count(book.rules.count, "rule")): from measured facts to candidate settings. What they suggest is unproven until a trial.",
      first: "", tone: .strong)
    return (head + book.rules.flatMap { rule($0, terminal) }).joined(separator: "\n")
  }

  private static func rule(_ rule: RuleBook.Entry, _ terminal: TerminalText) -> [String] {
    let goals = rule.goals.map(\.rawValue).joined(separator: ", ")
    let rows: [(name: String, text: String, tone: Tone)] = [
      ("reads", rule.reads.joined(separator: ", "), .plain),
      ("sets", rule.knobs.isEmpty ? "nothing: advice in words" : rule.knobs.joined(separator: ", "), .plain),
      ("risk", rule.risk, .caution), ("proof", rule.proof, .plain), ("source", rule.source, .faint),
    ]
    return terminal.heading(rule.id, remark: goals) + terminal.wrap(rule.title)
      + rows.flatMap { terminal.wrap($0.text, first: "      \($0.name)".padded(to: 14), tone: $0.tone) }
  }
}
