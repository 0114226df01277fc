internal import Fleet

/// The nodes side by side in each metric: a column for each node, or of many nodes what they have in the middle and at
/// the ends.
struct FleetMetricRows {
  /// Nodes that get a column each.
  private static let mostColumns = 6
  private static let mostRows = 60
  /// Characters of a node's name.
  private static let longestName = 24

  private let reading: FleetReading
  private let terminal: TerminalText
  /// What is shown of each family.
  private let shown: [(family: FleetReading.Family, metrics: [FleetMetric])]
  private let rows: [FleetMetric]

  init(_ reading: FleetReading, _ terminal: TerminalText) {
    self.reading = reading
    self.terminal = terminal
    let rows = FleetMetric.mostTelling(reading.shownMetrics, most: Self.mostRows)
    let keys = Set(rows.map(\.row.key))
    self.rows = rows
    shown = reading.families.map { family in
      (family, family.metrics.filter { keys.contains($0.row.key) })
    }.filter { !$0.metrics.isEmpty }
  }

  var lines: [String] {
    guard !rows.isEmpty else { return [] }
    let (texts, isNamed) = table
    var lines = terminal.heading(
      "Metrics", remark: "medians of \(Units.count(reading.report.nodes.count, "node"))")
    lines.append(terminal.paint(texts[0], .faint))
    var next = 1
    for (family, metrics) in shown {
      let name = [family.id, family.note].filter { !$0.isEmpty }.joined(separator: ": ")
      lines += terminal.wrap(name, tone: .faint)
      for metric in metrics {
        let tone: Tone = metric.findings.values.contains { $0.sign == "✕" } ? .bad : .plain
        if !isNamed { lines += terminal.wrap(metric.name, first: "    ", tone: tone) }
        lines.append(terminal.paint(texts[next], tone))
        next += 1
      }
    }
    return lines + notes
  }

  /// A line of heads and one for each row, in the first form that fits: all nodes beside the name, all nodes below it,
  /// the ends beside it, the ends below it.
  private var table: (lines: [String], isNamed: Bool) {
    var forms: [(columns: (Bool) -> TextTable, isNamed: Bool)] = [(endsTable, true)]
    if reading.report.nodes.count <= Self.mostColumns {
      forms = [(nodesTable, true), (nodesTable, false)] + forms
    }
    for form in forms {
      let lines = form.columns(form.isNamed).lines(TerminalText(width: .max, color: false))
      if lines.allSatisfy({ TerminalText.columns($0) <= terminal.width }) { return (lines, form.isNamed) }
    }
    return (endsTable(false).lines(TerminalText(width: terminal.width, color: false)), false)
  }

  private func nodesTable(_ isNamed: Bool) -> TextTable {
    let nodes = reading.report.nodes
    return TextTable(
      Self.name(isNamed) + nodes.map { TextTable.Column(Self.fitted($0.name)) }
        + [TextTable.Column("spread")],
      rows.map { metric in
        TextTable.Row(
          cells: (isNamed ? [metric.name] : ["  "])
            + nodes.enumerated().map { metric.text($0.offset, $0.element.name) } + [metric.spreadText])
      })
  }

  private func endsTable(_ isNamed: Bool) -> TextTable {
    TextTable(
      Self.name(isNamed) + [
        TextTable.Column("median", dropped: 3), TextTable.Column("lowest"),
        TextTable.Column("", .left, dropped: 5), TextTable.Column("highest"),
        TextTable.Column("", .left, dropped: 4), TextTable.Column("spread", dropped: 2),
        TextTable.Column("nodes", dropped: 1),
      ],
      rows.map { metric in
        let ends = [metric.lowest, metric.highest].flatMap { place in
          [place.map { metric.text($0) } ?? "–", place.map { Self.fitted($0.name) } ?? ""]
        }
        return TextTable.Row(
          cells: [isNamed ? metric.name : "  "]
            + [metric.median.map { Units.text($0, unit: metric.unit) } ?? "–"]
            + ends + [metric.spreadText, "\(metric.places.count)"])
      })
  }

  private static func name(_ isNamed: Bool) -> [TextTable.Column] {
    [TextTable.Column(isNamed ? "metric" : "", .left)]
  }

  private static func fitted(_ name: String) -> String {
    let name = TerminalText.clean(name)
    return name.count > longestName ? "\(name.prefix(longestName - 1))…" : name
  }

  private var notes: [String] {
    let left = reading.shownMetrics.count - rows.count
    let informational = reading.metrics.count - reading.shownMetrics.count
    var meanings = [(name: "spread", text: "by how much the highest node lies above the lowest")]
    let signs = Set(rows.flatMap(\.findings.values).map(\.sign))
    for (sign, text) in [
      ("✕", "odd and worse"), ("▲", "odd and better"), ("≠", "the two nodes differ"),
    ] where signs.contains(sign) {
      meanings.append((name: sign, text: text))
    }
    return
      (left > 0
      ? terminal.wrap(
        "\(Units.count(left, "metric")) in which the nodes lie closer together \(FleetWords.elsewhere)",
        first: "  · ", tone: .faint) : [])
      + FleetTable.more(informational, "informational metric", terminal)
      + [""] + terminal.list(meanings, tone: .faint)
  }
}
