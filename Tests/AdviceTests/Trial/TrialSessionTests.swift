import Comparison
import Experiment
import Platform
import Synchronization
import Testing

@testable import Advice

@Suite struct TrialSessionTests {
  private static let file = "proc/sys/vm/swappiness"

  private func effect(_ effect: Double) -> [KnobExecutor.Effect] {
    [KnobExecutor.Effect(file: Self.file, usual: "60", effect: effect)]
  }

  @Test(arguments: [(0.1, TrialFinding.Decision.helps), (-0.1, .hurts), (0, .nothing)])
  func findsWhatIsThere(change: Double, decision: TrialFinding.Decision) async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let session = TrialSession.of(engine, KnobExecutor(fixture, effect(change)))
    let (pair, _) = try await session.take(.started(), factors: [0], pairs: 16)
    let finding = TrialFinding(engine.factors, Comparison(base: pair.base, candidate: pair.candidate))
    #expect(finding.decision == decision, "\(finding.reason)")
    #expect((finding.evidence != nil) == (decision == .helps))
    #expect(finding.comparison.design == .interleaved)
    #expect(try fixture.value(Self.file) == "60")
    #expect(try fixture.isClean())
  }

  @Test func theOrderIsDrawnAndOnlyTheCandidateHasTheSettings() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let session = TrialSession.of(engine, KnobExecutor(fixture, effect(1), noise: 0))
    let (pair, _) = try await session.take(.started(seed: 5), factors: [0], pairs: 12)
    #expect(pair.base.plan.interleaved?.order == Interleaving.order(pairs: 12, seed: 5))
    #expect(pair.candidate.plan.interleaved?.order == pair.base.plan.interleaved?.order)
    #expect(pair.base.metrics[0].samples.allSatisfy { $0.value == 1000 })
    #expect(pair.candidate.metrics[0].samples.allSatisfy { $0.value > 2000 })
    #expect(pair.candidate.host.settings["sysctl/vm.swappiness"] == "10")
    #expect(pair.base.contradiction == nil && pair.candidate.contradiction == nil)
  }

  @Test(arguments: [(0.3, Verdict.better), (-0.3, .worse)])
  func unlessToldItEndsAtTheFirstLookThatDecides(change: Double, verdict: Verdict) async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let session = TrialSession.of(engine, KnobExecutor(fixture, effect(change)))
    let (pair, comparison) = try await session.take(.started(), factors: [0], pairs: nil)
    #expect(comparison?.metrics.map(\.verdict) == [verdict])
    #expect(pair.candidate.blocks.count == TrialLooks(of: pair.candidate).ends[0])
    #expect(pair.candidate.plan.blocks == pair.candidate.blocks.count)
    #expect(pair.candidate.status == .complete)
  }

  @Test func whatStaysUndecidedIsLookedAtUntilThePairsAreSpent() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let session = TrialSession.of(engine, KnobExecutor(fixture, [], noise: 0.2))
    let looks = Mutex<[ComparisonRules.Look?]>([])
    let (pair, comparison) = try await session.take(.started(), factors: [0], pairs: nil) { pair, look in
      looks.withLock { $0.append(look) }
      return Comparison(base: pair.base, candidate: pair.candidate, rules: ComparisonRules(look: look))
    }
    #expect(comparison?.verdict == .inconclusive)
    #expect(pair.candidate.blocks.count == TrialLooks.mostPairs)
    let seen = looks.withLock { $0 }.compactMap { $0 }
    #expect(seen.count == TrialLooks(of: pair.candidate).ends.count)
    #expect(seen.first?.before == 0 && seen.last?.now == 1)
    #expect(zip(seen, seen.dropFirst()).allSatisfy { $0.now == $1.before && $0.before < $0.now })
  }

  @Test func aMachineOnWhichNothingCountsEndsTheTrial() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let executor = KnobExecutor(fixture, []) { _ in
      var noise = Noise()
      noise.stealShare = 0.9
      return noise
    }
    let session = TrialSession.of(engine, executor)
    let (pair, comparison) = try await session.take(.started(), factors: [0], pairs: nil)
    #expect(comparison?.verdict == .invalid)
    #expect(pair.candidate.validBlocks == 0)
    #expect(pair.candidate.blocks.count == 2 * TrialLooks(of: pair.candidate).ends[0])
    #expect(try fixture.isClean())
  }

  @Test func aDisturbedBlockCostsItsPartnerAndThePairIsTakenAgain() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let executor = KnobExecutor(fixture, []) { number in
      var noise = Noise()
      if number == 3 { noise.stealShare = 0.9 }
      return noise
    }
    let (pair, _) = try await TrialSession.of(engine, executor).take(.started(), factors: [0], pairs: 5)
    #expect(pair.base.blocks.count == 6)
    #expect(pair.base.validBlocks == 5 && pair.candidate.validBlocks == 5)
    #expect(pair.base.blocks.map(\.verdict) == pair.candidate.blocks.map(\.verdict))
    #expect(pair.base.contradiction == nil && pair.candidate.contradiction == nil)
  }

  @Test func whatDisturbsOneBenchmarkCostsTheOtherNothing() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    // Samples alternate between the two benchmarks: 3 is the second side's second.
    let executor = KnobExecutor(fixture, effect(0.1)) { number in
      var noise = Noise()
      if number == 3 { noise.stealShare = 0.9 }
      return noise
    }
    var session = TrialSession.of(engine, executor)
    session.parts.append(Part(id: "scheduler.requests", benchmark: "scheduler", workload: "{}", timeLimit: 1))
    let (pair, _) = try await session.take(.started(), factors: [0], pairs: 10)
    for run in [pair.base, pair.candidate] {
      #expect(run.blocks.count == 21 && run.validBlocks == 20 && run.contradiction == nil)
      #expect(run.metrics.map(\.id) == ["memory.bandwidth", "scheduler.requests"])
      #expect(run.metrics.map { $0.samples.count } == [10, 11])
      #expect(run.metrics.map { $0.samples.count(where: \.valid) } == [10, 10])
      #expect(run.plan.interleaved?.order.count == 42)
    }
    let comparison = Comparison(base: pair.base, candidate: pair.candidate)
    #expect(comparison.metrics.map(\.verdict) == [.better, .better])
    #expect(try fixture.isClean())
  }

  @Test func aFailureTakesEverythingBackAndSaysWhy() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let executor = KnobExecutor(fixture, []) { number in
      if number == 4 { throw SampleFailure("it broke") }
      return Noise()
    }
    await #expect {
      try await TrialSession.of(engine, executor).take(.started(), factors: [0], pairs: 8)
    } throws: { error in
      let problem = error as? TrialProblem
      return problem?.kind == .measuring && problem?.description.contains("it broke") ?? false
    }
    #expect(try fixture.value(Self.file) == "60")
    #expect(try fixture.isClean())
  }

  @Test(arguments: 0..<6)
  func aRequestToEndTakesEverythingBackWheneverItComes(sample: Int) async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let interruption = Interruption()
    let executor = KnobExecutor(fixture, []) { number in
      if number == sample { interruption.request() }
      return Noise()
    }
    let saved = Mutex<RunPair?>(nil)
    let session = TrialSession.of(engine, executor, interruption: interruption) { pair in
      saved.withLock { $0 = pair }
    }
    let (pair, _) = try await session.take(.started(), factors: [0], pairs: 8)
    #expect(pair.candidate.status == .interrupted && pair.base.status == .interrupted)
    #expect(saved.withLock { $0 } == pair)
    #expect(try fixture.value(Self.file) == "60")
    #expect(try fixture.isClean())
  }

  @Test func eachSettingIsTriedAloneAfterTheWhole() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.a", "2"), ("sysctl/vm.b", "2"), ("sysctl/vm.c", "2")])
    let effects = [("a", 0.1), ("b", -0.03), ("c", 0.0)].map {
      KnobExecutor.Effect(file: "proc/sys/vm/\($0.0)", usual: "1", effect: $0.1)
    }
    let reports = Mutex<[TrialReport]>([])
    let course = TrialCourse(
      session: .of(engine, KnobExecutor(fixture, effects)), factors: engine.factors,
      begin: { _, seed in (.started(seed: seed), { _ in }) },
      judge: { Comparison(base: $0.base, candidate: $0.candidate, rules: ComparisonRules(look: $1)) },
      found: { report in reports.withLock { $0.append(report) } })
    let start = TrialReport(
      profile: "test", file: "test.yaml", pairs: 0, seed: 1, settled: "at once", factors: engine.factors,
      notTested: [])
    let report = try await course.run(start, pairs: 16, each: true)
    #expect(report.whole?.decision == .helps)
    #expect(report.each.map(\.decision) == [.helps, .hurts, .nothing])
    #expect(reports.withLock { $0.count } == 4)
    let edit = report.edit(keepsUnproven: false)
    #expect(edit.proven == ["sysctl/vm.a"])
    #expect(edit.dropped == ["sysctl/vm.b", "sysctl/vm.c"])
    #expect(try fixture.isClean())
  }
}
