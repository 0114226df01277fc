public import Advice

/// The verdicts over claims, for a terminal.
public enum ClaimsTable {
  /// Renders a report for a terminal of this width.
  ///
  /// - Returns: Lines without a line end after the last.
  public static func render(_ report: ClaimsReport, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    var lines = terminal.wrap(headline(report), first: "", tone: .strong)
    if report.isInterrupted {
      lines += terminal.wrap(
        "An end was asked for before all was measured; every setting was taken back.", tone: .caution)
    }
    for verdict in report.verdicts {
      lines += terminal.heading(
        TerminalText.clean(verdict.assessment.claim), remark: TrialWords.word(verdict.word))
      if let subject = verdict.assessment.subject { lines += terminal.wrap(subject, tone: .faint) }
      lines += terminal.wrap(verdict.sentence, tone: TrialWords.tone(verdict.word))
    }
    return lines.joined(separator: "\n")
  }

  static func headline(_ report: ClaimsReport) -> String {
    let counts = ClaimVerdict.Word.allCases.compactMap { word -> String? in
      let count = report.verdicts.count { $0.word == word }
      return count == 0 ? nil : "\(count) \(TrialWords.word(word))"
    }
    let claims = Units.count(report.verdicts.count, "claim")
    return "\(report.name): \(claims)\(counts.isEmpty ? "" : ": \(counts.joined(separator: ", "))")"
  }
}
