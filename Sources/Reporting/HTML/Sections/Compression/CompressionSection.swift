internal import Experiment

/// The compression benchmark: a part for each question that its codecs answer, and every figure behind a click.
enum CompressionSection: PageSection {
  static let metricIDs = CompressionTable.metricIDs

  /// What a planner asks for first: of pages, where there are any, the codecs for hot and for cold data.
  static func cards(_ reading: RunReading) -> [Card] {
    let compression = CompressionReading(reading)
    guard let data = compression.main?.withoutDictionaries else { return [] }
    let hot = CompressionTier.hot.choice(of: data)?.choice
    let cold = CompressionTier.cold.choice(of: data)?.choice
    return [
      card("Saved at most", cold, data, .saved),
      hot?.labels == cold?.labels ? nil : card("Saved fast", hot, data, .saved),
      card("Decompress a block, p50", hot, data, .decompressP50), card("Compress", hot, data, .compress),
    ].compactMap(\.self)
  }

  static func markup(_ reading: RunReading) -> Markup {
    let compression = CompressionReading(reading)
    return .joined([
      CodecPart.markup(compression, reading),
      part(ContentReading(compression).subject, reading),
      part(TierReading.pages(compression).subject, reading, isWide: true),
      EffectiveMemoryPart.markup(compression, reading),
      part(TierReading.storage(compression).subject, reading, isWide: true),
      StreamPart.markup(compression, reading),
      part(ClaimReading(compression).subject, reading, isWide: true),
      ThreadPart.markup(compression, reading),
      EveryFigurePart.markup(compression, reading),
    ])
  }

  private static func card(
    _ name: String, _ choice: CompressionChoice?, _ data: CompressionData, _ figure: CompressionFigure
  ) -> Card? {
    guard let choice, let estimate = figure.estimate(choice) else { return nil }
    return Card(name, estimate, notes: [choice.name, data.name])
  }

  /// A part that only has tables.
  private static func part(_ subject: Subject, _ reading: RunReading, isWide: Bool = false) -> Markup {
    SubjectMarkup.section(subject, samples: measured(subject), reading, isWide: isWide) { Markup.empty }
  }

  /// The figures of a subject's first table that the Run holds; the others follow from these. Samples of all tables
  /// would make pages of many megabytes; they are in the document.
  static func measured(_ subject: Subject) -> [Estimate] {
    subject.tables.prefix(1).flatMap(\.estimates).filter { CompressionFigure.ids.contains($0.metric.id) }
  }
}

/// Every figure of every choice, behind a click.
enum EveryFigurePart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ compression: CompressionReading, _ reading: RunReading) -> Markup {
    let tables = compression.data.filter { !$0.choices.isEmpty }.map { data in
      let threads = Set(data.choices.flatMap(\.threadCounts)).union([1]).sorted()
      var table = EstimateTable(data.choices, title: data.name, CompressionFigure.all(threads: threads))
      table.dropEmptyColumns()
      return table
    }
    guard !tables.isEmpty else { return .empty }
    let subject = Subject(title: "Every figure of every codec", explanation: "", tables: tables)
    return SectionParts.section(
      subject.title,
      explanation:
        "Ratio p10, p50, p90: of the single blocks. Of, compressed to: bytes of all blocks."
    ) {
      for table in tables {
        SectionParts.details("\(table.title): \(table.estimates.count) figures") {
          SubjectMarkup.table(table, subject, reading).markup
        }
      }
    }
  }
}
