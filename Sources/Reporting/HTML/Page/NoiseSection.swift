internal import Experiment

/// What disturbed each block, against its limits.
enum NoiseSection {
  static func markup(_ reading: RunReading) -> Markup? {
    let run = reading.run
    guard !run.blocks.isEmpty else { return nil }
    return SectionParts.section(
      "Noise",
      explanation:
        "\(reading.blockSentence). The worst process of each block. ▲ is over the limit for suspect, ✕ over the limit for invalid; an invalid block does not count and is repeated."
    ) {
      table(run).markup
      reasons(run)
    }
  }

  private static func table(_ run: Run) -> Table {
    let sources = NoiseSource.all(run.plan.limits)
    var table = Table(
      "Noise of each block, its limits in the last rows",
      [("block", .text), ("verdict", .text), ("time", .number)] + sources.map { ($0.name, .number) }
        + [("cache line, CPU to CPU", .number)])
    for block in run.blocks {
      let noises = run.metrics.flatMap { metric in
        metric.samples.filter { $0.block == block.block && $0.attempt == block.attempt }.map(\.noise)
      }
      let tries = block.attempt == 0 ? "" : ", try \(block.attempt + 1)"
      table.rows.append(
        [
          Markup("\(block.block + 1)\(tries)"), verdict(block.verdict),
          Markup(Units.text(block.seconds, unit: "s")),
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
    return Units.range(times.min(), times.max(), unit: "s")
  }

  private static func reasons(_ run: Run) -> Markup? {
    let disturbed = run.blocks.filter { !$0.reasons.isEmpty }
    guard !disturbed.isEmpty else { return nil }
    return SectionParts.details("Reasons of the verdicts") {
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
