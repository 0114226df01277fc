internal import Experiment
internal import Glibc

/// A metric's verdict in one line for people.
struct Reason: CustomStringConvertible {
  let description: String

  /// - Parameter fewest: blocks below which nothing is significant.
  init(_ metric: MetricComparison, delta: Double, fewest: Int) {
    let blocks = min(metric.base?.samples ?? 0, metric.candidate?.samples ?? 0)
    let size = metric.effect.map { Self.size($0, metric.better) } ?? "a change that is no ratio"
    var text: String
    switch metric.verdict {
    case .better, .worse:
      let p = metric.adjustedP ?? metric.p ?? 1
      text = "\(size), p \(Self.probability(p))"
    case .same:
      text = "\(size): within ±\(Self.percent(delta))"
    default:
      text = blocks < fewest ? "\(size); \(blocks) blocks cannot show anything, \(fewest) can" : size
      if let more = metric.blocksToDecide {
        text += "; \(more) more \(more == 1 ? "block" : "blocks") should settle it"
      }
      if let least = metric.minimumDetectableEffect {
        text += "; changes from \(Self.percent(least)) on would show"
      }
    }
    description = text
  }

  /// `3.1 % worse (2.2 % to 4.0 %)`.
  static func size(_ effect: Effect, _ better: Metric.Direction) -> String {
    let change = effect.ratio - 1
    let word = change == 0 ? "unchanged" : (change > 0) == (better == .higher) ? "better" : "worse"
    let head = change == 0 ? word : "\(percent(abs(change))) \(word)"
    guard let lower = effect.lower, let upper = effect.upper else { return head }
    return "\(head) (\(signed(lower - 1)) to \(signed(upper - 1)))"
  }

  /// `+3.1 %`, `−0.4 %`.
  static func signed(_ share: Double) -> String { (share < 0 ? "−" : "+") + percent(abs(share)) }

  /// A share not below 0 with as many digits as people use: `0.04 %`, `3.1 %`, `130 %`.
  static func percent(_ share: Double) -> String {
    let value = share * 100
    guard value.isFinite, value < 1e6 else { return "more than 1000000 %" }
    let decimals = value >= 99.95 ? 0 : value >= 0.095 || value == 0 ? 1 : 2
    return "\(fixed(value, decimals)) %"
  }

  /// `0.003`; `< 0.001`.
  static func probability(_ p: Double) -> String { p < 0.001 ? "< 0.001" : fixed(p, 3) }

  /// A number not below 0 with so many digits after the point.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = Int(pow(10, Double(decimals)))
    let units = Int((value * Double(scale)).rounded())
    guard decimals > 0 else { return "\(units)" }
    let rest = String(units % scale)
    return "\(units / scale)." + String(repeating: "0", count: decimals - rest.count) + rest
  }
}
