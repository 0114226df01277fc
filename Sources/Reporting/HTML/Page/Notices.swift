internal import Experiment

/// What the reader must know before trusting the numbers.
enum Notices {
  /// What limits every figure; nothing when nothing does.
  static func caveats(_ reading: RunReading) -> Markup? {
    let texts = reading.caveats
    guard !texts.isEmpty else { return nil }
    return .element("ul", ["class": "notices", "aria-label": "State of this Run"]) {
      for text in texts {
        Markup.element("li", ["class": "bad"]) { Markup.element("strong", text) }
      }
    }
  }

  /// Warnings with advice.
  static func warnings(_ run: Run) -> Markup? {
    guard !run.warnings.isEmpty else { return nil }
    return SectionParts.section("Warnings") {
      Markup.element("ul", ["class": "notices"]) {
        for warning in run.warnings { item(warning) }
      }
    }
  }

  /// One warning with its advice.
  static func item(_ warning: Run.Warning) -> Markup {
    .element("li") {
      Markup.element("strong", warning.message)
      Markup.void("br")
      Markup("\(warning.advice) ")
      Markup.element("code", ["class": "quiet"], warning.code)
    }
  }

  /// What was not measured, and why.
  static func skipped(_ run: Run) -> Markup? {
    guard !run.skipped.isEmpty else { return nil }
    var table = Table("Parts that were not measured", [("part", .text), ("reason", .prose)])
    for skipped in run.skipped {
      table.rows.append([.element("code", skipped.part), Markup(skipped.reason)])
    }
    return SectionParts.section("Not measured") {
      table.markup
    }
  }

  /// What the marks and columns mean.
  static func meanings(_ reading: RunReading) -> Markup? {
    let meanings = reading.meanings
    guard !meanings.isEmpty else { return nil }
    return SectionParts.section("Marks and columns") {
      Facts.markup(meanings.map { ($0.mark, $0.meaning) })
    }
  }
}
