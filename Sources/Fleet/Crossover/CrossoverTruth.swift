internal import Comparison
internal import Experiment
internal import Glibc
internal import Statistics

/// How often crossovers are right, by simulating fleets whose kernels differ by a known effect.
///
/// The same seed and number of trials give the same rates. Promised: nothing that has no effect is called better or worse
/// in more than 5 % of the crossovers, all primary metrics of one together.
public struct CrossoverTruth: Sendable {
  /// Simulated crossovers of each row.
  public var trials: Int
  /// Seed of everything.
  public var seed: UInt64

  /// A simulation of so many crossovers a row.
  public init(trials: Int, seed: UInt64) {
    self.trials = trials
    self.seed = seed
  }

  /// How boots differ from each other without an effect; relative, in logarithms.
  public struct Noise: Sendable, Equatable {
    /// Standard deviation of the nodes' levels: the same in all boots of a node.
    public var nodes = 0.1
    /// Standard deviation of a boot's median.
    public var boots = 0.01
    /// How much of its deviation a boot has from the boot before it on the node: 0 to below 1.
    public var carried = 0.0
    /// By how much a node drifts from its first boot to its last.
    public var drift = 0.0
    /// Of a hundred boots so many are worse by a tenth, whatever the kernel.
    public var outliers = 0.0

    /// Nodes that differ by a tenth, boots that differ by a hundredth.
    public init() {}
  }

  /// What came of the crossovers.
  public struct Rates: Sendable, Equatable {
    /// Crossovers.
    public var trials: Int
    /// Those in which the planted effect was found, with its sign.
    public var found: Int
    /// Those in which a primary metric without an effect was called better or worse.
    public var falseAlarms: Int
    /// Those in which the planted effect lay in its interval.
    public var covered: Int
  }

  /// Crossovers of a kernel that changes the first metric by this much, and no other; higher is better.
  ///
  /// - Parameter effect: relative, above −1; 0 plants none, and the first metric is one of the others.
  public func rates(
    nodes: Int = 3, bootsPerKernel: Int = 4, metrics: Int = 20, effect: Double, noise: Noise = Noise()
  ) -> Rates {
    var rates = Rates(trials: trials, found: 0, falseAlarms: 0, covered: 0)
    var generator = SeededGenerator(seed: seed)
    let names = (1...nodes).map { "n\($0)" }
    for _ in 0..<trials {
      // A plan that cannot show anything is not simulated.
      guard
        let plan = try? CrossoverPlan(
          nodes: names, bootsPerKernel: bootsPerKernel, primaryMetrics: metrics, seed: generator.next(),
          base: "A", candidate: "B")
      else { return rates }
      let boots = simulated(plan, metrics, effect, noise, &generator)
      let verdict = CrossoverVerdict(plan, boots: boots)
      for metric in verdict.metrics where metric.labels["index"] == "0" {
        if metric.verdict == (effect > 0 ? .better : .worse), effect != 0 { rates.found += 1 }
        if let lower = metric.effect?.lower, let upper = metric.effect?.upper,
          (lower...upper).contains(1 + effect)
        {
          rates.covered += 1
        }
      }
      let nulls = verdict.metrics.filter { effect == 0 || $0.labels["index"] != "0" }
      if nulls.contains(where: { $0.verdict == .better || $0.verdict == .worse }) { rates.falseAlarms += 1 }
    }
    return rates
  }

  private func simulated(
    _ plan: CrossoverPlan, _ metrics: Int, _ effect: Double, _ noise: Noise,
    _ generator: inout SeededGenerator
  ) -> [CrossoverBoot] {
    var boots: [CrossoverBoot] = []
    for node in plan.nodes {
      let levels = (0..<metrics).map { _ in noise.nodes * generator.deviate() }
      var deviations = (0..<metrics).map { _ in generator.deviate() }
      for (place, arm) in node.arms.enumerated() {
        var values: [Metric.Key: CrossoverBoot.Value] = [:]
        let drift = noise.drift * Double(place) / Double(max(1, plan.phases - 1))
        let isOutlier = generator.share() < noise.outliers
        for index in 0..<metrics {
          if place > 0 {
            let fresh = (1 - noise.carried * noise.carried).squareRoot() * generator.deviate()
            deviations[index] = noise.carried * deviations[index] + fresh
          }
          let change = arm == .candidate && index == 0 ? log1p(effect) : 0
          let value = levels[index] + drift + change + noise.boots * deviations[index] - (isOutlier ? 0.1 : 0)
          values[Metric.Key(id: "crossover.value", labels: ["index": String(index)])] = CrossoverBoot.Value(
            unit: "1", better: .higher, role: .primary, median: exp(value))
        }
        boots.append(CrossoverBoot(node: node.name, arm: arm, values: values))
      }
    }
    return boots
  }
}
