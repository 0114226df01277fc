/// What counts of one migration.
public struct MigrationFigures: Hashable, Sendable {
  /// The longest time without a sign of the guest, in seconds.
  public var blackout: Double
  /// From start to end, in seconds.
  public var total: Double
  /// The beats' interval that 99 of 100 do not exceed while it migrates, in seconds.
  public var brownout: Double
  /// Bytes on the link.
  public var transferred: Double

  /// These figures.
  public init(blackout: Double, total: Double, brownout: Double, transferred: Double) {
    self.blackout = blackout
    self.total = total
    self.brownout = brownout
    self.transferred = transferred
  }

  /// Of a migration that did not converge: worse than any bound.
  public static let failed = MigrationFigures(
    blackout: .infinity, total: .infinity, brownout: .infinity, transferred: .infinity)

  /// A figure by its name.
  public func value(of figure: Figure) -> Double {
    switch figure {
    case .blackout: blackout
    case .total: total
    case .brownout: brownout
    case .transferred: transferred
    }
  }

  /// The figures' names, as in `--slo`.
  public enum Figure: String, Codable, Hashable, Sendable, CaseIterable {
    /// Seconds.
    case blackout
    /// Seconds.
    case total
    /// Seconds.
    case brownout
    /// Bytes.
    case transferred

    /// The figures that a sweep weighs against each other.
    public static let weighed: [Figure] = [.blackout, .total, .brownout]
  }
}
