public import Advice
public import Host
internal import Tuning

/// A recommendation for people: who gets which CPUs, what to set and why, what is silent and why.
public enum RecommendationText {
  /// Renders a recommendation for a terminal of this width.
  ///
  /// - Parameters:
  ///   - topology: the machine that it is for.
  ///   - profile: the file that the profile was written to; nil where it was not.
  public static func render(
    _ recommendation: Recommendation, on topology: Topology, profile: String?, width: Int, color: Bool
  ) -> String {
    let terminal = TerminalText(width: width, color: color)
    let layout = CPULayoutText.render(recommendation.layout, on: topology, width: width, color: color)
    let sections = [
      head(recommendation, terminal),
      ["", layout],
      settings("Settings", recommendation.settings.filter { !$0.needsReboot }, terminal),
      settings("At the next boot", recommendation.settings.filter(\.needsReboot), terminal),
      advice(recommendation.advice, terminal), silent(recommendation, terminal),
      commands(recommendation, profile, terminal),
    ]
    return sections.joined().joined(separator: "\n")
  }

  private static func head(_ recommendation: Recommendation, _ terminal: TerminalText) -> [String] {
    let headline = RecommendationWords.headline(recommendation)
    return TerminalText.filled(headline, to: terminal.width).map { terminal.paint($0, .strong) }
      + terminal.wrap(RecommendationWords.basis(recommendation), tone: .faint)
      + recommendation.notes.flatMap { terminal.wrap($0, first: "  ! ", tone: .caution) }
  }

  private static func settings(
    _ title: String, _ suggestions: [Suggestion], _ terminal: TerminalText
  ) -> [String] {
    if suggestions.isEmpty { return [] }
    return terminal.heading(title, remark: "each of them unproven")
      + suggestions.flatMap { suggestion in
        let key = "  \(TerminalText.clean(suggestion.key?.description ?? suggestion.title))"
        let change = TerminalText.clean(RecommendationWords.change(suggestion))
        let isShort = TerminalText.columns(key) + TerminalText.columns(change) + 2 <= terminal.width
        let head =
          isShort
          ? ["\(key)  \(terminal.paint(change, .strong))"]
          : [key] + terminal.wrap(change, first: "      ", tone: .strong)
        return head + details(suggestion, terminal)
      }
  }

  private static func advice(_ advice: [Suggestion], _ terminal: TerminalText) -> [String] {
    if advice.isEmpty { return [] }
    return terminal.heading("Advice that is no setting", remark: "each of it unproven")
      + advice.flatMap { suggestion in
        terminal.wrap(suggestion.advice ?? suggestion.title, tone: .strong) + details(suggestion, terminal)
      }
  }

  private static func details(_ suggestion: Suggestion, _ terminal: TerminalText) -> [String] {
    let tone: Tone =
      switch suggestion.risk.level {
      case .low: .faint
      case .medium: .caution
      case .high: .bad
      }
    var rows: [(name: String, text: String, tone: Tone)] = [
      ("why", "\(suggestion.derivation) (\(suggestion.rule))", .plain)
    ]
    rows += suggestion.facts.map { ("fact", RecommendationWords.fact($0), .plain) }
    rows += [
      ("risk", "\(suggestion.risk.level.rawValue): \(suggestion.risk.note)", tone),
      ("cost", suggestion.cost, .faint), ("proof", suggestion.proof, .faint),
      ("source", suggestion.source, .faint),
    ]
    // Where the catalog and the rule say the same, once is enough.
    if suggestion.cost == suggestion.risk.note { rows.removeAll { $0.name == "cost" } }
    return rows.flatMap { terminal.wrap($0.text, first: "      \($0.name)".padded(to: 14), tone: $0.tone) }
  }

  private static func silent(_ recommendation: Recommendation, _ terminal: TerminalText) -> [String] {
    RecommendationWords.silent(recommendation).flatMap { title, rules in
      terminal.heading(title, remark: Units.count(rules.count, "rule"))
        + (rules.first?.kind == .otherGoal
          ? terminal.wrap(rules.map(\.rule).joined(separator: ", "), tone: .faint)
          : terminal.list(rules.map { ($0.rule, $0.reason) }, tone: .faint))
    }
  }

  private static func commands(
    _ recommendation: Recommendation, _ profile: String?, _ terminal: TerminalText
  ) -> [String] {
    terminal.heading("Next")
      + terminal.fields(
        RecommendationWords.commands(recommendation, profile: profile).map { ($0.what, $0.command) },
        column: 42)
  }
}
