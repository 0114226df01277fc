internal import Comparison
internal import Experiment
internal import Glibc
internal import Host
internal import Platform
internal import Statistics

/// How often trials and screenings are right, by simulating machines whose true effects are known: +10 %, 0, −10 %.
///
/// The same seed and number of trials give the same rates. Promised: the sign of ±10 % is found in at least 95 % of
/// repetitions, and nothing that has no effect is called effective in more than 5 %.
public struct PlantedTruth: Sendable {
  /// Simulated experiments of each row.
  public var trials: Int
  /// Seed of everything.
  public var seed: UInt64
  /// The standard deviation of a block's value, relative.
  public var noise: Double
  /// By how much the machine drifts from the first block to the last, relative.
  public var drift: Double
  /// The chance of a block of being wild: another metric of the same machine once took 2.6 times as long in one block of
  /// fifty, with nothing to be seen beside it.
  public var wild = 0.0
  /// By how much a wild block's value is off, as a logarithm, in either direction.
  static let wildness = 0.95

  /// A simulation of so many experiments.
  public init(trials: Int, seed: UInt64, noise: Double = 0.02, drift: Double = 0.1) {
    self.trials = trials
    self.seed = seed
    self.noise = noise
    self.drift = drift
  }

  /// What came of the repetitions of one experiment.
  public struct Rates: Sendable, Equatable {
    /// Repetitions.
    public var trials: Int
    /// Repetitions in which every planted effect was found, with its sign.
    public var found: Int
    /// Repetitions in which anything without an effect was called effective.
    public var falseAlarms: Int
  }

  /// The effects that are planted.
  public static let effects = [0.1, 0.0, -0.1]
  /// The share of repetitions in which a planted effect must be found.
  static let leastFound = 0.95
  /// The share of repetitions in which something without one may be called effective.
  static let mostAlarms = 0.05

  /// Trials of one setting that changes the first of some metrics by this much; higher is better.
  ///
  /// - Parameter pairs: of each trial; nil: until it is decided, as `assay trial` does.
  public func trial(effect: Double, pairs: Int?, metrics: Int = 4) -> Rates {
    var rates = Rates(trials: trials, found: 0, falseAlarms: 0)
    var generator = SeededGenerator(seed: seed)
    let factor = TrialFactor(
      key: "sysctl/vm.planted", name: "sysctl/vm.planted = 1", metrics: [], why: "planted")
    for _ in 0..<trials {
      let most = pairs ?? TrialLooks.mostPairs
      let pair = simulatedPair(effect: effect, pairs: most, metrics: metrics, &generator)
      let looks = pairs.map(TrialLooks.init(once:)) ?? TrialLooks(of: pair.candidate)
      let finding = TrialFinding([factor], Self.judged(pair, looks))
      let wanted: TrialFinding.Decision = effect > 0 ? .helps : .hurts
      if effect != 0, finding.decision == wanted { rates.found += 1 }
      let nulls = finding.comparison.metrics.filter { effect == 0 || $0.labels["index"] != "0" }
      if nulls.contains(where: { $0.verdict == .better || $0.verdict == .worse }) { rates.falseAlarms += 1 }
    }
    return rates
  }

  /// Screenings of so many knobs, of which the first changes the first of two metrics by +10 %, the second by −10 %, and
  /// the others nothing.
  public func screening(knobs: Int, folded: Bool) throws -> Rates {
    var rates = Rates(trials: trials, found: 0, falseAlarms: 0)
    var generator = SeededGenerator(seed: seed)
    let effects = (0..<knobs).map { $0 == 0 ? log(1.1) : $0 == 1 ? log(0.9) : 0 }
    let factors = (0..<knobs).map {
      TrialFactor(
        key: "sysctl/vm.planted\($0)", name: "sysctl/vm.planted\($0) = 1", metrics: [], why: "planted")
    }
    for _ in 0..<trials {
      let design = try ScreeningDesign(factors: knobs, folded: folded, seed: generator.next())
      let data = simulatedScreening(design, effects, &generator)
      let report = ScreeningReport(
        data, knobs: factors, notScreened: [], delta: ComparisonRules().delta, seed: seed,
        settled: "simulated")
      let found = report.effects.filter { $0.matters }
      let isRight = (0..<min(2, knobs)).allSatisfy { knob in
        found.contains { $0.knob == knob && $0.metric.contains("index=0") && ($0.ratio > 1) == (knob == 0) }
      }
      if isRight { rates.found += 1 }
      if found.contains(where: { $0.knob > 1 || !$0.metric.contains("index=0") }) { rates.falseAlarms += 1 }
    }
    return rates
  }

