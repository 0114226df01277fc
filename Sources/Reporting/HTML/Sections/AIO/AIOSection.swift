/// The AIO benchmark: a part for each question that its loads answer, and every figure behind a click.
enum AIOSection: PageSection {
  static let metricIDs = AIOTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    DepthPart.cards(reading) + KneePart.cards(reading) + SequentialPart.cards(reading)
  }

  static func markup(_ reading: RunReading) -> Markup {
    .joined([
      DepthPart.markup(reading), KneePart.markup(reading), EnginePart.markup(reading),
      BatchingPart.markup(reading), SequentialPart.markup(reading), WritePart.markup(reading),
      RatePart.markup(reading), NodePart.markup(reading), LoadPart.markup(reading),
    ])
  }
}
