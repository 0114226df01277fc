public import Advice
internal import Comparison

/// A trial as one HTML file: verdict, how to apply the profile and to take it back, the reasons of its settings and what
/// becomes of them, a forest plot of every finding.
public enum TrialPage {
  /// The page.
  ///
  /// - Parameter edit: what becomes of the profile's settings.
  /// - Returns: A whole document in UTF-8. The same report gives the same page to the byte.
  public static func render(_ report: TrialReport, edit: ProfileEdit) -> String {
    let findings = [report.whole].compactMap { $0 } + report.each
    return Markup.document {
      DocumentHead.markup(title: "Assay: trial of \(report.profile)", sheets: [ComparisonStyle.sheet])
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) {
          Markup.element("h1", "Trial of \(report.profile)")
          Markup.element("p", summary(report))
        }
        Markup.element("main") {
          commands(report)
          reasons(report, edit)
          findings.map { TrialForest.section($0, edit) }
          omissions("Not tested", report.notTested)
        }
        Markup.element("footer", ["class": "page"]) {
          Markup.element(
            "p",
            "Each block: apply, settle, measure, revert. Settled: \(report.settled). Seed \(report.seed).")
        }
      }
    }.source
  }

  private static func summary(_ report: TrialReport) -> String {
    guard let whole = report.whole else { return "Nothing was measured." }
    let end = report.isInterrupted ? " An end was asked for before all was measured." : ""
    return "\(report.file): the whole \(TrialWords.decision(whole.decision)). \(whole.reason).\(end)"
  }

  /// What was left out, and why; nothing where nothing was.
  static func omissions(_ title: String, _ omissions: [TrialOmission]) -> Markup? {
    if omissions.isEmpty { return nil }
    var table = Table(title, [("setting", .text), ("why", .prose)])
    for omission in omissions { table.add([omission.key, omission.reason]) }
    return SectionParts.section(title, explanation: "They are unproven.") { table.markup }
  }

  /// Each setting with the reason that was given for it, and what the trial made of it.
  private static func reasons(_ report: TrialReport, _ edit: ProfileEdit) -> Markup? {
    if report.factors.isEmpty { return nil }
    var table = Table(
      "Settings", [("setting", .prose), ("why", .prose), ("trial", .text), ("effect", .prose)])
    for factor in report.factors {
      let alone = report.each.first { $0.keys == [factor.key] }
      let finding = alone ?? (report.factors.count == 1 ? report.whole : nil)
      let word = finding.map { TrialWords.decision($0.decision) } ?? "not tried alone"
      let consequence = finding.map { TrialWords.consequence($0, edit) } ?? ""
      table.rows.append([
        .element("code", factor.name), Markup(factor.why),
        Markup(consequence.isEmpty ? word : "\(word): \(consequence)"),
        Markup(TrialWords.effect(edit.changes[factor.key])),
      ])
    }
    return SectionParts.section("Settings and their reasons") { table.markup }
  }

  private static func commands(_ report: TrialReport) -> Markup {
    SectionParts.section("To apply, and to take back") {
      Markup.element("pre") {
        Markup(
          "assay tune plan \(report.file)\nassay tune apply \(report.file) --confirm-within 60s\nassay tune confirm\n"
            + "assay tune revert \(report.profile)")
      }
    }
  }
}

/// The changes of one finding's primary metrics with their intervals.
enum TrialForest {
  static func section(_ finding: TrialFinding, _ edit: ProfileEdit?) -> Markup {
    let rows = TrialWords.primary(finding)
    let scale = ForestScale(rows.map(\.metric), delta: finding.comparison.delta)
    let consequence = edit.map { TrialWords.consequence(finding, $0) } ?? ""
    let word = TrialWords.decision(finding.decision)
    return SectionParts.section(
      TrialWords.title(finding), better: consequence.isEmpty ? word : "\(word): \(consequence)",
      explanation:
        "\(finding.factors.count > 1 ? finding.factors.joined(separator: ", ") + ". " : "")\(finding.reason)."
    ) {
      if !rows.isEmpty { table(rows, scale, title: TrialWords.title(finding)) }
    }
  }

  private static func table(_ rows: [ComparedMetric], _ scale: ForestScale, title: String) -> Markup {
    let band = (scale.place(-scale.delta), scale.place(scale.delta))
    let heads = [
      ("verdict", "verdict"), ("name", "metric"), ("plot", ""), ("change", "change"),
      ("interval", "95 % interval"), ("p", "p adj"), ("n", "n"),
    ]
    return .element(
      "table",
      ["class": "forest", "style": "--from:\(ForestRow.percent(band.0));--to:\(ForestRow.percent(band.1))"]
    ) {
      Markup.element("caption", ["class": "unseen"], "\(title): changes with their intervals")
      Markup.element("thead") {
        Markup.element("tr") {
          for (style, head) in heads {
            Markup.element("th", ["scope": "col", "class": style]) {
              style == "plot" ? ForestRow.axis(scale) : Markup(head)
            }
          }
        }
      }
      Markup.element("tbody") {
        for row in rows {
          Markup.element("tr", ["class": "metric"]) {
            Markup.element("td", ["class": "verdict verdict-\(row.verdict.rawValue)"]) {
              Markup("\(row.verdict.sign) \(row.verdictText)")
            }
            Markup.element("th", ["scope": "row", "class": "name"]) { Markup(row.fullName) }
            Markup.element("td", ["class": "plot"]) { ForestRow.draw(row, scale) }
            Markup.element("td", ["class": "change"]) { Markup(row.change) }
            Markup.element("td", ["class": "interval"]) { Markup(row.interval) }
            Markup.element("td", ["class": "p"]) { Markup(row.p) }
            Markup.element("td", ["class": "n"]) { Markup(row.samples) }
          }
        }
      }
    }
  }
}
