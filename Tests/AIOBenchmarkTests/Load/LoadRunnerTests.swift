import Experiment
import Platform
import Statistics
import Testing

@testable import AIOBenchmark

/// Loads on a real file: all figures of one must agree.
@Suite(
  .enabled(if: LiveFile.isDirect, "no direct I/O on temporary files"), .timeLimit(.minutes(10)))
struct LoadRunnerTests {
  private static let window = 0.03

  /// What a load gave in a window that was long enough for one request: disks may stall for longer than a short one.
  private struct Measured {
    var load: IOLoad
    var seconds = LoadRunnerTests.window
    var result = LoadRunner.Result()
  }

  private func run(_ change: (inout IOLoad) -> Void) throws -> Measured {
    var measured = Measured(load: IOLoad().with(change))
    let file = try LiveFile()
    while true {
      measured.result = try file.runner.run(measured.load, seconds: measured.seconds)
      #expect(measured.result.total.failure == nil)
      if measured.result.total.operations > 0 || measured.seconds > 10 { return measured }
      measured.seconds *= 4
    }
  }

  /// What holds for every load, however fast the device is.
  private func agree(_ measured: Measured) throws {
    let (load, result) = (measured.load, measured.result)
    let total = result.total
    #expect(total.operations > 0)
    #expect(total.operations == Int(total.reads.total + total.writes.total))
    #expect(total.complete.total == total.reads.total + total.writes.total)
    #expect(total.reads.total == 0 || load.access != .write && load.access != .randwrite)
    #expect(total.writes.total == 0 || load.access.writes)
    // Those in flight when the window begins are submitted before it, those when it ends end after it.
    let inFlight = load.depth * load.jobs
    #expect(abs(Int(total.submit.total) - total.operations) <= (inFlight == load.jobs ? 0 : inFlight))
    // Each job's rate is of its own window, of which the longest is told.
    #expect(result.rate * total.window >= Double(total.operations) * 0.999)
    #expect(total.window < 60 && total.userSeconds + total.systemSeconds > 0)

    // Little's law: the sum of all times is the window times the requests in flight. Histograms know values to 0.1 %.
    let sum = [total.reads, total.writes].reduce(0.0) { $0 + Double($1.total) * ($1.mean ?? 0) * 1e-9 }
    if load.jobs == 1 { #expect(abs(total.depthHeld * total.window / sum - 1) < 2e-3) }
    #expect(total.depthHeld * total.window >= sum * 0.998)
    // A request that was submitted before the window brings all of its time into it.
    let longest = Double(max(total.reads.maximum ?? 0, total.writes.maximum ?? 0)) * 1e-9
    if load.rate == nil && load.jobs == 1 {
      #expect(total.depthHeld <= Double(inFlight) * (1 + longest / total.window) * 1.002)
    }
    #expect(total.submit.minimum.map { Double($0) * 1e-9 <= longest } ?? false)
  }

  @Test(arguments: pairs(IOLoad.Access.allCases, [1, 2]))
  func everyAccessCountsWhatItDoes(access: IOLoad.Access, jobs: Int) throws {
    let measured = try run {
      $0.access = access
      $0.jobs = jobs
      $0.depth = 4
      $0.readPercent = 50
    }
    try agree(measured)
  }

  @Test(arguments: pairs(LiveFile.engines, [1, 2]))
  func everyEngineHoldsOneRequestAtATime(engine: IOJob.Engine, jobs: Int) throws {
    let measured = try run {
      $0.engine = engine
      $0.jobs = jobs
    }
    try agree(measured)
    // Nothing is in flight when a window of one at a time begins: no more than all of it can be spent.
    #expect(measured.result.total.depthHeld <= Double(jobs))
  }

  @Test(arguments: pairs(LiveFile.engines.filter { $0 != .sync }, [2, 8]))
  func batchesCountEveryRequest(engine: IOJob.Engine, batch: Int) throws {
    let measured = try run {
      $0.engine = engine
      $0.depth = 8
      $0.batch = batch
    }
    try agree(measured)
  }

  @Test(arguments: [1, 2])
  func arrivalsAreNoMoreThanTheirRate(jobs: Int) throws {
    let measured = try run {
      $0.rate = 1_000
      $0.depth = 8
      $0.jobs = jobs
    }
    try agree(measured)
    // Due from the loop's begin to the window's end, at most the ramp of 5 ms before it; the first one at once.
    let due = 1_000 * (measured.seconds + 0.005) + 1
    #expect(Double(measured.result.total.operations) <= Double(jobs) * due)
  }

  @Test(arguments: [IOJob.Sync.fsync, .fdatasync, .dsync])
  func onlyFlushesOfTheirOwnAreCounted(sync: IOJob.Sync) throws {
    let measured = try run {
      $0.access = .randwrite
      $0.sync = sync
    }
    try agree(measured)
    #expect(measured.result.total.syncs == (sync == .dsync ? 0 : measured.result.total.operations))
  }

  /// Each of two sequential jobs writes its own half, from its first block on.
  @Test func sequentialJobsShareTheRange() throws {
    let file = try LiveFile(byteCount: 65_536)
    let before = try file.blocks()
    let load = IOLoad().with {
      $0.access = .write
      $0.jobs = 2
    }
    #expect(try file.runner.run(load, seconds: Self.window).total.failure == nil)
    let after = try file.blocks()
    #expect(after[0] != before[0] && after[8] != before[8])
    // A queue of one request writes the same bytes again and again, two queues write different ones.
    let halves = [0..<8, 8..<16].map { half in Set(half.filter { after[$0] != before[$0] }.map { after[$0] })
    }
    #expect(halves[0] == [after[0]] && halves[1] == [after[8]] && halves[0] != halves[1])
  }

  @Test func theRoundsBeforeTheWindowAreCounted() throws {
    let file = try LiveFile()
    let rule = SteadyState.Rule(round: 0.02, most: 5)
    let (result, isSteady) = try file.runner.settled(IOLoad(), rule, seconds: Self.window)
    #expect(result.total.rounds.count == SteadyState.rounds)
    #expect(result.total.rounds.reduce(0, +) > 0)
    #expect(isSteady == SteadyState.isReached(result.total.rounds.map(Double.init)))
  }

  @Test(arguments: LiveFile.engines)
  func aRequestThatMovesTooLittleEndsIt(engine: IOJob.Engine) throws {
    let file = try LiveFile.cut()
    let load = IOLoad().with {
      $0.engine = engine
      $0.access = .read
    }
    let failure = #expect(throws: IOQueue.Failure.self) {
      try file.runner.settled(load, LiveFile.settling, seconds: 10)
    }
    #expect(failure?.stage == .short && failure?.offset == 8_192 && failure?.moved == 512)
  }

  @Test func aFileThatCannotBeOpenedIsAReason() {
    let range = IORange(path: "/nonexistent/file", byteCount: 4_096, mayWrite: false, isOwn: false)
    #expect(throws: NotMeasurable.self) {
      try LoadRunner(range: range, cpus: LiveFile.cpus, seed: 1).run(IOLoad(), seconds: 0)
    }
  }
}
