/// What somebody says a codec gives: `zstd-1: 85 % at 12 µs`.
public struct CompressionClaim: Sendable, Equatable {
  /// The codec.
  public var setting: CodecSetting
  /// The share of memory that is said to be saved, 0…1.
  public var saving: Double
  /// Seconds that it is said to take; nil where nothing is said.
  public var latency: Double?

  /// A claim.
  public init(_ setting: CodecSetting, saving: Double, latency: Double?) {
    self.setting = setting
    self.saving = saving
    self.latency = latency
  }

  /// Reads `zstd-1: 85 % at 12 µs`, also without spaces, with `us` or `ms`, and without a latency; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let setting = CodecSetting(name: String(parts[0].filter { !$0.isWhitespace }))
    else { return nil }
    let compact = parts[1].filter { !$0.isWhitespace }
    guard let percent = compact.firstIndex(of: "%"), let saved = Self.number(compact[..<percent]), saved < 100
    else { return nil }
    let rest = compact[compact.index(after: percent)...]
    self.init(setting, saving: saved / 100, latency: nil)
    if rest.isEmpty { return }
    guard rest.hasPrefix("at") else { return nil }
    let time = rest.dropFirst(2)
    for (unit, factor) in [("µs", 1e-6), ("us", 1e-6), ("ms", 1e-3)] where time.hasSuffix(unit) {
      guard let count = Self.number(time.dropLast(unit.count)) else { return nil }
      latency = count * factor
      return
    }
    return nil
  }

  private static func number(_ text: some StringProtocol) -> Double? {
    guard !text.isEmpty, text.allSatisfy({ "0123456789.".contains($0) }) else { return nil }
    return Double(text)
  }

  /// A claim beside what was measured.
  public struct Outcome: Sendable, Equatable {
    /// The claim.
    public var claim: CompressionClaim
    /// What was measured; nil where that codec was not.
    public var measured: CodecFigure?

    /// Measured saving less the claimed one, 0.1 for ten points more; nil where it was not measured.
    public var savingDifference: Double? { measured.map { $0.saving - claim.saving } }
    /// Measured time to compress over the claimed latency; nil where one of them is unknown.
    public var compressFactor: Double? { factor(\.compressLatency) }
    /// Measured time to decompress over the claimed latency; nil where one of them is unknown.
    public var decompressFactor: Double? { factor(\.decompressLatency) }

    private func factor(_ latency: KeyPath<CodecFigure, Double>) -> Double? {
      guard let measured, let claimed = claim.latency, claimed > 0 else { return nil }
      return measured[keyPath: latency] / claimed
    }
  }

  /// Sets each claim beside the figure of its codec.
  public static func weigh(_ claims: [CompressionClaim], against figures: [CodecFigure]) -> [Outcome] {
    claims.map { claim in Outcome(claim: claim, measured: figures.first { $0.setting == claim.setting }) }
  }
}
