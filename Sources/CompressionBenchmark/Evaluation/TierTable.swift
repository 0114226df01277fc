/// Which codec suits pages that are wanted back often, seldom, or hardly ever.
public enum TierTable {
  /// How soon a page must be back.
  public enum Tier: String, Sendable, CaseIterable {
    /// Wanted again soon: in a few microseconds.
    case hot
    /// Wanted now and then: sooner than any disk gives it.
    case warm
    /// Hardly ever wanted: what saves most.
    case cold

    /// Seconds that bringing a page back may take at p50; nil where it does not matter. A read from a fast NVMe disk takes
    /// some tens of microseconds.
    public var limit: Double? {
      switch self {
      case .hot: 4e-6
      case .warm: 16e-6
      case .cold: nil
      }
    }
  }

  /// A tier and what it is made of.
  public struct Row: Sendable, Equatable {
    /// The tier.
    public var tier: Tier
    /// The figure that saves most within the tier's limit; nil where none is both fast enough and saves anything.
    public var choice: CodecFigure?
  }

  /// All tiers, the fastest first. Of codecs that save the same the faster one is taken.
  public static func of(_ figures: [CodecFigure]) -> [Row] {
    Tier.allCases.map { tier in
      let possible = figures.filter { $0.ratio > 1 && $0.decompressLatency <= tier.limit ?? .infinity }
      return Row(
        tier: tier,
        choice: possible.max { ($0.ratio, -$0.decompressLatency) < ($1.ratio, -$1.decompressLatency) })
    }
  }
}
