public import Advice
public import Host
internal import Tuning

/// A recommendation as one HTML file: no script, no network, text escaped, light and dark, wide and narrow.
public enum RecommendationPage {
  /// The page: the layout, settings with their reasons, advice, what is silent and why, the commands.
  ///
  /// - Parameters:
  ///   - topology: the machine that it is for.
  ///   - profile: the file that the profile was written to; nil where it was not.
  /// - Returns: A whole document in UTF-8. The same recommendation gives the same page to the byte.
  public static func render(
    _ recommendation: Recommendation, on topology: Topology, profile: String?
  ) -> String {
    let headline = RecommendationWords.headline(recommendation)
    return Markup.document {
      DocumentHead.markup(title: "Assay: \(headline)", sheets: [LayoutStyle.sheet])
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) {
          Markup.element("h1", headline)
          Markup.element("p", ["class": "lead"], RecommendationWords.basis(recommendation))
          notes(recommendation)
        }
        Markup.element("main") {
          commands(recommendation, profile)
          LayoutSection.markup(recommendation.layout, on: topology)
          settings("Settings", recommendation.settings.filter { !$0.needsReboot })
          settings("At the next boot", recommendation.settings.filter(\.needsReboot))
          advice(recommendation.advice)
          silent(recommendation)
        }
        Markup.element("footer", ["class": "page"]) { Markup.element("p", meaning) }
      }
    }.source
  }

  private static let meaning =
    "Every setting is a candidate: what was measured gives a reason to try it, and only a trial shows whether it helps here. Figures are medians of the samples that count."

  private static func notes(_ recommendation: Recommendation) -> Markup? {
    guard !recommendation.notes.isEmpty else { return nil }
    return .element("ul", ["class": "notices", "aria-label": "What to know first"]) {
      for note in recommendation.notes { Markup.element("li", note) }
    }
  }

  private static func commands(_ recommendation: Recommendation, _ profile: String?) -> Markup {
    SectionParts.section("What to do with it") {
      Markup.element("dl", ["class": "facts"]) {
        for step in RecommendationWords.commands(recommendation, profile: profile) {
          Markup.element("dt", step.what)
          Markup.element("dd") { Markup.element("code", step.command) }
        }
      }
    }
  }

  // MARK: Suggestions

  private static func settings(_ title: String, _ suggestions: [Suggestion]) -> Markup? {
    guard !suggestions.isEmpty else { return nil }
    var table = Table(
      title,
      [("setting", .prose), ("now → wanted", .prose), ("why", .prose), ("risk", .prose), ("effect", .text)])
    for suggestion in suggestions {
      table.rows.append([
        .element("code", suggestion.key?.description ?? suggestion.title),
        .element("strong", RecommendationWords.change(suggestion)),
        reasons(suggestion),
        Markup("\(suggestion.risk.level.rawValue): \(suggestion.risk.note)"),
        Markup(suggestion.evidence),
      ])
    }
    return SectionParts.section(title, explanation: "In the order of applying.") { table.markup }
  }

  private static func advice(_ advice: [Suggestion]) -> Markup? {
    guard !advice.isEmpty else { return nil }
    return SectionParts.section("Advice that is no setting") {
      for suggestion in advice {
        Markup.element("h4", suggestion.advice ?? suggestion.title)
        reasons(suggestion)
        Markup.element("p", ["class": "quiet"], "Cost: \(suggestion.cost). Effect: \(suggestion.evidence).")
      }
    }
  }

  private static func reasons(_ suggestion: Suggestion) -> Markup {
    .joined([
      .element("p", "\(suggestion.derivation.capitalizedFirst)."),
      SectionParts.details("Facts, proof, source") {
        Facts.markup(
          [("rule", "\(suggestion.rule): \(suggestion.title)")]
            + suggestion.facts.map { ("fact", RecommendationWords.fact($0)) }
            + [
              ("cost", suggestion.cost), ("proof", suggestion.proof), ("source", suggestion.source),
            ])
      },
    ])
  }

  // MARK: What is silent

  private static func silent(_ recommendation: Recommendation) -> Markup? {
    let groups = RecommendationWords.silent(recommendation)
    guard !groups.isEmpty else { return nil }
    return SectionParts.section(
      "Rules that suggest nothing",
      explanation: "Each with what it looked at, so that silence can be judged too."
    ) {
      for group in groups {
        SectionParts.details("\(group.title): \(Units.count(group.rules.count, "rule"))") { table(group) }
      }
    }
  }

  private static func table(_ group: (title: String, rules: [Recommendation.Silent])) -> Markup {
    var table = Table(group.title, [("rule", .text), ("reason", .prose)])
    for rule in group.rules { table.rows.append([.element("code", rule.rule), Markup(rule.reason)]) }
    return table.markup
  }
}
