internal import Experiment

/// What disturbed each block, against its limits.
enum NoiseSection {
  static func markup(_ run: Run) -> Markup? {
    guard !run.blocks.isEmpty else { return nil }
    return .element("section") {
      Markup.element("h3", "Noise")
      Markup.element(
        "p", ["class": "quiet"],
        "The worst process of each block. ▲ is over the limit for suspect, ✕ over the limit for invalid; an invalid block does not count and is repeated."
      )
      table(run).markup
      reasons(run)
    }
  }

  private static func table(_ run: Run) -> Table {
    let sources = NoiseSource.all(run.plan.limits)
    var table = Table(
      "Noise of each block, its limits in the last rows",
      [("block", .text), ("verdict", .text), ("time", .number)] + sources.map { ($0.name, .number) }
        + [("line between CPUs", .number)])
    for block in run.blocks {
      let noises = run.metrics.flatMap { metric in
        metric.samples.filter { $0.block == block.block && $0.attempt == block.attempt }.map(\.noise)
      }
      let tries = block.attempt == 0 ? "" : ", try \(block.attempt + 1)"
      table.rows.append(
        [
          Markup("\(block.block + 1)\(tries)"), verdict(block.verdict),
          Markup(DisplayUnit("s", for: block.seconds).text(block.seconds)),
        ]
          + sources.map { $0.cell(noises) } + [Markup(placement(noises))])
    }
    for (name, limit) in [("suspect above", \NoiseLimits.Limit.suspect), ("invalid above", \.invalid)] {
      table.add([name, "", ""] + sources.map { $0.format($0.limit[keyPath: limit]) } + [""])
    }
    return table
  }

  private static func verdict(_ verdict: Block.Verdict) -> Markup {
    let sign: String =
      switch verdict {
      case .valid: "✓"
      case .suspect: "▲"
      case .invalid: "✕"
      }
    return .element("span", ["class": "status-\(verdict.rawValue)"], "\(sign) \(verdict.rawValue)")
  }

  /// The range of the placement probe: where the host had put our virtual CPUs.
  private static func placement(_ noises: [Noise]) -> String {
    let times = noises.compactMap(\.placement).flatMap { $0 }.filter(\.isFinite)
    guard let low = times.min(), let high = times.max() else { return "unknown" }
    let unit = DisplayUnit("s", for: high)
    return unit.number(low) == unit.number(high) ? unit.text(high) : "\(unit.number(low))–\(unit.text(high))"
  }

  private static func reasons(_ run: Run) -> Markup? {
    let disturbed = run.blocks.filter { !$0.reasons.isEmpty }
    guard !disturbed.isEmpty else { return nil }
    return .element("details") {
      Markup.element("summary", "Reasons of the verdicts")
      Markup.element("ul") {
        for block in disturbed {
          for reason in block.reasons {
            Markup.element("li", "Block \(block.block + 1), try \(block.attempt + 1): \(reason)")
          }
        }
      }
    }
  }
}

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
    guard let worst = noises.compactMap(value).filter(\.isFinite).max() else { return Markup("unknown") }
    let text = format(worst)
    if worst > limit.invalid { return .element("span", ["class": "over-invalid"], "✕ \(text)") }
    if worst > limit.suspect { return .element("span", ["class": "over-suspect"], "▲ \(text)") }
    return Markup(text)
  }
}
