internal import Experiment

/// What surrounds the figures: parts left out, noise, warnings.
enum RunNotes {
  /// Reasons shown; the document holds all.
  private static let mostReasons = 6

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    nothing(reading, terminal) + skipped(reading.run, terminal) + noise(reading, terminal)
      + warnings(reading.run, terminal)
  }

  private static func nothing(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    reading.run.metrics.isEmpty ? [""] + terminal.wrap("Nothing was measured.", first: "", tone: .bad) : []
  }

  private static func skipped(_ run: Run, _ terminal: TerminalText) -> [String] {
    guard !run.skipped.isEmpty else { return [] }
    return terminal.heading("Not measured")
      + run.skipped.flatMap { terminal.wrap("\($0.part): \($0.reason)", first: "  · ") }
  }

  private static func noise(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let reasons = reading.reasonCounts
    var lines = terminal.heading("Noise") + terminal.wrap(reading.blockSentence)
    for reason in reasons.prefix(mostReasons) {
      let others = reason.blocks > 1 ? "; the like in \(reason.blocks) blocks" : ""
      lines += terminal.wrap(reason.example + others, first: "  · ", tone: .faint)
    }
    if reasons.count > mostReasons {
      lines += terminal.wrap(
        "\(reasons.count - mostReasons) more in the document", first: "  · ", tone: .faint)
    }
    return lines
  }

  private static func warnings(_ run: Run, _ terminal: TerminalText) -> [String] {
    guard !run.warnings.isEmpty else { return [] }
    return terminal.heading("Warnings")
      + run.warnings.flatMap {
        terminal.wrap($0.message, first: "  ! ", tone: .caution) + terminal.wrap($0.advice, first: "    → ")
      }
  }
}

/// What the marks and columns mean; only those that occur.
enum MarkLegend {
  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let meanings = reading.meanings
    guard !meanings.isEmpty else { return [] }
    return [""] + terminal.list(meanings.map { ($0.mark, $0.meaning) }, tone: .faint)
  }
}
