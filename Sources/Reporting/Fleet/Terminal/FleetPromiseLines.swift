internal import Fleet

/// What was promised, and what became of it: broken promises and those that cannot be told; kept ones where they are few.
enum FleetPromiseLines {
  /// Up to so many promises all are shown.
  private static let few = 12
  private static let mostLines = 40

  static func lines(_ reading: FleetReading, _ terminal: TerminalText) -> [String] {
    guard let acceptance = reading.report.acceptance else { return [] }
    let heading = terminal.heading(
      TerminalText.clean(reading.acceptanceTitle), remark: reading.promiseCounts)
    let all = reading.promises
    guard !all.isEmpty else { return heading + terminal.wrap("\(acceptance.file) promises nothing.") }
    let told = all.count <= few ? all : all.filter { $0.status != .pass }
    let kept = all.count - all.count { $0.status != .pass }
    let rest = told.count - mostLines
    return heading
      + told.prefix(mostLines).flatMap { line($0, terminal) }
      + (rest > 0
        ? terminal.wrap(
          "\(rest) more that are broken or cannot be told \(FleetWords.elsewhere)", first: "  · ",
          tone: .faint) : [])
      + (all.count > few && kept > 0
        ? terminal.wrap("\(Units.count(kept, "promise")) kept", first: "  ✓ ", tone: .faint) : [])
  }

  private static func line(_ line: AcceptanceResult.Line, _ terminal: TerminalText) -> [String] {
    let first = "  \(line.status.sign) \(line.status.rawValue)".padded(to: 17)
    return terminal.wrap("\(line.subject): \(line.measured)", first: first, tone: line.status.tone)
  }
}
