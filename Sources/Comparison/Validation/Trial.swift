internal import Experiment
internal import Statistics

/// One simulated comparison: two sides whose truth is known, and what is said of them.
struct Trial {
  /// How the two sides are taken, and how they are judged.
  enum Arrangement: Sendable {
    /// In turns, in the order that `assay check` draws; judged pair by pair.
    case interleaved
    /// One after the other, judged as such.
    case separate
    /// One after the other, but judged as if it had been in turns.
    case mistaken
  }

  let arrangement: Arrangement
  let noise: NoiseModel
  /// Blocks of each side.
  let blocks: Int
  /// Primary metrics.
  let metrics: Int
  /// What the candidate's values of the first metric are multiplied with.
  var factor = 1.0

  /// The two sides: the same metrics, higher being better, of which the first was changed.
  func sides(_ generator: inout SeededGenerator) -> (base: [Metric], candidate: [Metric]) {
    let order = Array(Interleaving.order(pairs: blocks, seed: generator.next()))
    var base: [Metric] = []
    var candidate: [Metric] = []
    for index in 0..<metrics {
      let series = noise.values(2 * blocks, metric: index, &generator)
      var arms: (base: [Double], candidate: [Double]) = ([], [])
      let half = series.count / 2
      for place in series.indices where place < 2 * half {
        let isBase = arrangement.isInterleaved ? order[place] == "A" : place < half
        if isBase { arms.base.append(series[place]) } else { arms.candidate.append(series[place]) }
      }
      if index == 0 { arms.candidate = arms.candidate.map { $0 * factor } }
      base.append(Self.metric(index, arms.base))
      candidate.append(Self.metric(index, arms.candidate))
    }
    return (base, candidate)
  }

  /// The metrics of one simulated comparison, judged.
  func judged(_ generator: inout SeededGenerator, rules: ComparisonRules) -> [MetricComparison] {
    let sides = sides(&generator)
    return Comparison.judged(
      bases: [sides.base], candidate: sides.candidate, design: arrangement.judgedAs, delta: rules.delta,
      significance: rules.significance, isDetailed: false)
  }

  private static func metric(_ index: Int, _ values: [Double]) -> Metric {
    Metric(
      id: "trial.metric", labels: ["index": String(index)], unit: "op/s", better: .higher, role: .primary,
      samples: values.enumerated().map { Sample(value: $1, block: $0, valid: true, noise: Noise()) })
  }
}

extension Trial.Arrangement {
  fileprivate var isInterleaved: Bool { self == .interleaved }
  fileprivate var judgedAs: Design { self == .separate ? .separate : .interleaved }
}
