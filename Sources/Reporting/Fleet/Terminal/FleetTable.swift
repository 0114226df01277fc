public import Fleet

/// A fleet's report for a terminal.
///
///     Console.output(FleetTable.render(report, width: 100, color: false))
public enum FleetTable {
  /// All of it that people can read, ready to print: the verdict, odd nodes with what may be the cause, promises,
  /// metrics of the nodes side by side, pairs, in what the nodes differ, problems, and what the columns mean.
  ///
  /// Of many nodes each metric tells the median over the nodes and which are lowest and highest; lists are cut, and say
  /// how much more the documents hold: a thousand nodes take a few hundred lines.
  ///
  /// - Parameters:
  ///   - width: Columns of the terminal, at least 20; narrower ones lose the columns that matter least.
  ///   - color: Whether to use ANSI colours. Nothing is said by colour alone.
  /// - Returns: Lines without a line end after the last. The same report gives the same text.
  public static func render(_ report: FleetReport, width: Int, color: Bool) -> String {
    let reading = FleetReading(report)
    let terminal = TerminalText(width: width, color: color)
    let status = report.verdict.outcome.status
    let lines =
      terminal.wrap(reading.headline, first: "\(status.sign) ", tone: status.tone)
      + FleetOddLines.lines(reading, terminal) + FleetPromiseLines.lines(reading, terminal)
      + FleetMetricRows(reading, terminal).lines + FleetPairLines.lines(reading, terminal)
      + FleetFactLines.lines(reading, terminal) + FleetProblemLines.lines(reading, terminal)
    return lines.joined(separator: "\n")
  }

  /// What a list leaves out; nothing where it leaves out nothing.
  static func more(_ count: Int, _ what: String, _ terminal: TerminalText) -> [String] {
    guard count > 0 else { return [] }
    return terminal.wrap(
      "\(Units.count(count, "more \(what)")) \(FleetWords.elsewhere)", first: "  · ", tone: .faint)
  }
}
