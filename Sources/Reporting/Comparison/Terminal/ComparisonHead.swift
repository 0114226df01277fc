internal import Comparison
internal import Experiment

/// What a reader must know first: verdict, sides, suspects, warnings.
enum ComparisonHead {
  /// Metrics named at the head; the tables have all.
  private static let mostNamed = 8
  /// Suspects shown; the page has all.
  private static let mostSuspects = 10

  static func lines(_ reading: ComparisonReading, _ terminal: TerminalText) -> [String] {
    verdict(reading, terminal) + sides(reading, terminal) + suspects(reading, terminal)
      + warnings(reading, terminal)
  }

  private static func verdict(_ reading: ComparisonReading, _ terminal: TerminalText) -> [String] {
    let verdict = reading.comparison.verdict
    let tone: Tone = verdict == .same ? .good : verdict.tone
    var lines = terminal.wrap(reading.headline, first: "\(verdict.sign) ", tone: tone)
    if reading.hostsForbid {
      let why = reading.comparison.fingerprint.blocking
      return lines + why.flatMap { terminal.wrap($0, first: "  ! ", tone: .bad) }
        + terminal.wrap(ComparisonReading.forbidden)
    }
    let named = verdict == .same ? [] : reading.primary(verdict)
    for row in named.prefix(mostNamed) {
      lines += terminal.wrap("\(row.fullName): \(row.metric.reason)", first: "  · ")
    }
    if named.count > mostNamed {
      lines += terminal.wrap("\(named.count - mostNamed) more below", first: "  · ", tone: .faint)
    }
    let unjudged = [Verdict.incomparable, .invalid].filter { $0 != verdict }.flatMap { reading.primary($0) }
    if !unjudged.isEmpty {
      let names = unjudged.prefix(mostNamed).map(\.fullName) + (unjudged.count > mostNamed ? ["…"] : [])
      lines += terminal.wrap(
        "\(unjudged.count) cannot be judged besides: \(names.joined(separator: "; "))", first: "  · ")
    }
    return lines
  }

  private static func sides(_ reading: ComparisonReading, _ terminal: TerminalText) -> [String] {
    let comparison = reading.comparison
    let more = comparison.moreBases.map { (name: "", text: ComparisonReading.side($0)) }
    return [""]
      + terminal.list(
        [(name: "Base", text: ComparisonReading.side(comparison.base))] + more
          + [
            (name: "Candidate", text: ComparisonReading.side(comparison.candidate)),
            (name: "Rules", text: reading.rules),
          ])
  }

  private static func suspects(_ reading: ComparisonReading, _ terminal: TerminalText) -> [String] {
    let suspects = reading.suspects
    guard !suspects.isEmpty else { return [] }
    let shown = suspects.prefix(mostSuspects).enumerated().flatMap { index, suspect in
      terminal.wrap(
        "\(suspect.name): \(DifferenceText.change(suspect.base, suspect.candidate))",
        first: "\(index + 1). ".padded(to: 6, right: true), tone: .caution)
        + terminal.wrap(suspect.why, first: "      ")
    }
    let rest = suspects.count - mostSuspects
    return terminal.heading(
      "Suspects", remark: "what changed on the host and may be the cause, most likely first")
      + shown + (rest > 0 ? terminal.wrap("\(rest) more in the page", first: "      ", tone: .faint) : [])
  }

  private static func warnings(_ reading: ComparisonReading, _ terminal: TerminalText) -> [String] {
    let warnings = reading.comparison.warnings
    guard !warnings.isEmpty else { return [] }
    return terminal.heading("Warnings")
      + warnings.flatMap {
        terminal.wrap($0.message, first: "  ! ", tone: .caution) + terminal.wrap($0.advice, first: "    → ")
      }
  }
}
