/// The codecs by ratio and time of a call, and how the times of their calls are spread.
enum CodecPart {
  /// So many choices have their distribution drawn.
  private static let mostDistributions = 5

  /// The part with its heading; empty where there is nothing to show. The first data is shown, the others are behind
  /// clicks.
  static func markup(_ compression: CompressionReading, _ reading: RunReading) -> Markup {
    let codecs = CodecReading(compression)
    var subject = codecs.subject
    subject.tables = codecs.tables.filter { $0.data.labels == compression.main?.labels }.map(\.table)
    let rest = codecs.tables.filter { $0.data.labels != compression.main?.labels }
    return .joined([
      SubjectMarkup.section(
        subject, samples: CompressionSection.measured(subject), reading, isWide: true
      ) { compression.main.map(figures) },
      .joined(
        rest.map { data, table in
          SectionParts.details("\(data.name): the same") {
            let figures = figures(data)
            if !figures.isEmpty { SectionParts.grid { figures } }
            SubjectMarkup.table(table, subject, reading).markup
          }
        }),
    ])
  }

  private static func figures(_ data: CompressionData) -> Markup {
    let directions = ["decompress", "compress"]
    let fronts = directions.map { FrontReading(data, $0) }
    return .joined((fronts.map(front) + fronts.map(distributions)).compactMap(\.self))
  }

  private static func front(_ front: FrontReading) -> Markup? {
    guard front.entries.count > 1 else { return nil }
    let plot = FrontPlot(
      title: "Ratio over the time to \(front.direction): \(front.data.name)",
      costName: "time to \(front.direction) a block (p50), logarithmic", costUnit: "s", gainName: "ratio",
      points: front.entries.map { entry in
        .init(
          name: entry.choice.name, cost: entry.latency, gain: entry.ratio, standing: entry.standing,
          series: series(entry.choice), isAlternative: !entry.choice.hasDictionary,
          title:
            "ratio \(entry.ratio.markedText), \(entry.latency.markedText); unbeaten: \(front.text(entry.choice))"
        )
      })
    return Figure(
      title: plot.title,
      note:
        "Up and left is better. Line: the best ratio that so much time buys. Hollow: another choice is as good in both and better in one, beyond doubt.\(front.entries.contains(where: \.choice.hasDictionary) ? " The line leaves out choices with a dictionary." : "")",
      draw: { plot.draw(width: $0) }
    ).markup
  }

  /// Which colour and shape a codec has in every drawing.
  private static func series(_ choice: CompressionChoice) -> Int {
    switch choice.codec {
    case "memcpy": 4
    case "lz4": 0
    case "lz4hc": 1
    case "zstd": choice.hasDictionary ? 3 : 2
    default: 3
    }
  }

  /// Of the choices that no other beats: the first, the last and some between, evenly.
  private static func distributions(_ front: FrontReading) -> Markup? {
    let choices = front.unbeaten.map(\.choice)
    let count = choices.count
    let places = Set((0..<mostDistributions).map { $0 * (count - 1) / (mostDistributions - 1) })
    guard count > 0 else { return nil }
    return DistributionFigure(
      title: "How many calls to \(front.direction) take how long: \(front.data.name)",
      xName: "takes at least", things: "calls",
      entries: places.sorted().compactMap { place in
        choices[place].distribution(front.direction).map { (choices[place].name, $0) }
      }
    ).markup
  }
}
