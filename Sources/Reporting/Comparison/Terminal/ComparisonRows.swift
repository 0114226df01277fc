internal import Comparison
internal import Experiment

/// Every metric, by benchmark: a row each, or where that is too wide its name above its figures.
struct ComparisonRows {
  private let reading: ComparisonReading
  private let terminal: TerminalText
  /// What is shown of each group.
  private let shown: [(group: ComparisonReading.Group, families: [ComparisonReading.Family])]
  private let hidden: [ComparedMetric]

  init(_ reading: ComparisonReading, _ terminal: TerminalText, all: Bool) {
    self.reading = reading
    self.terminal = terminal
    // Who has no primary metric looks for the others.
    let showsAll = all || reading.primary.isEmpty
    let isShown = { (row: ComparedMetric) in
      showsAll || row.isPrimary || row.verdict == .worse || row.verdict == .better
    }
    shown = reading.groups.map { group in
      let families = group.families.map { family in
        var family = family
        family.metrics = family.metrics.filter(isShown)
        return family
      }
      return (group, families.filter { !$0.metrics.isEmpty })
    }.filter { !$0.families.isEmpty }
    hidden = reading.metrics.filter { !isShown($0) }
  }

  var lines: [String] {
    let rows = shown.flatMap(\.families).flatMap(\.metrics)
    guard !rows.isEmpty else { return [] }
    let wide = table(rows, named: true)
    let isWide = wide.allSatisfy { TerminalText.columns($0) <= terminal.width }
    let texts = isWide ? wide : table(rows, named: false)
    var lines: [String] = []
    var next = 1
    for (group, families) in shown {
      lines += terminal.heading(
        TerminalText.clean(group.title), remark: ComparisonReading.counts(group.metrics))
      lines.append(terminal.paint(texts[0], .faint))
      for family in families {
        lines += terminal.wrap("\(family.id)  \(family.note)", first: "  ", tone: .faint)
        for row in family.metrics {
          if !isWide { lines += terminal.wrap(row.name, first: "    ", tone: row.verdict.tone) }
          lines.append(terminal.paint(texts[next], row.verdict.tone))
          next += 1
          if let remark = row.remark {
            lines += terminal.wrap(remark, first: isWide ? "      └ " : "        └ ")
          }
        }
      }
    }
    return lines + notes
  }

  /// A line of heads, and one for each row; all groups share their columns.
  private func table(_ rows: [ComparedMetric], named: Bool) -> [String] {
    let columns =
      [TextTable.Column("verdict", .left)] + (named ? [TextTable.Column("metric", .left)] : [])
      + [
        TextTable.Column("change"), TextTable.Column(reading.intervalName),
        TextTable.Column("base", dropped: 1),
        TextTable.Column("candidate", dropped: 2), TextTable.Column("p adj", dropped: 3),
        TextTable.Column("n", dropped: 4),
      ]
    let cells = rows.map { row in
      TextTable.Row(
        cells: ["\(named ? "" : "  ")\(row.verdict.sign) \(row.verdictText)"] + (named ? [row.name] : [])
          + [row.change, row.interval, row.baseText, row.candidateText, row.p, row.samples])
    }
    // In the named form all columns must stand, or there is no gain over the other.
    return TextTable(columns, cells).lines(TerminalText(width: named ? .max : terminal.width, color: false))
  }

  private var notes: [String] {
    var lines: [String] = []
    if !hidden.isEmpty {
      lines.append("")
      lines += terminal.wrap(
        "\(Units.count(hidden.count, "informational metric")) not shown: \(ComparisonReading.counts(hidden)).",
        tone: .faint)
    }
    let invalid = reading.metrics.reduce(0) { $0 + $1.invalidSamples }
    if invalid > 0 {
      let all = reading.metrics.reduce(invalid) {
        $0 + ($1.metric.base?.samples ?? 0) + ($1.metric.candidate?.samples ?? 0)
      }
      lines += terminal.wrap(
        "\(invalid) of \(all) samples do not count: their blocks were too disturbed.", tone: .faint)
    }
    return lines
  }
}
