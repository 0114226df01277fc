public import Comparison

/// A comparison as tables for a terminal.
///
///     Console.output(ComparisonTable.render(comparison, suspects: [], width: 80, color: false))
public enum ComparisonTable {
  /// All of it, ready to print: verdict, both sides, suspects, warnings, every metric by benchmark, how the hosts
  /// differ, and what the columns mean.
  ///
  /// - Parameters:
  ///   - suspects: differences of the hosts that may be the cause, most likely first.
  ///   - width: Columns of the terminal, at least 20; where a row does not fit, the metric's name gets a line of its
  ///     own.
  ///   - color: Whether to use ANSI colours. Nothing is said by colour alone.
  ///   - all: Whether to show informational metrics that are neither better nor worse, too; else they are counted.
  /// - Returns: Lines without a line end after the last. The same comparison gives the same text.
  public static func render(
    _ comparison: Comparison, suspects: [Suspect], width: Int, color: Bool, all: Bool = false
  ) -> String {
    let reading = ComparisonReading(comparison, suspects: suspects)
    let terminal = TerminalText(width: width, color: color)
    let lines =
      ComparisonHead.lines(reading, terminal) + ComparisonRows(reading, terminal, all: all).lines
      + ComparisonHostLines.lines(reading, terminal) + legend(reading, terminal)
    return lines.joined(separator: "\n")
  }

  private static func legend(_ reading: ComparisonReading, _ terminal: TerminalText) -> [String] {
    guard !reading.metrics.isEmpty else { return [] }
    var meanings = [
      ("change", "of the candidate against the base, its interval in per cent; above 0 is more, good or not"),
      ("p adj", "after Holm's adjustment over all primary metrics"),
      ("n", "samples that count; base/candidate where they differ"),
    ]
    if !reading.informational.isEmpty {
      meanings.append(("(…)", "informational: a hint, judged as if alone, without a vote"))
    }
    return [""] + terminal.list(meanings.map { (name: $0.0, text: $0.1) }, tone: .faint)
  }
}
