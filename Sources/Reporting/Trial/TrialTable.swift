public import Advice
internal import Comparison

/// What came of a trial, for a terminal.
public enum TrialTable {
  /// Metrics that are shown of each finding; the page has all.
  private static let mostMetrics = 6

  /// Renders a report for a terminal of this width.
  ///
  /// - Parameter edit: what becomes of the profile's settings.
  /// - Returns: Lines without a line end after the last.
  public static func render(_ report: TrialReport, edit: ProfileEdit, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    var lines = terminal.wrap(headline(report), first: "", tone: .strong)
    if report.isInterrupted {
      lines += terminal.wrap(
        "An end was asked for before all was measured; every setting was taken back.", tone: .caution)
    }
    if let whole = report.whole { lines += finding(whole, edit, terminal) }
    for one in report.each { lines += finding(one, edit, terminal) }
    if let whole = report.whole, report.each.isEmpty, whole.keys.count > 1 {
      lines += [""] + terminal.wrap("Which of the settings it is: the same with --each.", tone: .faint)
    }
    if !report.notTested.isEmpty {
      lines += terminal.heading("Not tested", remark: "unproven")
      lines += terminal.list(report.notTested.map { (name: TerminalText.clean($0.key), text: $0.reason) })
    }
    lines += [""] + terminal.wrap("Settled: \(report.settled). Seed \(report.seed).", tone: .faint)
    return lines.joined(separator: "\n")
  }

  private static func headline(_ report: TrialReport) -> String {
    guard let whole = report.whole else { return "\(report.profile): nothing was measured" }
    let word = TrialWords.decision(whole.decision)
    let helping = report.each.count { $0.decision == .helps }
    let each = report.each.isEmpty ? "" : "; alone, \(helping) of \(report.each.count) settings help"
    return "\(report.profile): \(word)\(each)"
  }

  private static func finding(
    _ finding: TrialFinding, _ edit: ProfileEdit, _ terminal: TerminalText
  ) -> [String] {
    let consequence = TrialWords.consequence(finding, edit)
    let word = TrialWords.decision(finding.decision)
    var lines = terminal.heading(
      TerminalText.clean(TrialWords.title(finding)),
      remark: consequence.isEmpty ? word : "\(word): \(consequence)")
    if finding.factors.count > 1 {
      lines += terminal.wrap(finding.factors.joined(separator: ", "), tone: .faint)
    }
    lines += terminal.wrap(finding.reason, tone: TrialWords.tone(finding.decision))
    let rows = TrialWords.primary(finding)
    let table = TextTable(
      [
        .init("verdict", .left), .init("metric", .left), .init("change"), .init("95 % interval"),
        .init("p adj", dropped: 1), .init("n", dropped: 2),
      ],
      rows.prefix(mostMetrics).map { row in
        TextTable.Row(
          cells: [row.verdictText, row.fullName, row.change, row.interval, row.p, row.samples],
          tone: row.verdict.tone)
      })
    lines += table.lines(terminal)
    if rows.count > mostMetrics {
      lines += terminal.wrap("and \(rows.count - mostMetrics) more, in the page", tone: .faint)
    }
    return lines
  }
}
