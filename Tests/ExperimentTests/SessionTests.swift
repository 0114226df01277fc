import Experiment
import Platform
import Statistics
import Testing

@Suite("Session: order, repeats and bookkeeping")
struct SessionTests {
  /// Measures with a script; the Run, every saved state, and the executor.
  func measure(
    _ run: Run, _ parts: [Part], interruption: Interruption = Interruption(),
    progress: any Progress = SilentProgress(),
    _ answer: @escaping @Sendable (ScriptedExecutor.Call) async throws -> SampleReport
  ) async throws -> (run: Run, saved: [Run], executor: ScriptedExecutor) {
    let executor = ScriptedExecutor(answer)
    let saved = SavedRuns()
    let session = Session(
      parts: parts, executor: executor, progress: progress, interruption: interruption, save: saved.save)
    return (try await session.measure(run), saved.all, executor)
  }

  @Test("Every block takes every part once, in an order that the plan records and the executor saw")
  func everyPartOnceABlock() async throws {
    let result = try await measure(emptyRun(blocks: 8), parts("a", "b", "c", "d", "e")) {
      ScriptedExecutor.report($0)
    }
    #expect(result.run.status == .complete)
    #expect(result.run.plan.order.count == 8)
    #expect(result.run.blocks.map(\.block) == Array(0..<8))
    for order in result.run.plan.order { #expect(order.sorted() == ["a", "b", "c", "d", "e"]) }
    #expect(result.executor.calls.map(\.part) == result.run.plan.order.flatMap { $0 })
    #expect(Set(result.run.plan.order).count > 1)
    for metric in result.run.metrics { #expect(metric.samples.map(\.block) == Array(0..<8)) }
  }

  @Test(
    "Benchmarks take turns: a block holds one benchmark's parts, and its disturbance costs the other nothing")
  func benchmarksTakeTurns() async throws {
    var all = parts("a", "b", "x", "y")
    for index in 2..<4 { all[index].benchmark = "other" }
    let result = try await measure(emptyRun(blocks: 6), all) {
      ScriptedExecutor.report($0, noise: $0.part == "x" ? ScriptedExecutor.loud : Noise())
    }
    #expect(
      result.run.plan.order.map { $0.sorted() } == [
        ["a", "b"], ["x", "y"], ["a", "b"], ["x", "y"], ["a", "b"], ["x", "y"],
      ])
    #expect(
      result.run.blocks.map(\.verdict) == [.valid, .invalid, .valid, .invalid, .valid, .invalid])
    #expect(result.run.metrics.map(\.validValues.count) == [3, 3, 0, 0])
  }

  @Test("The turn of a benchmark that can measure nothing here is left out")
  func anEmptyTurn() async throws {
    var all = parts("a", "x")
    all[1].benchmark = "other"
    let result = try await measure(emptyRun(blocks: 6), all) {
      $0.part == "x" ? SampleReport(notMeasurable: "no x here") : ScriptedExecutor.report($0)
    }
    #expect(result.run.metrics.map(\.samples.count) == [3])
    #expect(result.run.skipped.map(\.part) == ["x"])
    #expect(result.run.status == .complete)
  }

  @Test("The same seed gives the same order and padding, another seed another one")
  func orderIsSeeded() async throws {
    let all = parts("a", "b", "c", "d", "e")
    let first = try await measure(emptyRun(blocks: 5, seed: 7), all) { ScriptedExecutor.report($0) }
    let again = try await measure(emptyRun(blocks: 5, seed: 7), all) { ScriptedExecutor.report($0) }
    let other = try await measure(emptyRun(blocks: 5, seed: 8), all) { ScriptedExecutor.report($0) }
    #expect(first.run.plan.order == again.run.plan.order)
    #expect(first.executor.paddings == again.executor.paddings)
    #expect(first.run.plan.order != other.run.plan.order)
    #expect(first.executor.paddings.allSatisfy { (0..<4096).contains($0) })
    #expect(Set(first.executor.paddings).count > 10)
  }

  @Test("An invalid block is repeated whole; its samples stay, marked")
  func invalidBlockIsRepeated() async throws {
    // Two parts a block: the calls 2 and 3 are block 1, and one of them is loud.
    let result = try await measure(emptyRun(blocks: 3, repeats: 5), parts("a", "b")) {
      ScriptedExecutor.report($0, noise: $0.number == 3 ? ScriptedExecutor.loud : Noise())
    }
    #expect(result.run.blocks.map(\.block) == [0, 1, 1, 2])
    #expect(result.run.blocks.map(\.attempt) == [0, 0, 1, 0])
    #expect(result.run.blocks.map(\.verdict) == [.valid, .invalid, .valid, .valid])
    #expect(result.run.plan.order.count == 4)
    #expect(result.run.validBlocks == 3)
    for metric in result.run.metrics {
      #expect(metric.samples.map(\.block) == [0, 1, 1, 2])
      #expect(metric.samples.map(\.attempt) == [0, 0, 1, 0])
      #expect(metric.samples.map(\.valid) == [true, false, true, true])
      #expect(metric.validValues.count == 3)
    }
    let loudPart = result.executor.calls[3].part
    #expect(result.run.blocks[1].reasons == ["\(loudPart): 50 % stolen by the hypervisor (limit 5 %)"])
  }

