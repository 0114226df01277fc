public import Advice
internal import Comparison

/// The verdicts over claims as one HTML file.
public enum ClaimsPage {
  /// The page.
  ///
  /// - Returns: A whole document in UTF-8. The same report gives the same page to the byte.
  public static func render(_ report: ClaimsReport) -> String {
    Markup.document {
      DocumentHead.markup(title: "Assay: claims of \(report.name)", sheets: [ComparisonStyle.sheet])
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) {
          Markup.element("h1", "Claims, tested here")
          Markup.element("p", ClaimsTable.headline(report))
        }
        Markup.element("main") {
          verdicts(report)
          report.verdicts.compactMap(\.finding).map { TrialForest.section($0, nil) }
        }
        Markup.element("footer", ["class": "page"]) {
          Markup.element(
            "p",
            "Each claim that can be tested here was tried alone against the present state. Seed \(report.seed)."
          )
        }
      }
    }.source
  }

  private static func verdicts(_ report: ClaimsReport) -> Markup {
    var table = Table(
      "Verdicts",
      [("claim", .prose), ("what it sets", .text), ("verdict", .text), ("why", .prose), ("source", .prose)])
    for verdict in report.verdicts {
      let assessment = verdict.assessment
      table.add([
        assessment.claim, assessment.subject ?? "–", TrialWords.word(verdict.word), verdict.sentence,
        assessment.source,
      ])
    }
    return SectionParts.section("Verdicts") { table.markup }
  }
}
