import Experiment
import Platform
import Testing

@Suite("Session: saving and interruption")
struct SessionInterruptionTests {
  private struct DiskFull: Error {}

  private func session(
    _ executor: ScriptedExecutor, _ parts: [Part], interruption: Interruption = Interruption(),
    progress: any Progress = SilentProgress(), save: @escaping @Sendable (Run) throws -> Void
  ) -> Session {
    Session(parts: parts, executor: executor, progress: progress, interruption: interruption, save: save)
  }

  @Test("The Run is saved before the first block, after every block, and at the end")
  func savedAfterEveryBlock() async throws {
    let saved = SavedRuns()
    let executor = ScriptedExecutor { ScriptedExecutor.report($0) }
    let run = try await session(executor, parts("a", "b"), save: saved.save).measure(emptyRun(blocks: 3))
    #expect(saved.all.map(\.blocks.count) == [0, 1, 2, 3, 3])
    #expect(saved.all.map(\.status) == [.running, .running, .running, .running, .complete])
    // What a kill leaves behind holds every finished block whole.
    for state in saved.all {
      for metric in state.metrics { #expect(metric.samples.count == state.blocks.count) }
      #expect(state.plan.order.count == state.blocks.count)
    }
    #expect(saved.all.last == run)
  }

  @Test("An invalid block is saved before it is repeated")
  func savedBeforeRepeat() async throws {
    let saved = SavedRuns()
    let executor = ScriptedExecutor {
      ScriptedExecutor.report($0, noise: $0.number == 0 ? ScriptedExecutor.loud : Noise())
    }
    _ = try await session(executor, parts("a"), save: saved.save).measure(emptyRun(blocks: 1, repeats: 1))
    #expect(saved.all.map(\.blocks.count) == [0, 1, 2, 2])
    #expect(saved.all[1].blocks[0].verdict == .invalid)
  }

  @Test("An interruption in a block keeps complete blocks, drops the begun one, and is saved last")
  func interruptedInBlock() async throws {
    let interruption = Interruption()
    let saved = SavedRuns()
    // Three parts a block: call 4 is the second of block 1.
    let executor = ScriptedExecutor {
      if $0.number == 4 { interruption.request() }
      return ScriptedExecutor.report($0)
    }
    let run = try await session(
      executor, parts("a", "b", "c"), interruption: interruption, save: saved.save
    ).measure(emptyRun(blocks: 4))
    #expect(run.status == .interrupted)
    #expect(run.blocks.map(\.block) == [0])
    #expect(run.plan.order.count == 1)
    #expect(run.metrics.map(\.samples.count) == [1, 1, 1])
    #expect(executor.calls.count == 5)
    #expect(saved.all.last == run)
    #expect(saved.all.map(\.status) == [.running, .running, .interrupted])
  }

  @Test("A process that the interruption stopped is no failure of its part")
  func interruptedProcess() async throws {
    let interruption = Interruption()
    let executor = ScriptedExecutor { _ in
      interruption.request()
      throw SampleFailure("a: the measuring process was killed by signal 2")
    }
    let run = try await session(executor, parts("a"), interruption: interruption, save: { _ in }).measure(
      emptyRun())
    #expect(run.status == .interrupted)
    #expect(run.warnings.isEmpty)
    #expect(run.blocks.isEmpty)
  }

  @Test("The interruption cancels the process that is running")
  func cancelsRunningProcess() async throws {
    let interruption = Interruption()
    let executor = ScriptedExecutor { call in
      interruption.request()
      // Ends only by being cancelled: far longer than any test may take.
      try await Task.sleep(for: .seconds(3_600))
      return ScriptedExecutor.report(call)
    }
    let run = try await session(executor, parts("a"), interruption: interruption, save: { _ in }).measure(
      emptyRun())
    #expect(run.status == .interrupted)
  }

  @Test("An end that was asked for before the start measures nothing")
  func interruptedBeforeStart() async throws {
    let interruption = Interruption()
    interruption.request()
    let executor = ScriptedExecutor { ScriptedExecutor.report($0) }
    let run = try await session(executor, parts("a"), interruption: interruption, save: { _ in }).measure(
      emptyRun())
    #expect(run.status == .interrupted)
    #expect(executor.calls.isEmpty)
  }

  @Test("A document that cannot be saved ends the session with that error", arguments: [0, 1, 2])
  func saveFails(atBlock block: Int) async throws {
    let executor = ScriptedExecutor { ScriptedExecutor.report($0) }
    let progress = RecordedProgress()
    let failing = session(executor, parts("a"), progress: progress) { run in
      if run.blocks.count == block { throw DiskFull() }
    }
    await #expect(throws: DiskFull.self) { try await failing.measure(emptyRun(blocks: 5)) }
    #expect(executor.calls.count == block)
    // The bar must be gone before the error is printed.
    #expect(progress.all.last == "finished")
  }

  @Test("Progress hears of every block, part and judgement")
  func progressIsTold() async throws {
    let progress = RecordedProgress()
    let executor = ScriptedExecutor {
      ScriptedExecutor.report($0, noise: $0.number == 0 ? ScriptedExecutor.loud : Noise())
    }
    _ = try await session(executor, parts("a"), progress: progress, save: { _ in })
      .measure(emptyRun(blocks: 2, repeats: 1))
    #expect(
      progress.all == [
        "block 0/2 try 0", "part 0/1", "invalid", "block 0/2 try 1", "part 0/1", "valid", "block 1/2 try 0",
        "part 0/1",
        "valid", "finished",
      ])
  }
}
