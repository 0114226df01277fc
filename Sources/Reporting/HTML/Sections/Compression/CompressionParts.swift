internal import Experiment

/// How much memory a host has in effect, over the share of it that is cold.
enum EffectiveMemoryPart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ compression: CompressionReading, _ reading: RunReading) -> Markup {
    let subject = EffectiveMemoryReading(compression).subject
    return SubjectMarkup.section(subject, samples: CompressionSection.measured(subject), reading) {
      compression.pages.first.flatMap { figure($0.withoutDictionaries) }
    }
  }

  /// A curve for each tier's choice: more would cover each other.
  private static func figure(_ data: CompressionData) -> Markup? {
    var seen: Set<String> = []
    let choices = CompressionTier.allCases.reversed().compactMap { $0.choice(of: data)?.choice }
      .filter { seen.insert($0.name).inserted }
    let shares = stride(from: 0, through: 60, by: 10).map { Double($0) / 100 }
    let plot = LinePlot(
      title: "Effective memory over the cold share: \(data.name)",
      x: .init(name: "cold and compressed, %", unit: ScaledUnit("%", for: 1), kind: .linear),
      y: .init(name: "times the memory", unit: ScaledUnit("1", for: 1), kind: .linear),
      series: choices.compactMap { choice in
        choice.ratio?.value.map { ratio in
          .init(
            name: choice.name,
            points: shares.map { share in
              let factor = EffectiveMemoryReading.factor(coldShare: share, ratio: ratio)
              return .init(
                x: share, y: factor, title: "\(Units.percent(share)) cold: \(Units.digits(factor))×")
            })
        }
      })
    return Figure(
      title: plot.title, note: "The codecs of the three tiers of memory.", draw: { plot.draw(width: $0) }
    )
    .markup
  }
}

/// What compressing a migration's stream brings, over the speed of the link.
enum StreamPart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ compression: CompressionReading, _ reading: RunReading) -> Markup {
    let subject = StreamReading(compression).subject
    return SubjectMarkup.section(
      subject, samples: CompressionSection.measured(subject), reading, isWide: true
    ) { Markup.empty }
  }
}

/// Throughput over threads.
enum ThreadPart {
  /// So many choices are drawn.
  private static let mostCurves = 5

  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ compression: CompressionReading, _ reading: RunReading) -> Markup {
    let threads = ThreadReading(compression)
    return SubjectMarkup.section(
      threads.subject, samples: CompressionSection.measured(threads.subject), reading, isWide: true
    ) { threads.data.flatMap(figure) }
  }

  private static func figure(_ data: CompressionData) -> Markup? {
    let choices = ThreadReading.choices(data).filter { !$0.isCopy }
    let rates = choices.flatMap { choice in
      choice.threadCounts.compactMap { choice.throughput("compress", threads: $0)?.value }
    }
    let unit = ScaledUnit("B/s", for: rates.max() ?? 0)
    let plot = LinePlot(
      title: "Compressing over threads: \(data.name)",
      x: .init(name: "threads", unit: ScaledUnit("1", for: 1), kind: .linear),
      y: .init(
        name: "uncompressed, \(unit.symbol), logarithmic", unit: unit, kind: .logarithmic(base: 10)),
      series: choices.suffix(mostCurves).map { choice in
        .init(
          name: choice.name,
          points: choice.threadCounts.compactMap { count in
            choice.throughput("compress", threads: count).flatMap { estimate in
              .init(
                x: Double(count), estimate,
                title: "\(LabelText.text("threads", "\(count)")): \(estimate.markedText)")
            }
          })
      }.filter { !$0.points.isEmpty })
    return Figure(title: plot.title, note: "", draw: { plot.draw(width: $0) }).markup
  }
}
