public import Experiment

/// A Run as tables for a terminal.
///
///     Console.output(TableReport.render(run, width: 100, color: false))
public enum TableReport {
  /// All of it, ready to print: host, figures, what was not measured, noise, warnings, and what the marks mean.
  ///
  /// - Parameters:
  ///   - width: Columns of the terminal, at least 20; narrower ones lose the columns that matter least.
  ///   - color: Whether to use ANSI colours. Nothing is said by colour alone.
  /// - Returns: Lines without a line end after the last. The same Run gives the same text.
  public static func render(_ run: Run, width: Int, color: Bool) -> String {
    render(RunReading(run), TerminalText(width: width, color: color))
  }

  static func render(_ reading: RunReading, _ terminal: TerminalText) -> String {
    let lines =
      header(reading, terminal) + hostLines(reading, terminal) + TableSections.lines(reading, terminal)
      + RunNotes.lines(reading, terminal) + MarkLegend.lines(reading, terminal)
    return lines.joined(separator: "\n")
  }

  private static func header(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    let run = reading.run
    let title = TerminalText.clean(
      "\(reading.hostName): \(run.plan.suite.rawValue) suite, \(run.started), \(Units.duration(reading.seconds)) of measuring"
    )
    return terminal.wrap(title, first: "", tone: .strong)
      + reading.caveats.flatMap { terminal.wrap($0, first: "! ", tone: .bad) }
  }

  private static func hostLines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    terminal.list(HostDescription(reading.run.host).lines)
  }
}
