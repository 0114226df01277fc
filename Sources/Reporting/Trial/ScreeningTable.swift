public import Advice

/// What came of a screening, for a terminal: the main effect of every knob.
public enum ScreeningTable {
  /// Renders a report for a terminal of this width.
  ///
  /// - Returns: Lines without a line end after the last.
  public static func render(_ report: ScreeningReport, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    var lines = terminal.wrap(headline(report), first: "", tone: .strong)
    if report.isInterrupted {
      lines += terminal.wrap(
        "An end was asked for before all was measured; every setting was taken back.", tone: .caution)
    }
    if !report.effects.isEmpty {
      lines += terminal.heading("Main effects", remark: "from off to on")
      lines += table(report).lines(terminal)
    }
    lines += [""] + terminal.wrap(method(report), tone: .faint)
    lines += terminal.wrap(report.aliasing, tone: .faint)
    if let missing = missing(report) { lines += terminal.wrap(missing, tone: .caution) }
    if let confirmation = report.confirmation {
      lines += terminal.heading(
        "Confirming trial of \(TerminalText.clean(confirmation.factors.joined(separator: ", ")))",
        remark: TrialWords.decision(confirmation.decision))
      lines += terminal.wrap(confirmation.reason, tone: TrialWords.tone(confirmation.decision))
    }
    if !report.notScreened.isEmpty {
      lines += terminal.heading("Not screened")
      lines += terminal.list(report.notScreened.map { (name: TerminalText.clean($0.key), text: $0.reason) })
    }
    return lines.joined(separator: "\n")
  }

  static func headline(_ report: ScreeningReport) -> String {
    let runs = "\(report.countedRuns) of \(report.design.rows.count) runs count"
    if report.effects.isEmpty {
      return "nothing is known of \(Units.count(report.knobs.count, "knob")): \(runs)"
    }
    let matter = Set(report.effects.filter(\.matters).map(\.knob)).count
    return "\(matter) of \(Units.count(report.knobs.count, "knob")) matter; \(runs)"
  }

  /// Metrics that are named where they could not be analysed; there may be dozens.
  private static let mostNamed = 4

  /// What could not be analysed and what to do about it; nil where all could.
  static func missing(_ report: ScreeningReport) -> String? {
    let count = report.notAnalysed.count
    if count == 0 { return nil }
    let named = report.notAnalysed.prefix(mostNamed).joined(separator: ", ")
    let more = count > mostNamed ? ", and \(count - mostNamed) more" : ""
    return
      "Too few runs count for \(Units.count(count, "metric")): \(named)\(more). A disturbance in any part of a block takes the "
      + "whole block: end what else runs, or measure less at once, such as -- memory --part bandwidth."
  }

  static func method(_ report: ScreeningReport) -> String {
    let how =
      report.method == "lenth"
      ? "No runs were to spare for an error, so it is Lenth's (1989), taken from the small effects"
      : "Errors are those of the residuals, intervals Student's"
    let design = "Plackett-Burman, \(report.design.size) runs\(report.design.isFolded ? ", folded over" : "")"
    return
      "\(design), in random order, each run against the blocks with nothing in place beside it. \(how). "
      + "p is adjusted after Holm over all knobs and primary metrics; what matters is below 0.05 and larger than "
      + "\(Change.share(report.delta)). Settled: \(report.settled). Seed \(report.seed)."
  }

  /// What matters whole; of the other knobs the largest effect.
  static func shown(_ report: ScreeningReport) -> [ScreeningReport.Effect] {
    report.knobs.indices.flatMap { knob -> [ScreeningReport.Effect] in
      let own = report.effects.filter { $0.knob == knob }
      let matter = own.filter(\.matters)
      if !matter.isEmpty { return matter }
      return own.min { ($0.adjustedP, $0.p) < ($1.adjustedP, $1.p) }.map { [$0] } ?? []
    }
  }

  private static func table(_ report: ScreeningReport) -> TextTable {
    TextTable(
      [
        .init("", .left), .init("knob", .left), .init("metric", .left), .init("effect"),
        .init("95 % interval"),
        .init("p adj", dropped: 1),
      ],
      shown(report).map { effect in
        TextTable.Row(
          cells: [
            word(effect), report.knobs[effect.knob].name, effect.metric, Change.text(effect.ratio),
            Change.interval(effect.lower, effect.upper), Change.probability(effect.adjustedP),
          ],
          tone: effect.matters ? effect.isBetter ? .good : .bad : .faint)
      })
  }

  /// `better`, `worse`; `–` for what may be chance.
  static func word(_ effect: ScreeningReport.Effect) -> String {
    effect.matters ? effect.isBetter ? "better" : "worse" : "–"
  }
}
