import Experiment
import Platform
import TestSupport
import Testing

@testable import AIOBenchmark

@Suite(
  .enabled(if: LiveFile.isDirect, "no direct I/O on temporary files"), .timeLimit(.minutes(10)))
struct VerifyWorkerTests {
  private let tree: TemporaryTree

  init() throws { tree = try TemporaryTree() }

  private var target: String { "\(tree.path)/target" }
  private var hasJournal: Bool { Files.exists(WriteJournal.path(beside: target)) }

  private func workload(_ range: IORange, _ change: (inout IOLoad) -> Void = { _ in }) -> VerifyWorkload {
    let load = IOLoad().with {
      $0.access = .randwrite
      $0.depth = 4
      change(&$0)
    }
    return VerifyWorkload(
      range: range, load: load, journalBeside: target, cpus: LiveFile.cpus, window: 0.3, seed: 1)
  }

  @Test(arguments: LiveFile.engines, [IOJob.Sync.none, .fdatasync, .dsync])
  func everyAcknowledgedWriteIsReadBack(engine: IOJob.Engine, sync: IOJob.Sync) throws {
    let file = try LiveFile(byteCount: 256 << 10)
    let workload = workload(file.range) {
      $0.engine = engine
      $0.depth = engine == .sync ? 1 : 4
      $0.sync = sync
    }
    let context = WorkerContext()
    let found = try AIOBenchmark.measure(.verify(workload), in: context)
    let verified = try #require(found.first { $0.id == "aio.verified_blocks" })
    #expect((1...64).contains(verified.value))
    #expect(found.allSatisfy { $0.labels["verify"] == "yes" && $0.labels["sync"] == sync.rawValue })
    #expect(context.warnings.map(\.code) == ["aio.verify_costs"])
    #expect(!hasJournal)
  }

  @Test func readsAmongTheWritesAreNotStamped() throws {
    let file = try LiveFile(byteCount: 256 << 10)
    let found = try VerifyWorker(workload(file.range) { $0.access = .randrw }).measure(in: WorkerContext())
    #expect(try #require(found.first { $0.id == "aio.verified_blocks" }).value > 0)
    #expect(found.contains { $0.id == "aio.latency" && $0.labels["direction"] == "read" })
  }

  /// A device that takes every write and keeps none; one that is asked for by name keeps its journal for later.
  @Test(arguments: [true, false])
  func lostWritesAreLoud(isOwn: Bool) throws {
    let range = IORange(path: "/dev/null", byteCount: 256 << 10, mayWrite: true, isOwn: isOwn)
    let failure = #expect(throws: SampleFailure.self) {
      try VerifyWorker(workload(range) { $0.isDirect = false }).measure(in: WorkerContext())
    }
    #expect(try #require(failure).description.contains("blocks are not what was acknowledged"))
    #expect(hasJournal == !isOwn)
  }

  @Test func anEngineThatCannotBeSetUpIsAReasonAndLeavesNoJournal() throws {
    let file = try LiveFile(byteCount: 256 << 10)
    var range = file.range
    // Reached through a link of the kernel's, which only the tool's own file may be: hence by its own name.
    try tree.write("target", String(repeating: "x", count: 256 << 10))
    range.path = target
    range.isOwn = false
    let reason = #expect(throws: NotMeasurable.self) {
      try VerifyWorker(workload(range) { $0.engine = .sync }).measure(in: WorkerContext())
    }
    #expect(try #require(reason).description.contains("the engine could not be set up"))
    #expect(!hasJournal)
  }
}
