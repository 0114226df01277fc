internal import Experiment

/// One kind of disturbance: how to find it in a process's record, and its limits.
struct NoiseSource {
  var name: String
  var limit: NoiseLimits.Limit
  var value: (Noise) -> Double?
  var format: (Double) -> String

  /// Every kind that has limits.
  static func all(_ limits: NoiseLimits) -> [NoiseSource] {
    let percent = { (share: Double) in Units.percent(share) }
    return [
      NoiseSource(name: "stolen", limit: limits.stealShare, value: \.stealShare, format: percent),
      NoiseSource(
        name: "used by others", limit: limits.otherUseShare, value: \.otherUseShare, format: percent),
      NoiseSource(
        name: "switches a second", limit: limits.involuntarySwitchRate,
        value: { noise in
          guard let count = noise.involuntarySwitches, let window = noise.window, window > 0 else {
            return nil
          }
          return Double(count) / window
        }, format: { Units.fixed($0, decimals: 0) }),
      NoiseSource(name: "I/O pressure", limit: limits.ioPressure, value: \.ioPressure, format: percent),
      NoiseSource(
        name: "memory pressure", limit: limits.memoryPressure, value: \.memoryPressure, format: percent),
      NoiseSource(name: "lost in gaps", limit: limits.gapShare, value: \.gapShare, format: percent),
      NoiseSource(
        name: "speed change", limit: limits.frequencyDrift, value: { $0.frequencyDrift?.magnitude },
        format: percent),
    ]
  }

  /// The worst of these records, marked when it is over a limit.
  func cell(_ noises: [Noise]) -> Markup {
    guard let worst = noises.compactMap(value).filter(\.isFinite).max() else { return Markup(Units.unknown) }
    let text = format(worst)
    if worst > limit.invalid { return .element("span", ["class": "over-invalid"], "✕ \(text)") }
    if worst > limit.suspect { return .element("span", ["class": "over-suspect"], "▲ \(text)") }
    return Markup(text)
  }
}
