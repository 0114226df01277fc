import Experiment
import Platform
import Statistics
import Synchronization
import Testing

@Suite("Paired session: two Runs in turns")
struct PairedSessionTests {
  /// What both sides were asked for, in order: `A a`, `B a`.
  final class Log: Sendable {
    private let words = Mutex<[String]>([])
    var all: [String] { words.withLock { $0 } }
    func add(_ word: String) { words.withLock { $0.append(word) } }
  }

  static func pair(blocks: Int, repeats: Int = 0, seed: UInt64 = 1) -> RunPair {
    var base = emptyRun(blocks: blocks, repeats: repeats, seed: seed)
    base.id = "base"
    var candidate = emptyRun(blocks: blocks, repeats: repeats, seed: seed)
    candidate.id = "candidate"
    return RunPair(base: base, candidate: candidate)
  }

  /// Takes pairs until the plan is done; `answer` is asked with the side.
  static func measure(
    _ pair: RunPair, _ parts: [Part], interruption: Interruption = Interruption(), log: Log = Log(),
    _ answer: @escaping @Sendable (Interleaving.Arm, ScriptedExecutor.Call) throws -> SampleReport
  ) async throws -> (pair: RunPair, log: [String]) {
    func executor(_ arm: Interleaving.Arm) -> ScriptedExecutor {
      ScriptedExecutor { call in
        log.add("\(arm.rawValue) \(call.part)")
        return try answer(arm, call)
      }
    }
    let session = PairedSession(
      parts: parts, base: executor(.base), candidate: executor(.candidate), progress: SilentProgress(),
      interruption: interruption, save: { _ in })
    var growing = pair
    var course = session.course(seed: pair.candidate.plan.seed)
    var repeats = pair.candidate.plan.repeats
    while course.block < pair.candidate.plan.blocks, !course.isExhausted {
      let before = course.block
      guard try await session.extend(&growing, &course, mayRepeat: repeats > 0) else { break }
      if course.block == before { repeats -= 1 }
    }
    return (growing, log.all)
  }

  @Test("Both take every part in each pair, one right after the other, and each plan names the other Run")
  func everyPartByBoth() async throws {
    let result = try await Self.measure(Self.pair(blocks: 6), parts("a", "b", "c")) {
      ScriptedExecutor.report($1, value: $0 == .base ? 1 : 2)
    }
    #expect(result.log.count == 36)
    for place in stride(from: 0, to: 36, by: 2) {
      #expect(result.log[place].last == result.log[place + 1].last)
      #expect(result.log[place].first != result.log[place + 1].first)
    }
    let (base, candidate) = (result.pair.base, result.pair.candidate)
    #expect(base.plan.order == candidate.plan.order)
    #expect(base.metrics.allSatisfy { $0.validValues == [1, 1, 1, 1, 1, 1] })
    #expect(candidate.metrics.allSatisfy { $0.samples.map(\.block) == Array(0..<6) })
    #expect(base.plan.interleaved?.with == "candidate")
    #expect(candidate.plan.interleaved?.with == "base")
    #expect(base.plan.interleaved?.arm == .base)
    #expect(base.plan.interleaved?.order == candidate.plan.interleaved?.order)
  }

  @Test("Which comes first is drawn for each pair, the same for a seed", arguments: 1...4)
  func orderIsDrawn(seed: Int) async throws {
    let pair = Self.pair(blocks: 40, seed: UInt64(seed))
    let result = try await Self.measure(pair, parts("a")) { ScriptedExecutor.report($1) }
    let order = Array(result.pair.base.plan.interleaved?.order ?? "")
    #expect(order.count == 80)
    let pairs = stride(from: 0, to: order.count, by: 2).map { String(order[$0..<$0 + 2]) }
    #expect(Set(pairs) == ["AB", "BA"])
    #expect(result.log.map { String($0.prefix(1)) }.joined() == String(order))
    let again = try await Self.measure(pair, parts("a")) { ScriptedExecutor.report($1) }
    #expect(again.log == result.log)
  }

