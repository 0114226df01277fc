internal import Experiment

/// How often data is read back, and so what compressing it may cost.
enum CompressionTier: String, CaseIterable, Sendable {
  case hot, warm, cold

  /// What a hot page may take to decompress: seconds for each 4 KiB, typically and in the worst of a hundred calls. A
  /// read from flash takes about 80 µs: a hot page that is compressed must come back in a small part of that.
  static let hotP50 = 5e-6
  static let hotP99 = 20e-6
  /// What compressing hot and warm data must do at least, bytes a second: what a link of 1 Gbit/s brings, 30,000 pages
  /// a second.
  static let leastThroughput = 125e6

  /// The choice for this tier, and whether it keeps the tier's rule; nil where nothing saves anything.
  ///
  /// Only choices that save something beyond doubt count. Hot: the best ratio of those within `hotP50` and `hotP99`
  /// that compress at `leastThroughput`; where there is none, the one that decompresses fastest. Warm: the best ratio of
  /// those that no other beats in ratio and decompression and that compress at `leastThroughput`. Cold: the best ratio. Of ratios that cannot be
  /// told apart the one that decompresses fastest is chosen. Bounds count as kept when the whole interval keeps them.
  func choice(of data: CompressionData) -> (choice: CompressionChoice, keepsRule: Bool)? {
    let saving = data.saving
    switch self {
    case .hot:
      let fast = saving.filter { Self.isHot($0, data) }
      if let best = Self.best(fast) { return (best, true) }
      let known = saving.filter { $0.latency("decompress", "p50")?.value != nil }
      return known.min { Self.cost($0) < Self.cost($1) }.map { ($0, false) }
    case .warm:
      let front = Set(FrontReading(data, "decompress").unbeaten.map(\.choice.labels))
      return Self.best(
        saving.filter { front.contains($0.labels) && Self.keepsUp($0) }
      ).map { ($0, true) }
    case .cold: return Self.best(saving).map { ($0, true) }
    }
  }

  private static func isHot(_ choice: CompressionChoice, _ data: CompressionData) -> Bool {
    guard keepsUp(choice), let bytes = data.blockBytes, let p50 = choice.latency("decompress", "p50")?.extent,
      let p99 = choice.latency("decompress", "p99")?.extent
    else { return false }
    return p50.upperBound <= hotP50 * bytes / 4096 && p99.upperBound <= hotP99 * bytes / 4096
  }

  private static func keepsUp(_ choice: CompressionChoice) -> Bool {
    (choice.throughput("compress")?.extent?.lowerBound ?? 0) >= leastThroughput
  }

  /// The best ratio; of those that are not below it beyond doubt the one that decompresses fastest.
  private static func best(_ choices: [CompressionChoice]) -> CompressionChoice? {
    guard let best = choices.max(by: { ($0.ratio?.value ?? 0) < ($1.ratio?.value ?? 0) }) else { return nil }
    let least = best.ratio?.extent?.lowerBound ?? 0
    return choices.filter { ($0.ratio?.extent?.upperBound ?? 0) >= least }.min { cost($0) < cost($1) }
  }

  private static func cost(_ choice: CompressionChoice) -> Double {
    choice.latency("decompress", "p50")?.value ?? .infinity
  }
}
