internal import Fleet

/// The nodes that are not like the others, and what may be the cause.
enum FleetOddSection {
  private static let mostNodes = 50
  /// Metrics told of each node.
  private static let mostFindings = 20
  private static let mostCauses = 12
  private static let mostNotes = 200

  static func markup(_ reading: FleetReading) -> Markup? {
    let odd = reading.report.oddNodes
    let isPair = !reading.odd.isEmpty && reading.odd.allSatisfy { $0.against != nil }
    let hasNothing = reading.odd.isEmpty && odd.family == 0 && odd.notes.isEmpty && odd.remark == nil
    if hasNothing { return nil }
    return SectionParts.section(
      isPair ? "Two nodes that differ" : "Odd nodes", better: odd.family > 0 ? reading.familyText : "",
      explanation: reading.odd.isEmpty
        ? "No node was found that is unlike the others."
        : "Each with what is recorded of it and not of the others, the likeliest cause first. Nothing here is proven."
    ) {
      odd.remark.map { remark in
        Markup.element("ul", ["class": "notices"]) { Markup.element("li", remark.capitalizedFirst) }
      }
      for group in reading.odd.prefix(mostNodes) { self.group(group) }
      FleetPage.more(reading.odd.count - mostNodes, "odd node")
      notes(odd.notes)
    }
  }

  private static func group(_ group: FleetReading.OddGroup) -> Markup {
    let style = group.isWorse ? "worse" : group.against == nil ? "better" : "inconclusive"
    return .joined([
      .element("h4", ["class": "odd-node"]) {
        Markup.element("span", ["class": "verdict-\(style)"], "\(group.sign) ")
        Markup(group.title)
      },
      table(group),
      FleetPage.more(group.findings.count - mostFindings, "metric") ?? .empty,
      .element("p", group.causesText(most: mostCauses)),
    ])
  }

  private static func table(_ group: FleetReading.OddGroup) -> Markup {
    var table = Table(
      group.title,
      [
        ("metric", .prose), ("", .text), ("change", .number), ("95 % interval, %", .number),
        ("p adj", .number), ("told by", .prose),
      ])
    for finding in group.findings.prefix(mostFindings) {
      table.rows.append([
        Markup(finding.metricName),
        .element(
          "span", ["class": "verdict-\(finding.style)"], "\(finding.sign) \(finding.direction.rawValue)"),
        .element("strong", finding.changeText), Markup(finding.intervalText),
        Markup(Change.probability(finding.p)), Markup(finding.methodText),
      ])
    }
    return table.markup
  }

  private static func notes(_ notes: [OddNodes.Note]) -> Markup? {
    guard !notes.isEmpty else { return nil }
    var table = Table("Metrics that were not judged", [("metric", .prose), ("why", .prose)])
    for note in notes.prefix(mostNotes) {
      table.rows.append([.element("code", note.metric), Markup(note.reason)])
    }
    return SectionParts.details(Units.count(notes.count, "note")) {
      table.markup
      FleetPage.more(notes.count - mostNotes, "note")
    }
  }
}

extension OddNode {
  /// The looks that pages have for verdicts.
  var style: String { method == .pair ? "inconclusive" : direction.rawValue }

  /// Against what it was told, in words.
  var methodText: String {
    switch method {
    case .noise: "the noise within the nodes, and how far nodes differ in all metrics"
    case .spread: "how far the other nodes lie apart"
    case .pair: "the noise within both nodes"
    }
  }
}
