internal import Experiment

/// A codec for hot, for warm and for cold data, and what it costs beside copying and beside lz4.
struct TierReading: Sendable {
  /// One tier of one kind of data.
  struct Row: Sendable {
    var data: CompressionData
    var tier: CompressionTier
    /// Nil where nothing keeps the tier's rule or nothing saves anything.
    var choice: CompressionChoice?
    /// Whether the choice is within the tier's bounds.
    var keepsRule: Bool
  }

  let rows: [Row]
  let subject: Subject

  /// Tiers of memory: pages, as swap compresses them; zswap gives its codecs no dictionary.
  static func pages(_ reading: CompressionReading) -> TierReading {
    TierReading(
      reading.pages.map(\.withoutDictionaries), title: "Tiers of memory: swap pages, hot, warm and cold",
      sentence: { rows in
        guard let hot = rows.first, let choice = hot.choice, let wait = choice.latency("decompress", "p50"),
          let saved = choice.saved
        else { return nil }
        let bound = hot.keepsRule ? "" : ", more than is good for hot pages"
        let first =
          "For swap (zswap, zram) of \(hot.data.corpus) data take \(choice.name): it saves \(saved.valueText), and a fault waits \(wait.valueText) (p50) for it\(bound)"
        guard let warm = rows.first(where: { $0.tier == .warm })?.choice, warm.labels != choice.labels,
          let wait = warm.latency("decompress", "p50"), let saved = warm.saved
        else { return "\(first)." }
        return
          "\(first); where little is read back, \(warm.name) saves \(saved.valueText) for \(wait.valueText)."
      })
  }

  /// Tiers of storage: blocks of 128 KiB, or the next larger or smaller ones measured.
  static func storage(_ reading: CompressionReading) -> TierReading {
    TierReading(
      reading.preferring(["128k", "64k", "1m", "16k"]), title: "Tiers of storage: hot, warm and cold",
      sentence: { rows in
        var seen: Set<String> = []
        let parts = rows.compactMap { row -> String? in
          guard let choice = row.choice, let saved = choice.saved, seen.insert(choice.name).inserted else {
            return nil
          }
          let tiers = rows.filter { $0.choice?.labels == choice.labels }.map(\.tier.rawValue)
          return
            "\(choice.name) where it is \(tiers.joined(separator: " or ")) (\(saved.valueText) saved)"
        }
        guard let data = rows.first?.data, !parts.isEmpty else { return nil }
        return "For storage of \(data.name), take \(parts.joined(separator: ", "))."
      })
  }

  private init(_ data: [CompressionData], title: String, sentence: ([Row]) -> String?) {
    let kinds = data.map { data in
      CompressionTier.allCases.map { tier in
        let found = tier.choice(of: data)
        return Row(data: data, tier: tier, choice: found?.choice, keepsRule: found?.keepsRule ?? false)
      }
    }
    let rows = kinds.flatMap(\.self)
    let blocks = Set(data.map { $0.labels["block"] }).count
    let common = blocks == 1 ? data.first?.labels["block"].map { LabelText.text("block", $0) } : nil
    var table = Self.table(rows)
    table.title = common ?? ""
    self.rows = rows
    subject = Subject(
      title: title,
      explanation: Self.explanation,
      tables: [table].filter { !$0.rows.isEmpty && !$0.estimates.isEmpty },
      sentence: kinds.lazy.compactMap(sentence).first)
  }

  /// The rules with their numbers.
  static var explanation: String {
    func time(_ seconds: Double) -> String { Units.withoutZeros(of: seconds, unit: "s") }
    let rate = Units.withoutZeros(of: CompressionTier.leastThroughput, unit: "B/s")
    return
      "Hot: the best ratio that decompresses each 4 KiB in at most \(time(CompressionTier.hotP50)) (p50) and \(time(CompressionTier.hotP99)) (p99), a small part of a read from flash, and compresses \(rate), 30,000 pages a second; ✕: none does, the fastest. Warm: the best ratio that no other beats in ratio and decompression and that compresses as much. Cold: the best ratio, whatever it costs. Whole intervals keep the bounds. Of memcpy, of lz4: its throughput as a share of theirs, compressing and decompressing."
  }

  private static func table(_ rows: [Row]) -> EstimateTable {
    let figures: [CompressionFigure] = [
      .ratio, .saved, .compress, .latency("decompress", "p50"), .latency("decompress", "p99", dropped: 7),
    ]
    let bases = ["lz4", "memcpy"].filter { base in rows.contains { $0.data.choice(base) != nil } }
    return EstimateTable(
      labels: ["data", "tier", "codec"], columns: figures.map(\.column),
      more: bases.flatMap { base in
        [("compress", 6), ("decompress", 5)].map { .init("\($0) of \(base)", dropped: $1) }
      },
      rows: rows.map { row in
        let name = row.choice.map { "\($0.name)\(row.keepsRule ? "" : " ✕")" } ?? "none"
        return .init(
          labels: [row.data.corpus, row.tier.rawValue, name],
          cells: figures.map { figure in row.choice.flatMap { figure.estimate($0) } },
          more: bases.flatMap { base in
            ["compress", "decompress"].map { share(row.choice, of: row.data.choice(base), $0) }
          })
      })
  }

  /// Its throughput as a share of another's; empty where one is no result.
  private static func share(_ choice: CompressionChoice?, of base: CompressionChoice?, _ direction: String)
    -> String
  {
    guard let own = choice?.throughput(direction)?.value, let other = base?.throughput(direction)?.value,
      other > 0
    else { return "" }
    return Units.percent(own / other)
  }
}
