internal import Experiment

/// What a reading says of one subject, on a page.
enum SubjectMarkup {
  /// The section: its sentence, its figures, its tables, and behind a click the samples.
  ///
  /// - Parameters:
  ///   - samples: whose samples can be looked at.
  ///   - hasEveryTable: whether tables other than the first are shown, or are behind a figure.
  ///   - isWide: whether the tables need the whole width, below the figures instead of beside them.
  static func section(
    _ subject: Subject, samples: [Estimate], _ reading: RunReading, hasEveryTable: Bool = true,
    isWide: Bool = false, @MarkupBuilder figures: () -> Markup
  ) -> Markup {
    guard !subject.isEmpty else { return .empty }
    let better =
      subject.better.isEmpty ? "" : " \(subject.better.capitalizedFirst)."
    return SectionParts.section(subject.title, explanation: subject.explanation + better) {
      subject.sentence.map { Markup.element("p", "→ \($0)") }
      let shown = subject.tables.prefix(hasEveryTable ? subject.tables.count : 1).filter { !$0.rows.isEmpty }
      let tables = Markup.joined(shown.map { Self.table($0, subject, reading).markup })
      let figures = figures()
      if !figures.isEmpty || !isWide {
        SectionParts.grid {
          figures
          if !isWide { tables }
        }
      }
      if isWide { tables }
      for part in groups(subject.others) {
        SampleFigure("All samples of \(part.id)", part.estimates, reading).markup
      }
      allSamples(samples, reading)
    }
  }

  /// A table with each value's interval or modes below it.
  static func table(_ table: EstimateTable, _ subject: Subject, _ reading: RunReading) -> Table {
    let caption = table.title.isEmpty ? subject.title : table.title
    let hasIntervals = table.estimates.contains { !$0.intervalText.isEmpty }
    var result = Table(
      "\(caption)\(hasIntervals ? "; small: \(reading.intervalName)" : "")",
      table.labels.map { ($0, .text) } + table.columns.map { ($0.name, .number) }
        + table.more.map { ($0.name, .number) } + [("n", .number)])
    result.isNamedAbove = table.title.isEmpty
    for row in table.rows {
      result.rows.append(
        row.labels.map { Markup($0) } + row.cells.map(cell) + row.more.map { Markup($0) }
          + [Markup(row.countText)])
    }
    return result
  }

  /// A value with its marks, and below it its interval or its modes.
  private static func cell(_ estimate: Estimate?) -> Markup {
    guard let estimate else { return Markup("–") }
    let detail = estimate.modesText ?? estimate.intervalText
    return .joined([
      Markup(estimate.markedText),
      detail.isEmpty
        ? .empty
        : .joined([.void("br"), .element("small", ["class": "quiet"], detail)]),
    ])
  }

  /// The samples, a figure for each name of metrics and unit.
  private static func allSamples(_ estimates: [Estimate], _ reading: RunReading) -> Markup {
    SectionParts.details("Samples of these figures") {
      if !estimates.isEmpty {
        Legend.samples(reading)
        SectionParts.grid {
          for part in groups(estimates) {
            SampleFigure("All samples of \(part.id)", part.estimates, reading).markup
          }
        }
      }
    }
  }

  /// Estimates that can share a scale: of one name and unit.
  private static func groups(_ estimates: [Estimate]) -> [(id: String, estimates: [Estimate])] {
    Set(estimates.map(\.metric.id)).sorted().flatMap { id in
      estimates.filter { $0.metric.id == id }.byUnit.map { (id, $0) }
    }
  }
}
