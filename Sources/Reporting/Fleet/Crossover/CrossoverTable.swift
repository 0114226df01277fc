internal import Comparison
internal import Experiment
public import Fleet

/// What a crossover says of two kernels, for a terminal. The plan's own text is its `description`.
public enum CrossoverTable {
  private static let mostNodes = 12
  private static let mostMissing = 12

  /// The verdict with its reason, boots of each node, what is missing, every metric with what each node says.
  ///
  /// - Parameters:
  ///   - width: Columns of the terminal, at least 20; where a row does not fit, the metric's name gets a line of its own.
  ///   - color: Whether to use ANSI colours. Nothing is said by colour alone.
  /// - Returns: Lines without a line end after the last. The same verdict gives the same text.
  public static func render(_ verdict: CrossoverVerdict, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    let lines =
      head(verdict, terminal) + missing(verdict.missing, terminal) + CrossoverRows(verdict, terminal).lines
    return lines.joined(separator: "\n")
  }

  private static func head(_ verdict: CrossoverVerdict, _ terminal: TerminalText) -> [String] {
    let tone: Tone = verdict.verdict == .same ? .good : verdict.verdict.tone
    let word = verdict.verdict.rawValue.capitalizedFirst
    let boots = verdict.nodes.prefix(mostNodes).map { "\($0.name) \($0.base)+\($0.candidate)" }
    let rest = verdict.nodes.count - boots.count
    return terminal.wrap(
      "\(word): kernel \(verdict.candidate) against \(verdict.base) on \(Units.count(verdict.nodes.count, "node"))",
      first: "\(verdict.verdict.sign) ", tone: tone)
      + terminal.wrap(verdict.reason, first: "  · ") + [""]
      + terminal.list([
        (name: "A", text: verdict.base), (name: "B", text: verdict.candidate),
        (name: "Boots", text: boots.joined(separator: ", ") + (rest > 0 ? " and \(rest) more nodes" : "")),
        (
          name: "Rules",
          text:
            "changes of more than \(Change.share(verdict.delta)) matter · \(Change.level(verdict.level)) confidence · each node is its own control"
        ),
      ])
  }

  private static func missing(_ missing: [String], _ terminal: TerminalText) -> [String] {
    guard !missing.isEmpty else { return [] }
    let rest = missing.count - mostMissing
    return terminal.heading("Missing")
      + missing.prefix(mostMissing).flatMap { terminal.wrap($0, first: "  ! ", tone: .caution) }
      + (rest > 0 ? terminal.wrap("\(Units.count(rest, "more node"))", first: "  ! ", tone: .caution) : [])
  }
}

/// The metrics of a crossover: the gravest verdicts first.
struct CrossoverRows {
  /// Nodes that get a column each.
  private static let mostColumns = 6
  private static let mostRows = 60

  private let verdict: CrossoverVerdict
  private let terminal: TerminalText
  private let rows: [CrossoverMetric]

  init(_ verdict: CrossoverVerdict, _ terminal: TerminalText) {
    self.verdict = verdict
    self.terminal = terminal
    let order: [Verdict] = [.worse, .better, .inconclusive, .invalid, .incomparable, .same]
    let ranked = verdict.metrics.enumerated().map { index, metric in
      (
        metric: metric,
        rank: (metric.role == .primary ? 0 : 1, order.firstIndex(of: metric.verdict) ?? order.count, index)
      )
    }
    rows = ranked.sorted { $0.rank < $1.rank }.prefix(Self.mostRows).map(\.metric)
  }

  var lines: [String] {
    guard !rows.isEmpty else { return [""] + terminal.wrap("Nothing was measured.", first: "", tone: .bad) }
    let wide = table(isNamed: true)
    let isWide = wide.allSatisfy { TerminalText.columns($0) <= terminal.width }
    let texts = isWide ? wide : table(isNamed: false)
    var lines = terminal.heading("Metrics") + [terminal.paint(texts[0], .faint)]
    for (row, text) in zip(rows, texts.dropFirst()) {
      if !isWide { lines += terminal.wrap(Self.name(row), first: "    ", tone: row.verdict.tone) }
      lines.append(terminal.paint(text, row.verdict.tone))
      if row.verdict != .worse, row.verdict != .better, row.verdict != .same {
        lines += terminal.wrap(row.reason, first: isWide ? "      └ " : "        └ ")
      }
    }
    let rest = verdict.metrics.count - rows.count
    if rest > 0 {
      lines += terminal.wrap(
        "\(Units.count(rest, "more metric")) in the JSON document", first: "  · ", tone: .faint)
    }
    return lines + legend
  }

  private static func name(_ metric: CrossoverMetric) -> String {
    FleetMetric.fullName(metric.id, metric.labels)
  }

  /// A line of heads, and one for each row.
  private func table(isNamed: Bool) -> [String] {
    let nodes = verdict.nodes.count <= Self.mostColumns ? verdict.nodes.map(\.name) : []
    let columns =
      [TextTable.Column("verdict", .left)] + (isNamed ? [TextTable.Column("metric", .left)] : [])
      + [
        TextTable.Column("change"), TextTable.Column("\(Change.level(verdict.level)) interval"),
        TextTable.Column("p adj", dropped: 2),
      ] + nodes.map { TextTable.Column(TerminalText.clean($0), dropped: 1) }
    let cells = rows.map { row in
      TextTable.Row(
        cells: ["\(isNamed ? "" : "  ")\(row.verdict.sign) \(Self.word(row))"]
          + (isNamed ? [Self.name(row)] : [])
          + [
            row.effect.map { Change.text($0.ratio) } ?? "–", Self.interval(row),
            row.adjustedP.map { Change.probability($0) } ?? row.p.map { "(\(Change.probability($0)))" }
              ?? "–",
          ]
          + nodes.map { name in
            row.nodes.first { $0.name == name }?.ratio.map { Change.text($0) } ?? "–"
          })
    }
    // In the named form all columns must stand, or there is no gain over the other.
    return TextTable(columns, cells).lines(
      TerminalText(width: isNamed ? .max : terminal.width, color: false))
  }

  /// In brackets where it has no vote.
  private static func word(_ metric: CrossoverMetric) -> String {
    metric.role == .primary ? metric.verdict.rawValue : "(\(metric.verdict.rawValue))"
  }

  private static func interval(_ metric: CrossoverMetric) -> String {
    guard let effect = metric.effect, let lower = effect.lower, let upper = effect.upper else { return "–" }
    return Change.interval(lower, upper)
  }

  private var legend: [String] {
    var meanings = [
      (name: "change", text: "of B against A, the median over the nodes; its interval in per cent"),
      (name: "p adj", text: "of the permutation of boots within nodes, after Holm's adjustment"),
    ]
    if rows.contains(where: { $0.role != .primary }) {
      meanings.append((name: "(…)", text: "informational: a hint, judged as if alone, without a vote"))
    }
    return [""] + terminal.list(meanings, tone: .faint)
  }
}
