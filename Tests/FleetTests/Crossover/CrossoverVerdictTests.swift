import Comparison
import Experiment
import FoundationEssentials
import Glibc
import Testing

@testable import Fleet

@Suite("Verdicts of crossovers")
struct CrossoverVerdictTests {
  private static func judge(
    _ plan: CrossoverPlan? = nil, spread: Double = 0.001, ratios: [Double]
  ) throws -> CrossoverVerdict {
    let plan = try plan ?? CrossoverFixture.plan()
    return CrossoverVerdict(plan, boots: CrossoverFixture.boots(plan, spread: spread, ratios: ratios))
  }

  private static func metric(_ verdict: CrossoverVerdict) throws -> CrossoverMetric {
    try #require(verdict.metrics.first { $0.key == CrossoverFixture.key })
  }

  @Test("The effect is the median over the nodes of their own shifts")
  func shift() throws {
    let verdict = try Self.judge(ratios: [0.9, 0.8, 0.5])
    let metric = try Self.metric(verdict)
    #expect(metric.nodes.map(\.name) == ["n1", "n2", "n3"])
    for (node, ratio) in zip(metric.nodes, [0.9, 0.8, 0.5]) {
      #expect(abs(try #require(node.ratio) - ratio) < 1e-9)
      #expect(node.base.count == 3 && node.candidate.count == 3)
    }
    let effect = try #require(metric.effect)
    #expect(abs(effect.ratio - 0.8) < 1e-9 && effect.level == 0.95)
    #expect(abs(try #require(effect.lower) - 0.60863) < 1e-5)
    #expect(abs(try #require(effect.upper) - 0.84853) < 1e-5)
    // All 9 bases above all candidates of their nodes: 2 of 20³ divisions.
    #expect(abs(try #require(metric.p) - 2.0 / 8_000) < 1e-12)
    #expect(metric.isExact == true)
    #expect(metric.verdict == .worse && verdict.verdict == .worse)
    #expect(
      metric.reason.hasPrefix("20.0 % worse (") && metric.reason.hasSuffix("p 0.00025"), "\(metric.reason)")
    #expect(
      verdict.reason.hasPrefix("worse in 1 of 1 primary metric: memory.bandwidth{kernel=triad} 20.0 % worse"))
  }

  @Test(
    "Better, the same, and neither",
    arguments: [
      (0.001, 1.2, Verdict.better), (0.001, 0.8, .worse), (0.001, 1.0, .same), (0.001, 1.004, .same),
      (0.2, 1.05, .inconclusive),
    ])
  func verdicts(spread: Double, ratio: Double, expected: Verdict) throws {
    let verdict = try Self.judge(spread: spread, ratios: [ratio])
    #expect(verdict.verdict == expected, "\(verdict.reason)")
  }

  @Test("Exchanging the kernels turns better into worse, and the ratio over")
  func mirrored() throws {
    let plan = try CrossoverFixture.plan()
    let boots = CrossoverFixture.boots(plan, spread: 0.001, ratios: [1.2, 1.1, 1.3])
    let there = CrossoverVerdict(plan, boots: boots)
    let back = CrossoverVerdict(
      plan,
      boots: boots.map {
        CrossoverBoot(node: $0.node, arm: $0.arm == .base ? .candidate : .base, values: $0.values)
      })
    #expect(there.verdict == .better && back.verdict == .worse)
    let (one, other) = (try Self.metric(there), try Self.metric(back))
    #expect(one.p == other.p)
    let (forth, turned) = (try #require(one.effect), try #require(other.effect))
    #expect(abs(forth.ratio * turned.ratio - 1) < 1e-9)
    let (lower, upper) = (try #require(forth.lower), try #require(turned.upper))
    #expect(abs(lower * upper - 1) < 1e-9)
  }

  @Test("Where less is better, more is worse")
  func direction() throws {
    let plan = try CrossoverFixture.plan()
    let key = Metric.Key(id: "link.latency")
    let verdict = CrossoverVerdict(
      plan,
      boots: CrossoverFixture.boots(plan) { node, arm, number in
        let value = (1 + 0.001 * Double(number)) * (arm == .candidate ? 1.1 : 1) * 1e-5
        return [key: CrossoverFixture.value(value, unit: "s", better: .lower)]
      })
    #expect(verdict.verdict == .worse)
    #expect(verdict.metrics.first?.reason.hasPrefix("10.0 % worse (+9.") == true, "\(verdict.reason)")
  }

  @Test("Several primary metrics are judged together, informational ones alone and without a vote")
  func holm() throws {
    let plan = try CrossoverFixture.plan(nodes: 2, boots: 3)
    let names = (0..<10).map { Metric.Key(id: "primary.m\($0)") }
    let hint = Metric.Key(id: "hint")
    let boots = CrossoverFixture.boots(plan) { _, arm, number in
      // Each as far apart as it can be: 2 of 400 divisions.
      let value = (arm == .candidate ? 0.9 : 1) * (1 + 0.001 * Double(number))
      var values = Dictionary(uniqueKeysWithValues: names.map { ($0, CrossoverFixture.value(value)) })
      values[hint] = CrossoverFixture.value(value, role: .informational)
      return values
    }
    let verdict = CrossoverVerdict(plan, boots: boots)
    let primary = verdict.metrics.filter { $0.role == .primary }
    #expect(primary.count == 10 && primary.allSatisfy { abs(($0.adjustedP ?? 0) - 0.05) < 1e-9 })
    #expect(primary.allSatisfy { $0.verdict == .inconclusive } && verdict.verdict == .inconclusive)
    let told = try #require(verdict.metrics.first { $0.key == hint })
    #expect(told.verdict == .worse && told.adjustedP == nil)
    #expect(abs(try #require(told.p) - 0.005) < 1e-12)
  }

  @Test("Boots that are missing are told, and the others judged")
  func incomplete() throws {
    let plan = try CrossoverFixture.plan()
    let all = CrossoverFixture.boots(plan, spread: 0.001, ratios: [0.8])
    let some = all.filter { $0.node != "n3" || $0.arm == .base }.dropFirst()
    let verdict = CrossoverVerdict(
      plan, boots: Array(some) + [CrossoverBoot(node: "n9", arm: .base, values: [:])])
    #expect(
      verdict.missing == [
        "n1: 1 of 3 boots of 6.1.0-47 are missing", "n3: 3 of 3 boots of 6.1.0-56 are missing",
      ])
    #expect(verdict.nodes.map(\.base) == [2, 3, 3] && verdict.nodes.map(\.candidate) == [3, 3, 0])
    let metric = try Self.metric(verdict)
    // C(5, 2) · C(6, 3) divisions, of which the mirror image of the true one is none: the sizes differ.
    #expect(abs(try #require(metric.p) - 1.0 / 200) < 1e-12)
    #expect(metric.verdict == .worse)
    #expect(metric.nodes.last?.ratio == nil && metric.nodes.last?.candidate.isEmpty == true)
  }

  @Test("What cannot be compared says why")
  func faults() throws {
    let plan = try CrossoverFixture.plan()
    func judged(_ value: (Interleaving.Arm, Int) -> CrossoverBoot.Value?) throws -> CrossoverMetric {
      let verdict = CrossoverVerdict(
        plan,
        boots: CrossoverFixture.boots(plan) { _, arm, number in
          value(arm, number).map { [CrossoverFixture.key: $0] } ?? [:]
        })
      return try Self.metric(verdict)
    }
    let lacking = try judged { arm, _ in arm == .base ? CrossoverFixture.value(1) : nil }
    #expect(lacking.verdict == .incomparable && lacking.reason == "no boot of 6.1.0-56 has it")
    let units = try judged { arm, _ in CrossoverFixture.value(1, unit: arm == .base ? "B/s" : "op/s") }
    #expect(units.verdict == .incomparable && units.p == nil && units.effect == nil)
    let zero = try judged { _, _ in CrossoverFixture.value(0) }
    #expect(zero.verdict == .same && zero.reason == "every boot's value is 0")
    let some = try judged { _, number in CrossoverFixture.value(Double(number)) }
    #expect(some.verdict == .invalid && some.reason.hasPrefix("a value of 0.0 is in no ratio"))
    let endless = try judged { _, _ in CrossoverFixture.value(.infinity) }
    #expect(endless.verdict == .invalid)
  }

  @Test("A metric that no node has under both kernels, and a crossover of nothing")
  func nothing() throws {
    let plan = try CrossoverFixture.plan(nodes: 2, boots: 4)
    let split = CrossoverVerdict(
      plan,
      boots: CrossoverFixture.boots(plan) { node, arm, _ in
        (node == 0) == (arm == .base) ? [CrossoverFixture.key: CrossoverFixture.value(1)] : [:]
      })
    #expect(split.verdict == .invalid)
    #expect(split.metrics.first?.reason == "no node has it under both kernels")
    let empty = CrossoverVerdict(plan, boots: [])
    #expect(
      empty.verdict == .invalid && empty.reason == "no primary metric was measured"
        && empty.missing.count == 2)
  }

  @Test("A boot is one value, however many samples it has, and those that do not count are none")
  func boots() {
    let run = CrossoverFixture.run(kernel: "k", values: [1, 2, 100], valid: [true, true, false])
    let more = CrossoverFixture.run(kernel: "k", values: [3])
    let foreign = CrossoverFixture.run(kernel: "k", values: [1_000], unit: "op/s")
    let void = CrossoverFixture.run(kernel: "k", values: [1], valid: [false])
    #expect(CrossoverBoot(node: "n", arm: .base, runs: [run]).values[CrossoverFixture.key]?.median == 1.5)
    #expect(
      CrossoverBoot(node: "n", arm: .base, runs: [run, more, foreign]).values[CrossoverFixture.key]?.median
        == 2)
    #expect(CrossoverBoot(node: "n", arm: .base, runs: [void]).values.isEmpty)
  }

  @Test("The same boots give the same document, and it names its schema")
  func document() throws {
    let verdict = try Self.judge(ratios: [0.9])
    #expect(try verdict.encoded() == Self.judge(ratios: [0.9]).encoded())
    let bytes = try verdict.encoded()
    #expect(String(decoding: bytes, as: UTF8.self).contains("\"schema\" : \"assay.crossover-verdict/1\""))
    #expect(try JSONDecoder().decode(CrossoverVerdict.self, from: Data(bytes)) == verdict)
  }
}

@Suite("Error rates of crossovers")
struct CrossoverTruthTests {
  @Test("The same seed gives the same rates; a clear effect is found, and nothing else too often")
  func rates() {
    let truth = CrossoverTruth(trials: 20, seed: 3)
    let slower = truth.rates(nodes: 3, bootsPerKernel: 3, metrics: 3, effect: -0.1)
    #expect(slower.trials == 20 && slower.found == 20)
    #expect(slower == truth.rates(nodes: 3, bootsPerKernel: 3, metrics: 3, effect: -0.1))
    let alike = truth.rates(nodes: 3, bootsPerKernel: 3, metrics: 3, effect: 0)
    // More than this has a chance of 1 in 10,000 where it is 5 % that are promised.
    #expect(alike.found == 0 && alike.falseAlarms <= 6)
    #expect(alike.covered >= 13 && slower.covered >= 13)
  }

  @Test("Tables have as many cells as columns")
  func tables() {
    let tables = CrossoverTruth(trials: 1, seed: 1).tables
    #expect(tables.count == 2)
    for table in tables {
      #expect(table.rows.first.map { $0().cells.count } == table.columns.count)
    }
  }
}
