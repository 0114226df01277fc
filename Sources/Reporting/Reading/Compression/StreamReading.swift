internal import Experiment

/// On which links compressing a live migration's stream pays.
struct StreamReading: Sendable {
  static let gainID = "compression.stream_gain"
  static let limitID = "compression.stream_pays_below"
  static let fullID = "compression.stream_full_gain_below"
  /// Links in bit/s.
  static let links = [1e9, 10e9, 25e9, 100e9]

  let subject: Subject

  init(_ reading: CompressionReading) {
    // Memory is sent in packets between 64 KiB and 1 MiB; what is not memory stands in where there is none.
    let kinds = reading.preferring(["128k", "64k", "1m", "16k", "4k"])
    let memory = kinds.filter { $0.corpus == "memory" || $0.corpus == "process" }
    let shown = memory.isEmpty ? Array(kinds.prefix(1)) : memory
    let figures =
      [CompressionFigure.ratio]
      + [
        CompressionFigure("pays below", dropped: 8) { Self.limit($0) },
        CompressionFigure("full gain below", dropped: 5) { Self.fullGain($0) },
      ]
      + Self.links.map { link in CompressionFigure(Self.text(link)) { Self.gain($0, link: link) } }
    subject = Subject(
      title: "Live migration: on which links compressing pays", better: "higher is better",
      explanation:
        "How many times as fast a stream is as without compression on links of these speeds; below 1 it is slower. Time with: max(size/throughput, size/(ratio·link)), without: size/link, so it pays below a link as fast as the throughput, and brings its whole ratio below throughput/ratio. Throughput: of \(reading.threadsText), the slower of compressing and decompressing; n threads on n free CPUs reach about n times as far.",
      tables: shown.map { data in
        EstimateTable(data.choices.filter { !$0.isCopy && Self.limit($0) != nil }, title: data.name, figures)
      }.filter { !$0.rows.isEmpty },
      sentence: shown.lazy.compactMap(Self.sentence).first)
  }

  /// `10 Gbit/s`.
  static func text(_ link: Double) -> String { Units.withoutZeros(of: link, unit: "bit/s") }

  /// The throughput of the slower end.
  private static func slower(_ choice: CompressionChoice) -> Estimate? {
    let ends = ["compress", "decompress"].compactMap { choice.throughput($0) }
    return ends.count == 2 ? ends.min { ($0.value ?? 0) < ($1.value ?? 0) } : nil
  }

  /// A quantity of the stream of each sample of throughput.
  private static func derived(
    _ choice: CompressionChoice, _ id: String, unit: String, _ value: (CompressionStream) -> Double
  ) -> Estimate? {
    guard let rate = slower(choice), let ratio = choice.ratio else { return nil }
    let ratios = Dictionary(
      ratio.points.map { (BlockID($0.block, $0.attempt), $0.value) }, uniquingKeysWith: { first, _ in first })
    return rate.derived(id, unit: unit) { sample in
      guard let ratio = ratios[BlockID(sample.block, sample.attempt)], ratio > 0 else { return .nan }
      return value(CompressionStream(throughput: sample.value, ratio: ratio))
    }
  }

  private static func limit(_ choice: CompressionChoice) -> Estimate? {
    derived(choice, limitID, unit: "bit/s") { $0.throughput * 8 }
  }

  private static func fullGain(_ choice: CompressionChoice) -> Estimate? {
    derived(choice, fullID, unit: "bit/s") { $0.fullGainLink * 8 }
  }

  private static func gain(_ choice: CompressionChoice, link: Double) -> Estimate? {
    derived(choice, gainID, unit: "1") { $0.gain(link: link / 8) }
  }

  /// What is best on each link, where it pays beyond doubt.
  private static func sentence(_ data: CompressionData) -> String? {
    let candidates = data.saving.filter { limit($0)?.isResult == true }
    guard !candidates.isEmpty else { return nil }
    let parts = links.map { speed -> (link: String, best: String?) in
      let gains = candidates.compactMap { choice -> (name: String, value: Double)? in
        guard let estimate = gain(choice, link: speed), let value = estimate.value,
          let range = estimate.extent, range.lowerBound > 1
        else { return nil }
        return (choice.name, value)
      }
      let best = gains.max { $0.value < $1.value }
      return (text(speed), best.map { "\($0.name) (\(Units.digits($0.value))×)" })
    }
    let paying = parts.compactMap { part in part.best.map { "\($0) on \(part.link)" } }
    let idle = parts.filter { $0.best == nil }.map(\.link)
    // The faster the link, the less it pays: what does not pay is the end of the list.
    let none = idle.first.map { "on \($0) and faster none pays" } ?? ""
    let advice =
      paying.isEmpty ? none : "take \(paying.joined(separator: ", "))\(none.isEmpty ? "" : "; \(none)")"
    return "For live migration of \(data.corpus) data \(advice)."
  }
}