  @Test("Repeats are bounded for all blocks together, and an exhausted budget leaves the block invalid")
  func repeatsAreBounded() async throws {
    let result = try await measure(emptyRun(blocks: 3, repeats: 2), parts("a")) {
      ScriptedExecutor.report($0, noise: ScriptedExecutor.loud)
    }
    #expect(result.run.blocks.map(\.block) == [0, 0, 0, 1, 2])
    #expect(result.run.blocks.map(\.attempt) == [0, 1, 2, 0, 0])
    #expect(result.run.validBlocks == 0)
    #expect(result.run.status == .complete)
    #expect(result.run.metrics.map(\.validValues) == [[]])
  }

  @Test("No repeat starts where the time limit would be passed; without a limit it does")
  func timeLimitStopsRepeats() async throws {
    let late = try await measure(emptyRun(blocks: 2, repeats: 9, timeLimit: 0), parts("a")) {
      ScriptedExecutor.report($0, noise: ScriptedExecutor.loud)
    }
    #expect(late.run.blocks.map(\.block) == [0, 1])
    let ample = try await measure(emptyRun(blocks: 2, repeats: 3, timeLimit: 1e9), parts("a")) {
      ScriptedExecutor.report($0, noise: ScriptedExecutor.loud)
    }
    #expect(ample.run.blocks.map(\.attempt) == [0, 1, 2, 3, 0])
  }

  @Test("A part that cannot be measured is skipped once with its reason, and the rest is measured")
  func notMeasurable() async throws {
    let result = try await measure(emptyRun(blocks: 3), parts("a", "b", "c")) {
      if $0.part == "b" { return SampleReport(notMeasurable: "no second CPU") }
      return ScriptedExecutor.report($0)
    }
    #expect(result.run.skipped == [Run.Skipped(part: "b", reason: "no second CPU")])
    #expect(result.executor.calls.count { $0.part == "b" } == 1)
    #expect(result.run.metrics.map(\.id) == ["a", "c"])
    #expect(result.run.metrics.map(\.samples.count) == [3, 3])
    #expect(result.run.plan.order[0].count == 3)
    #expect(result.run.plan.order[1].sorted() == ["a", "c"])
    #expect(result.run.warnings.isEmpty)
  }

  @Test("A part whose process fails becomes a warning and takes no more samples")
  func failingPart() async throws {
    let result = try await measure(emptyRun(blocks: 3), parts("a", "b")) {
      if $0.part == "b", $0.previous == 1 {
        throw SampleFailure("b: the measuring process was killed by signal 7")
      }
      return ScriptedExecutor.report($0)
    }
    #expect(
      result.run.warnings == [
        Run.Warning(
          code: "sample.failed", message: "b: the measuring process was killed by signal 7",
          advice: "run it alone with 'assay mock --part b', and report it if it happens again")
      ])
    #expect(result.executor.calls.count { $0.part == "b" } == 2)
    #expect(result.run.metrics.map(\.samples.count) == [3, 1])
    #expect(result.run.skipped.isEmpty)
    #expect(result.run.status == .complete)
  }

  @Test("The warnings of processes are kept once each")
  func warningsOnce() async throws {
    let warning = Run.Warning(code: "x.y", message: "seen", advice: "do")
    let result = try await measure(emptyRun(blocks: 3), parts("a", "b")) {
      var report = ScriptedExecutor.report($0)
      report.warnings = [warning]
      return report
    }
    #expect(result.run.warnings == [warning])
  }

  @Test("When every part is gone, no empty blocks follow")
  func nothingLeft() async throws {
    let result = try await measure(emptyRun(blocks: 5), parts("a", "b")) { _ in
      SampleReport(notMeasurable: "no")
    }
    #expect(result.run.blocks.count == 1)
    #expect(result.run.metrics.isEmpty)
    #expect(result.run.skipped.map(\.part).sorted() == ["a", "b"])
  }

  @Test("A block that brought no value does not count", arguments: ["cannot", "fails", "says nothing"])
  func emptyBlock(_ how: String) async throws {
    let result = try await measure(emptyRun(blocks: 3, repeats: 2), parts("a")) {
      if $0.number == 0 { return ScriptedExecutor.report($0) }
      switch how {
      case "cannot": return SampleReport(notMeasurable: "no")
      case "fails": throw SampleFailure("a: gone")
      default: return SampleReport()
      }
    }
    #expect(result.run.validBlocks == 1)
    #expect(result.run.blocks.dropFirst().allSatisfy { $0.verdict == .invalid })
    #expect(result.run.blocks.dropFirst().allSatisfy { $0.reasons == ["no part was measured"] })
    #expect(result.run.metrics.map(\.samples.count) == [1])
  }

  @Test("A Run without parts ends at once, without blocks")
  func noParts() async throws {
    let result = try await measure(emptyRun(), []) { ScriptedExecutor.report($0) }
    #expect(result.run.status == .complete)
    #expect(result.run.blocks.isEmpty)
    #expect(result.executor.calls.isEmpty)
    #expect(result.saved.last == result.run)
  }
}
