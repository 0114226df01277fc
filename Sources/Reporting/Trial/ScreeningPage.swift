public import Advice
internal import Comparison

/// A screening as one HTML file: the main effects, the design run by run, the confirming trial.
public enum ScreeningPage {
  /// The page.
  ///
  /// - Returns: A whole document in UTF-8. The same report gives the same page to the byte.
  public static func render(_ report: ScreeningReport) -> String {
    Markup.document {
      DocumentHead.markup(title: "Assay: screening", sheets: [ComparisonStyle.sheet])
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) {
          Markup.element("h1", "Screening of \(Units.count(report.knobs.count, "knob"))")
          Markup.element("p", ScreeningTable.headline(report))
          ScreeningTable.missing(report).map { Markup.element("p", $0) }
        }
        Markup.element("main") {
          effects(report)
          report.confirmation.map { TrialForest.section($0, nil) }
          design(report)
          TrialPage.omissions("Not screened", report.notScreened)
        }
        Markup.element("footer", ["class": "page"]) {
          Markup.element("p", ScreeningTable.method(report))
          Markup.element("p", report.aliasing)
        }
      }
    }.source
  }

  private static func effects(_ report: ScreeningReport) -> Markup {
    func table(_ caption: String, _ effects: [ScreeningReport.Effect]) -> Markup {
      var table = Table(
        caption,
        [
          ("knob", .text), ("metric", .text), ("", .text), ("effect", .number), ("95 % interval", .number),
          ("p adj", .number),
        ])
      for effect in effects {
        table.add([
          report.knobs[effect.knob].name, effect.metric, ScreeningTable.word(effect),
          Change.text(effect.ratio),
          Change.interval(effect.lower, effect.upper), Change.probability(effect.adjustedP),
        ])
      }
      return table.markup
    }
    return SectionParts.section(
      "Main effects",
      explanation:
        "From off to on, of each knob's clearest metric, and of all that matter; intervals in per cent. – is what may be chance."
    ) {
      table("Main effects", ScreeningTable.shown(report))
      SectionParts.details("All \(report.effects.count) main effects") {
        if !report.effects.isEmpty { table("All main effects", report.effects) }
      }
    }
  }

  private static func design(_ report: ScreeningReport) -> Markup {
    var table = Table("Runs of the design", [("run", .number), ("knobs that were on", .prose)])
    for run in report.design.rows.indices {
      let names = report.design.factorsOn(in: run).map { report.knobs[$0].name }
      table.add(["\(run + 1)", names.isEmpty ? "none" : names.joined(separator: ", ")])
    }
    return SectionParts.details("The design, in the order of taking") { table.markup }
  }
}
