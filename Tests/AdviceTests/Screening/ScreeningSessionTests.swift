import Experiment
import Platform
import Testing

@testable import Advice

@Suite struct ScreeningSessionTests {
  private let settings = TrialFixture.knobs.map { (key: "sysctl/vm.\($0)", value: "2") }

  private func effects(_ changes: [Double]) -> [KnobExecutor.Effect] {
    zip(TrialFixture.knobs, changes).map {
      KnobExecutor.Effect(file: "proc/sys/vm/\($0.0)", usual: "1", effect: $0.1)
    }
  }

  private func session(
    _ engine: TunerEngine, _ executor: KnobExecutor, _ interruption: Interruption = Interruption()
  )
    -> ScreeningSession
  {
    ScreeningSession(blocks: .of(engine, executor, interruption: interruption), save: { _ in })
  }

  private func report(_ data: ScreeningData, _ engine: TunerEngine) -> ScreeningReport {
    ScreeningReport(
      data, knobs: engine.factors, notScreened: engine.notTested, delta: 0.01, seed: 1, settled: "at once")
  }

  @Test func findsTheKnobsThatMatterAmongSeven() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine(settings)
    let executor = KnobExecutor(fixture, effects([0.1, 0, 0, -0.1, 0, 0, 0]), noise: 0.01)
    let design = try ScreeningDesign(factors: 7, folded: true, seed: 3)
    let data = try await session(engine, executor).take(
      design, base: .started("base"), treated: .started("with"))
    #expect(data.base.blocks.count == 17 && data.treated.blocks.count == 16)
    #expect(data.treated.status == .complete)
    let report = report(data, engine)
    #expect(report.effects.filter(\.matters).map(\.knob) == [0, 3])
    #expect(report.effects[0].ratio > 1 && report.effects[3].ratio < 1)
    #expect(report.candidates == [0])
    #expect(try fixture.isClean())
    for knob in TrialFixture.knobs { #expect(try fixture.value("proc/sys/vm/\(knob)") == "1") }
  }

  @Test func whatDriftsIsTakenOut() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine(settings)
    let design = try ScreeningDesign(factors: 7, folded: true, seed: 3)
    let executor = KnobExecutor(fixture, effects([]), noise: 0)
    var data = try await session(engine, executor).take(
      design, base: .started("base"), treated: .started("with"))
    // As if every block had been 1 % higher than the one before it.
    for (place, step) in data.steps.enumerated() {
      let factor = 1000 * (1 + 0.01 * Double(place))
      if step.row == nil {
        data.base.metrics[0].samples[step.block].value = factor
      } else {
        data.treated.metrics[0].samples[step.block].value = factor
      }
    }
    let responses = data.responses(of: data.base.metrics[0].key)
    #expect(responses.allSatisfy { abs($0 ?? 1) < 1e-4 })
    #expect(report(data, engine).effects.allSatisfy { !$0.matters })
  }

  @Test func aDisturbedRunIsTakenAgain() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine(settings)
    let executor = KnobExecutor(fixture, effects([])) { number in
      var noise = Noise()
      if number == 5 { noise.stealShare = 0.9 }
      return noise
    }
    let design = try ScreeningDesign(factors: 7, folded: false, seed: 3)
    let data = try await session(engine, executor).take(
      design, base: .started("base"), treated: .started("with"))
    #expect(data.treated.blocks.count == 9)
    #expect(data.responses(of: data.base.metrics[0].key).allSatisfy { $0 != nil })
  }

  @Test func twoBenchmarksShareTheAppliesAndKeepTheirBlocks() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine(settings)
    let executor = KnobExecutor(fixture, effects([0.1, 0, 0, -0.1, 0, 0, 0]), noise: 0.01) { number in
      var noise = Noise()
      // The first run's second benchmark: only that is taken again.
      if number == 3 { noise.stealShare = 0.9 }
      return noise
    }
    var session = session(engine, executor)
    session.blocks.parts.append(
      Part(id: "scheduler.requests", benchmark: "scheduler", workload: "{}", timeLimit: 1))
    let design = try ScreeningDesign(factors: 7, folded: true, seed: 3)
    let data = try await session.take(design, base: .started("base"), treated: .started("with"))
    #expect(data.base.blocks.count == 2 * 17 + 1 && data.treated.blocks.count == 2 * 16 + 1)
    let report = report(data, engine)
    #expect(report.countedRuns == 16 && report.notAnalysed.isEmpty)
    #expect(report.effects.filter(\.matters).map(\.knob) == [0, 0, 3, 3])
    #expect(try fixture.isClean())
  }

  @Test func whereEverythingIsDisturbedAFewRunsAreTakenAgainAndNoMore() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine(settings)
    let executor = KnobExecutor(fixture, effects([])) { _ in
      var noise = Noise()
      noise.stealShare = 0.9
      return noise
    }
    let design = try ScreeningDesign(factors: 7, folded: false, seed: 3)
    let data = try await session(engine, executor).take(
      design, base: .started("base"), treated: .started("with"))
    #expect(data.treated.blocks.count == 8 + 2)
    #expect(report(data, engine).effects.isEmpty)
    #expect(try fixture.isClean())
  }

  @Test(arguments: [0, 3, 8]) func aRequestToEndTakesEverythingBack(sample: Int) async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine(settings)
    let interruption = Interruption()
    let executor = KnobExecutor(fixture, effects([])) { number in
      if number == sample { interruption.request() }
      return Noise()
    }
    let design = try ScreeningDesign(factors: 7, folded: false, seed: 3)
    let data = try await session(engine, executor, interruption).take(
      design, base: .started("base"), treated: .started("with"))
    #expect(data.treated.status == .interrupted)
    #expect(try fixture.isClean())
    #expect(report(data, engine).isInterrupted)
  }

  @Test func aFailureTakesEverythingBack() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine(settings)
    let executor = KnobExecutor(fixture, effects([])) { number in
      if number == 6 { throw SampleFailure("it broke") }
      return Noise()
    }
    let design = try ScreeningDesign(factors: 7, folded: false, seed: 3)
    await #expect(throws: TrialProblem.self) {
      try await session(engine, executor).take(design, base: .started("base"), treated: .started("with"))
    }
    #expect(try fixture.isClean())
  }
}
