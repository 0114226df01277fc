public import Comparison
internal import Experiment

/// A comparison as a comment on a pull request: a short summary, the primary metrics, all else folded.
public enum ComparisonMarkdown {
  /// Comments on GitHub hold 65,536 characters; what goes beyond this is counted instead of shown.
  static let mostCharacters = 60_000

  /// The Markdown (GitHub's), with a line end after the last line. The same comparison gives the same text.
  public static func render(_ comparison: Comparison, suspects: [Suspect]) -> String {
    let reading = ComparisonReading(comparison, suspects: suspects)
    var room = mostCharacters
    func fitting(_ lines: [String], _ things: String) -> [String] {
      let kept = lines.prefix { line in
        room -= line.utf16.count + 1
        return room > 0
      }
      return kept
        + (kept.count < lines.count
          ? ["", "*\(lines.count - kept.count) more \(things) in the document*"] : [])
    }
    let sections =
      summary(reading) + table(fitting(rows(ordered(reading.primary)), "metrics"), reading)
      + MarkdownText.details(
        "Suspects: what changed on the host and may be the cause (\(suspects.count))",
        fitting(suspects.map(suspect), "suspects"))
      + MarkdownText.details(
        "Informational metrics, without a vote (\(ComparisonReading.counts(reading.informational)))",
        table(fitting(rows(ordered(reading.informational)), "metrics"), reading))
      + MarkdownText.details(
        "How the hosts differ (\(comparison.fingerprint.differences.count))",
        fitting(comparison.fingerprint.differences.map { difference($0, comparison) }, "differences"))
      + MarkdownText.details(
        "Warnings (\(comparison.warnings.count))", fitting(comparison.warnings.map(warning), "warnings"))
      + MarkdownText.details("Both sides and the rules", sides(reading))
    return sections.joined(separator: "\n") + "\n"
  }

  private static func summary(_ reading: ComparisonReading) -> [String] {
    let comparison = reading.comparison
    let (base, candidate) = (comparison.base, comparison.candidate)
    let isKernel = base.kernel != candidate.kernel
    let sides =
      isKernel
      ? "kernel \(base.kernel) → \(candidate.kernel) on \(candidate.host)"
      : "\(base.host), \(base.started) → \(candidate.host), \(candidate.started)"
    let blocking = comparison.fingerprint.blocking.map { "- \(MarkdownText.escape($0))" }
    let counts = ComparisonReading.counts(reading.primary)
    return ["### \(comparison.verdict.sign) \(MarkdownText.escape(reading.headline))", ""]
      + [MarkdownText.escape("\(sides) · \(reading.rules)")]
      + (blocking.isEmpty ? [] : [""] + blocking + ["", MarkdownText.escape(ComparisonReading.forbidden)])
      + (counts.isEmpty ? [] : ["", "**\(MarkdownText.escape(counts))**"]) + [""]
  }

  /// Those that want an eye first.
  private static func ordered(_ metrics: [ComparedMetric]) -> [ComparedMetric] {
    let order: [Verdict] = [.worse, .incomparable, .invalid, .inconclusive, .better, .same]
    return order.flatMap { verdict in metrics.filter { $0.verdict == verdict } }
  }

  private static func table(_ rows: [String], _ reading: ComparisonReading) -> [String] {
    guard !rows.isEmpty else { return [] }
    let heads = [
      "verdict", "metric", "change", MarkdownText.escape(reading.intervalName), "base", "candidate", "p adj",
      "n",
    ]
    return [
      MarkdownText.row(heads), MarkdownText.row([":--", ":--"] + [String](repeating: "--:", count: 6)),
    ] + rows
  }

  private static func rows(_ metrics: [ComparedMetric]) -> [String] {
    metrics.map { row in
      let name = "<code>\(MarkdownText.escape(row.metric.id))</code> \(MarkdownText.escape(row.ownLabels))"
      let remark = row.remark.map { "<br>\(MarkdownText.escape($0))" } ?? ""
      let verdict = "\(row.verdict.sign)&nbsp;\(row.verdictText)"
      return MarkdownText.row(
        [row.verdict == .worse && row.isPrimary ? "**\(verdict)**" : verdict, name + remark]
          + [row.change, row.interval, row.baseText, row.candidateText, row.p, row.samples].map {
            MarkdownText.escape($0).replacing(" ", with: "&nbsp;")
          })
    }
  }

  private static func suspect(_ suspect: Suspect) -> String {
    let change = DifferenceText.change(suspect.base, suspect.candidate)
    return "1. \(MarkdownText.escape("\(suspect.name): \(change)")) <br>\(MarkdownText.escape(suspect.why))"
  }

  private static func difference(_ difference: FieldDifference, _ comparison: Comparison) -> String {
    let kind = DifferenceText.kind(difference, comparison)
    let change = DifferenceText.change(difference.base, difference.candidate)
    return "- \(MarkdownText.escape("\(difference.name) (\(kind)): \(change)"))"
  }

  private static func warning(_ warning: Run.Warning) -> String {
    "- \(MarkdownText.escape(warning.message)) → \(MarkdownText.escape(warning.advice))"
  }

  private static func sides(_ reading: ComparisonReading) -> [String] {
    let comparison = reading.comparison
    return
      ([("Base", comparison.base)] + comparison.moreBases.map { ("Base", $0) } + [
        ("Candidate", comparison.candidate)
      ])
      .map { "- \($0.0): \(MarkdownText.escape(ComparisonReading.side($0.1)))" } + [
        "- Rules: \(MarkdownText.escape(reading.rules))"
      ]
  }
}
