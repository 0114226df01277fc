/// Whether a rate has settled: as the Storage Networking Industry Association asks of solid-state storage ("Solid State
/// Storage Performance Test Specification" 2.0, section 2.1.24): over the last five rounds the range is at most 20 % of
/// their mean, and the line that fits them best rises or falls by at most 10 % of it.
public enum SteadyState {
  /// How long to wait for it.
  public struct Rule: Codable, Sendable, Equatable {
    /// Seconds of a round.
    public var round: Double
    /// Rounds at most.
    public var most: Int

    /// A rule; fewer than five rounds cannot show a steady state.
    public init(round: Double, most: Int) {
      self.round = round
      self.most = most
    }
  }

  /// Rounds that are looked at.
  public static let rounds = 5
  /// Largest range, as a share of the mean.
  public static let range = 0.2
  /// Largest rise or fall of the fitted line over the rounds, as a share of the mean.
  public static let slope = 0.1

  /// Whether the last rounds of these rates were steady; false with fewer rounds, or without any request.
  public static func isReached(_ rates: [Double]) -> Bool {
    guard rates.count >= rounds else { return false }
    let last = Array(rates.suffix(rounds))
    let mean = last.reduce(0, +) / Double(rounds)
    guard mean > 0, let low = last.min(), let high = last.max() else { return false }
    // Least squares over x = -2 … 2, whose squares sum up to 10.
    let middle = Double(rounds - 1) / 2
    let squares = (0..<rounds).reduce(0.0) { $0 + (Double($1) - middle) * (Double($1) - middle) }
    let slope = last.enumerated().reduce(0.0) { $0 + (Double($1.offset) - middle) * $1.element } / squares
    return high - low <= range * mean && abs(slope) * Double(rounds - 1) <= Self.slope * mean
  }
}