  @Test("When one block does not count, its partner does not either, and both are taken again")
  func invalidPairsAreRepeated() async throws {
    let result = try await Self.measure(Self.pair(blocks: 3, repeats: 5), parts("a")) { arm, call in
      ScriptedExecutor.report(call, noise: arm == .base && call.number == 1 ? ScriptedExecutor.loud : Noise())
    }
    for run in [result.pair.base, result.pair.candidate] {
      #expect(run.blocks.map(\.verdict) == [.valid, .invalid, .valid, .valid])
      #expect(run.blocks.map(\.block) == [0, 1, 1, 2])
      #expect(run.blocks.map(\.attempt) == [0, 0, 1, 0])
      #expect(run.metrics[0].samples.map(\.valid) == [true, false, true, true])
      #expect(run.plan.interleaved?.order.count == 8)
    }
    #expect(result.pair.candidate.blocks[1].reasons == ["its partner, block 1 of base, does not count"])
    #expect(result.pair.base.blocks[1].reasons.first?.contains("stolen") == true)
  }

  @Test("Without repeats left a pair that does not count is left behind")
  func repeatsEnd() async throws {
    let result = try await Self.measure(Self.pair(blocks: 3, repeats: 1), parts("a")) {
      ScriptedExecutor.report($1, noise: $0 == .candidate ? ScriptedExecutor.loud : Noise())
    }
    #expect(result.pair.base.blocks.map(\.block) == [0, 0, 1, 2])
    #expect(result.pair.base.validBlocks == 0)
  }

  @Test("A part that one side cannot measure is left out of both, with the reason")
  func onePartIsMissing() async throws {
    let result = try await Self.measure(Self.pair(blocks: 3), parts("a", "b")) { arm, call in
      arm == .base && call.part == "b"
        ? SampleReport(notMeasurable: "no b here") : ScriptedExecutor.report(call)
    }
    #expect(result.pair.base.metrics.map(\.id) == ["a"])
    #expect(result.pair.candidate.metrics.map(\.id) == ["a"])
    #expect(result.pair.base.skipped.map(\.reason) == ["no b here"])
    #expect(result.pair.candidate.skipped.map(\.part) == ["b"])
    #expect(result.log.count { $0.hasSuffix("b") } == 2)
  }

  @Test("A process that fails takes its part out of both, with a warning on its side")
  func oneProcessFails() async throws {
    let result = try await Self.measure(Self.pair(blocks: 3), parts("a", "b")) { arm, call in
      if arm == .candidate, call.part == "a" { throw SampleFailure("a: it broke") }
      return ScriptedExecutor.report(call)
    }
    #expect(result.pair.candidate.warnings.map(\.code) == [Run.sampleFailedCode])
    #expect(result.pair.base.warnings.isEmpty)
    #expect(result.pair.hasFailed)
    #expect(result.pair.base.metrics.map(\.id) == ["b"])
    #expect(result.pair.candidate.metrics.map(\.id) == ["b"])
  }

  @Test("Benchmarks take turns")
  func benchmarksTakeTurns() async throws {
    var all = parts("a", "x")
    all[1].benchmark = "other"
    let result = try await Self.measure(Self.pair(blocks: 6), all) { ScriptedExecutor.report($1) }
    #expect(result.pair.base.plan.order == [["a"], ["x"], ["a"], ["x"], ["a"], ["x"]])
    #expect(result.pair.candidate.plan.order == result.pair.base.plan.order)
  }

  @Test("An end that is asked for leaves whole pairs, and both Runs say so")
  func interrupted() async throws {
    let interruption = Interruption()
    let result = try await Self.measure(Self.pair(blocks: 5), parts("a"), interruption: interruption) {
      arm, call in
      if call.number == 2 { interruption.request() }
      return ScriptedExecutor.report(call)
    }
    for run in [result.pair.base, result.pair.candidate] {
      #expect(run.status == .interrupted)
      #expect(run.blocks.count == 2)
      #expect(run.metrics[0].samples.count == 2)
    }
  }
}
