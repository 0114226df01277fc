internal import Fleet

/// The nodes that are not like the others, and what may be the cause.
enum FleetOddLines {
  private static let mostNodes = 10
  /// Metrics told of each node.
  private static let mostFindings = 5
  private static let mostCauses = 4
  private static let mostNotes = 4

  static func lines(_ reading: FleetReading, _ terminal: TerminalText) -> [String] {
    let odd = reading.report.oddNodes
    let isPair = reading.odd.allSatisfy { $0.against != nil }
    let notes = notes(odd, terminal)
    guard !reading.odd.isEmpty else {
      guard odd.family > 0 || !notes.isEmpty else { return [] }
      let none = odd.family > 0 ? terminal.wrap("No node is unlike the others; \(reading.familyText).") : []
      return terminal.heading("Odd nodes") + none + notes
    }
    return terminal.heading(isPair ? "Two nodes that differ" : "Odd nodes", remark: reading.familyText)
      + reading.odd.prefix(mostNodes).flatMap { group($0, terminal) }
      + FleetTable.more(reading.odd.count - mostNodes, "odd node", terminal) + notes
  }

  private static func group(_ group: FleetReading.OddGroup, _ terminal: TerminalText) -> [String] {
    let rest = group.findings.count - mostFindings
    return terminal.wrap(group.title, first: "  \(group.sign) ", tone: group.tone)
      + group.findings.prefix(mostFindings).flatMap { terminal.wrap($0.line, first: "      ") }
      + (rest > 0
        ? terminal.wrap(
          "\(Units.count(rest, "more metric")) \(FleetWords.elsewhere)", first: "      ", tone: .faint) : [])
      + terminal.wrap(group.causesText(most: mostCauses), first: "    → ")
  }

  private static func notes(_ odd: OddNodes, _ terminal: TerminalText) -> [String] {
    (odd.remark.map { terminal.wrap($0.capitalizedFirst, first: "  ! ", tone: .caution) } ?? [])
      + odd.notes.prefix(mostNotes).flatMap {
        terminal.wrap("\($0.metric): \($0.reason)", first: "  · ", tone: .faint)
      } + FleetTable.more(odd.notes.count - mostNotes, "note", terminal)
  }
}
