internal import Fleet

/// What was promised, and what became of it: broken promises first.
enum FleetPromiseSection {
  private static let mostLines = 1_000

  static func markup(_ reading: FleetReading) -> Markup? {
    guard let acceptance = reading.report.acceptance else { return nil }
    let lines = reading.promises
    return SectionParts.section(
      reading.acceptanceTitle, better: reading.promiseCounts,
      explanation: lines.isEmpty ? "\(acceptance.file) promises nothing." : "From \(acceptance.file)."
    ) {
      if !lines.isEmpty { table(lines) }
      FleetPage.more(lines.count - mostLines, "promise")
    }
  }

  private static func table(_ lines: [AcceptanceResult.Line]) -> Markup {
    var table = Table(
      "Promises",
      [
        ("promise", .prose), ("status", .text), ("where", .text), ("measured", .number),
        ("95 % interval", .number), ("n", .number), ("why", .prose), ("line", .number),
      ])
    for line in lines.prefix(mostLines) {
      table.rows.append([
        .joined([
          .element("code", line.asked),
          line.metric.flatMap { metric in
            line.asked.contains(metric)
              ? nil : Markup.joined([Markup(" in "), .element("code", metric)])
          } ?? .empty,
        ]),
        .element(
          "span", ["class": "verdict-\(line.status.style)"], "\(line.status.sign) \(line.status.rawValue)"),
        Markup(line.place ?? "–"), Markup(line.valueText),
        Markup(line.intervalText.isEmpty ? "–" : line.intervalText), Markup("\(line.samples)"),
        Markup(line.reason ?? ""), Markup("\(line.line)"),
      ])
    }
    return table.markup
  }
}
