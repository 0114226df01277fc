internal import Comparison

/// How the hosts differ.
enum ComparisonHostLines {
  /// Facts and settings that are only noted: so many are shown; the document has all.
  private static let mostNoted = 15

  static func lines(_ reading: ComparisonReading, _ terminal: TerminalText) -> [String] {
    let differences = reading.comparison.fingerprint.differences
    guard !reading.metrics.isEmpty || !differences.isEmpty else { return [] }
    let heading = terminal.heading("Hosts", remark: "what differs")
    guard !differences.isEmpty else {
      return heading + terminal.wrap("No fact and no setting that was read differs.")
    }
    let decisive = differences.filter { $0.kind == .mustMatch || $0.kind == .declared }
    let noted = differences.filter { $0.kind == .noted || $0.kind == .settings }
    let rest = noted.count - mostNoted
    let shown = decisive + noted.prefix(mostNoted)
    return heading
      + shown.flatMap { difference in
        let kind = DifferenceText.kind(difference, testing: reading.comparison.testing)
        return terminal.wrap(
          "\(difference.name) (\(kind)): \(DifferenceText.change(difference.base, difference.candidate))",
          first: "  · ", tone: difference.kind == .mustMatch ? .bad : .plain)
      }
      + (rest > 0
        ? terminal.wrap("\(rest) more in the document and the page", first: "  · ", tone: .faint) : [])
  }
}
