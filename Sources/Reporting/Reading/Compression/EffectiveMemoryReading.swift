internal import Experiment

/// How much memory a host has in effect when its cold pages are compressed.
struct EffectiveMemoryReading: Sendable {
  static let id = "compression.effective_memory"
  /// Shares of memory that are cold.
  static let coldShares = [0.1, 0.3, 0.5]

  /// How many times its size memory holds.
  ///
  /// Of data as large as U the share c is cold and takes U·c/r, the rest takes U·(1 − c); both together fill the
  /// memory M, so that U/M = 1 / (1 − c + c/r).
  ///
  /// - Parameters:
  ///   - coldShare: of the data, 0...1.
  ///   - ratio: of the cold data; above 0.
  static func factor(coldShare: Double, ratio: Double) -> Double {
    1 / (1 - coldShare + coldShare / ratio)
  }

  let subject: Subject

  init(_ reading: CompressionReading) {
    let tables = reading.pages.map { data in
      EstimateTable(
        data.choices.filter { !$0.isCopy && $0.ratio != nil && $0.savesPerhaps }, title: data.name,
        [.ratio]
          + Self.coldShares.map { share in
            CompressionFigure("\(Units.percent(share)) cold") { choice in Self.estimate(choice, share) }
          })
    }
    subject = Subject(
      title: "Effective memory with cold pages compressed", better: "higher is better",
      explanation:
        "How many times its size memory holds: 1 / (1 − c + c/ratio), with c the share of the data that is cold and compressed. What saves nothing is left out.",
      tables: tables.filter { !$0.rows.isEmpty },
      sentence: reading.pages.lazy.compactMap(Self.sentence).first)
  }

  private static func estimate(_ choice: CompressionChoice, _ share: Double) -> Estimate? {
    choice.ratio?.derived(id, unit: "1") { factor(coldShare: share, ratio: $0.value) }
  }

  /// What a usual share of cold memory brings with the best ratio.
  private static func sentence(_ data: CompressionData) -> String? {
    let share = coldShares[1]
    guard
      let best = data.withoutDictionaries.saving.max(by: { ($0.ratio?.value ?? 0) < ($1.ratio?.value ?? 0) }),
      let factor = estimate(best, share)?.value
    else { return nil }
    return
      "With \(Units.percent(share)) of \(data.corpus) data cold and compressed by \(best.name), 100 GiB hold as much as \(Units.digits(factor * 100)) GiB."
  }
}