  /// The comparison at the first look that decides, or at the last.
  private static func judged(_ pair: RunPair, _ looks: TrialLooks) -> Comparison {
    var looks = looks
    while true {
      let growing = pair.first(looks.pairs)
      let comparison = Comparison(
        base: growing.base, candidate: growing.candidate, rules: ComparisonRules(look: looks.look))
      if looks.isLast || TrialSession.isDecided(comparison) { return comparison }
      looks.advance()
    }
  }

  // MARK: Machines that never were

  private func simulatedPair(
    effect: Double, pairs: Int, metrics: Int, _ generator: inout SeededGenerator
  ) -> RunPair {
    let order = Interleaving.order(pairs: pairs, seed: generator.next())
    var values: [Interleaving.Arm: [[Double]]] = [:]
    for (place, letter) in order.enumerated() {
      let arm: Interleaving.Arm = letter == "A" ? .base : .candidate
      let level = level(place, of: 2 * pairs)
      values[arm, default: []].append(
        (0..<metrics).map { index in
          let change = arm == .candidate && index == 0 ? log1p(effect) : 0
          return exp(level + change + deviation(&generator))
        })
    }
    var pair = RunPair(
      base: Self.run("base", values[.base] ?? []), candidate: Self.run("candidate", values[.candidate] ?? []))
    pair.both { $0.plan.interleaved?.order = order }
    return pair
  }

  private func simulatedScreening(
    _ design: ScreeningDesign, _ effects: [Double], _ generator: inout SeededGenerator
  ) -> ScreeningData {
    let blocks = 2 * design.rows.count + 1
    func values(_ place: Int, _ change: Double) -> [Double] {
      [change, 0].map { exp(level(place, of: blocks) + $0 + deviation(&generator)) }
    }
    var base = [values(0, 0)]
    var treated: [[Double]] = []
    var steps = [ScreeningData.Step(row: nil, block: 0)]
    for row in design.rows.indices {
      let change = design.factorsOn(in: row).reduce(0) { $0 + effects[$1] }
      treated.append(values(2 * row + 1, change))
      steps.append(.init(row: row, block: row))
      base.append(values(2 * row + 2, 0))
      steps.append(.init(row: nil, block: row + 1))
    }
    var data = ScreeningData(
      design: design, base: Self.run("base", base), treated: Self.run("treated", treated))
    data.steps = steps
    return data
  }

  /// Of a block's value, as a logarithm.
  private func deviation(_ generator: inout SeededGenerator) -> Double {
    let usual = noise * generator.normalDeviate()
    guard wild > 0, Double(generator.next() >> 11) * 0x1p-53 < wild else { return usual }
    return usual + (generator.next() & 1 == 0 ? Self.wildness : -Self.wildness)
  }

  private func level(_ block: Int, of blocks: Int) -> Double {
    drift * Double(block) / Double(max(1, blocks - 1))
  }

  /// A Run of one sample a block: one row of values each.
  private static func run(_ id: String, _ values: [[Double]]) -> Run {
    let cpu = CPUSet([0])
    let topology = Topology(
      packages: 1, dies: 1, cores: 1, coreCPUs: [cpu], packageCPUs: [cpu], cpus: cpu, offlineCPUs: CPUSet(),
      allowedCPUs: cpu, allowedNodes: CPUSet([0]), nodes: [], distances: [], caches: [], coreKinds: [])
    var run = Run(
      id: id, tool: Run.Tool(name: "assay", version: "0", build: "simulated", arguments: []),
      started: "2026-01-01T00:00:00Z",
      host: Fingerprint(mustMatch: [:], declared: [:], noted: [:], topology: topology, settings: [:]),
      plan: Plan(
        suite: .quick, seed: 1, blocks: max(1, values.count), repeats: 0, timeLimit: nil, limits: .standard))
    run.status = .complete
    run.blocks = values.indices.map {
      Block(block: $0, attempt: 0, verdict: .valid, reasons: [], seconds: 1)
    }
    let count = values.first?.count ?? 0
    run.metrics = (0..<count).map { index in
      Metric(
        id: "workload.value", labels: ["index": String(index)], unit: "1", better: .higher, role: .primary,
        samples: values.enumerated().map { Sample(value: $1[index], block: $0, valid: true, noise: Noise()) })
    }
    return run
  }
}

extension RunPair {
  /// The first so many pairs.
  fileprivate func first(_ pairs: Int) -> RunPair {
    var growing = self
    growing.both { run in
      run.plan.blocks = pairs
      if let order = run.plan.interleaved?.order {
        run.plan.interleaved?.order = String(order.prefix(2 * pairs))
      }
      run.blocks.removeAll { $0.block >= pairs }
      for index in run.metrics.indices { run.metrics[index].samples.removeAll { $0.block >= pairs } }
    }
    return growing
  }
}

extension SeededGenerator {
  /// A number from the standard normal distribution, by its quantiles.
  mutating func normalDeviate() -> Double {
    NormalDistribution.quantile((Double(next() >> 11) + 0.5) * 0x1p-53)
  }
}
