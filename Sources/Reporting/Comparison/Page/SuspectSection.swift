internal import Comparison

/// Differences of the hosts that may be the cause.
enum SuspectSection {
  static func markup(_ reading: ComparisonReading) -> Markup? {
    guard !reading.suspects.isEmpty else { return nil }
    return SectionParts.section(
      "Suspects",
      explanation: "What changed on the host and may be the cause, most likely first. Nothing here is proven."
    ) {
      Markup.element("ol", ["class": "suspects"]) {
        for suspect in reading.suspects {
          Markup.element("li") {
            Markup.element("code", suspect.name)
            Markup(" ")
            Markup.element("strong", DifferenceText.change(suspect.base, suspect.candidate))
            Markup.void("br")
            Markup(suspect.why)
          }
        }
      }
    }
  }
}

/// How the two hosts differ.
enum DifferenceSection {
  static func markup(_ reading: ComparisonReading) -> Markup {
    let comparison = reading.comparison
    let differences = comparison.fingerprint.differences
    let facts = differences.filter { $0.kind != .settings }
    let settings = differences.filter { $0.kind == .settings }
    return SectionParts.section(
      "How the hosts differ",
      explanation: differences.isEmpty
        ? "No fact and no setting that was read differs."
        : "Facts that must match, or that are declared and not under test, forbid a comparison; all others are only noted."
    ) {
      table("Facts that differ", facts, comparison)
      table("Settings that differ", settings, comparison)
    }
  }

  private static func table(_ caption: String, _ differences: [FieldDifference], _ comparison: Comparison)
    -> Markup?
  {
    guard !differences.isEmpty else { return nil }
    var table = Table(caption, [("name", .prose), ("kind", .text), ("base → candidate", .prose)])
    table.isNamedAbove = false
    for difference in differences {
      table.rows.append([
        .element("code", difference.name),
        Markup(DifferenceText.kind(difference, testing: comparison.testing)),
        Markup(DifferenceText.change(difference.base, difference.candidate)),
      ])
    }
    return table.markup
  }
}
