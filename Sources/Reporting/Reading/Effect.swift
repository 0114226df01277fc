internal import Experiment
internal import Statistics

/// By how much one estimate differs from another, from samples of the same tries of blocks.
struct Effect: Sendable {
  /// The share by which it is more: 0.1 for a tenth; negative for less.
  let center: Double
  /// The ends around it.
  let range: ClosedRange<Double>
  /// Whether these are a 95 % interval; otherwise they are the least and the most of the pairs.
  let isInterval: Bool

  /// Nil with fewer than three pairs of valid samples, and where the ratios fall into several modes.
  init?(of estimate: Estimate, against base: Estimate) {
    func values(_ estimate: Estimate) -> [BlockID: Double] {
      Dictionary(
        estimate.points.filter { $0.standing != .invalid && $0.value > 0 }.map {
          (BlockID($0.block, $0.attempt), $0.value)
        }, uniquingKeysWith: { first, _ in first })
    }
    let (own, others) = (values(estimate), values(base))
    let tries = own.keys.filter { others[$0] != nil }.sorted {
      ($0.block, $0.attempt) < ($1.block, $1.attempt)
    }
    let pairs = tries.compactMap { key in own[key].flatMap { value in others[key].map { (value, $0) } } }
    let ratios = pairs.map { $0.0 / $0.1 }
    guard pairs.count >= Estimate.fewestSamples, (Modes.detect(in: ratios)?.clusters.count ?? 1) == 1,
      let ratio = PairedRatio(of: pairs.map(\.0), to: pairs.map(\.1)), let least = ratios.min(),
      let most = ratios.max(), most.isFinite
    else { return nil }
    center = ratio.estimate - 1
    isInterval = ratio.interval != nil
    range = ratio.interval.map { $0.lower - 1...$0.upper - 1 } ?? least - 1...most - 1
  }

  /// `+8.2 %`.
  var text: String { Self.signed(center) }
  /// `+3.1 to +12 %`.
  var rangeText: String {
    let ends = (Self.signed(range.lowerBound), Self.signed(range.upperBound))
    return ends.0 == ends.1 ? ends.0 : "\(ends.0.dropLast(2)) to \(ends.1)"
  }

  private static func signed(_ share: Double) -> String {
    let text = Units.percent(share)
    return text.hasPrefix("-") ? "−\(text.dropFirst())" : "+\(text)"
  }
}
