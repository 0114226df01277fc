import Experiment
import Platform
import Statistics
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Message wake-ups and requests", .timeLimit(.minutes(10)))
struct MessageTests {
  @Test("The quick suite lets the scheduler place workers, the others pin them as well")
  func plan() throws {
    let quick = try makePlan(Machine.small, suite: .quick) { $0.parts = [.message] }
    #expect(quick.names == ["message pinning=none"])
    #expect(
      quick.skipped == [
        Run.Skipped(
          part: "scheduler.message pinning=cpu",
          reason: "the quick suite lets the scheduler place workers; use --suite standard")
      ])
    let standard = try makePlan(Machine.hybrid) {
      $0.parts = [.message]
      $0.duration = 0.3
    }
    #expect(standard.names == ["message pinning=none", "message pinning=cpu"])
    #expect(standard.skipped.isEmpty)
    for case .message(let workload) in try standard.workloads() {
      #expect(workload.cpus.count == 20 && workload.window == 0.3)
      #expect(
        workload.loads == workload.loads.sorted() && workload.loads.allSatisfy { (1..<100).contains($0) })
    }
  }

  @Test("More workers than threads may be started are refused")
  func threads() throws {
    #expect(
      try refusal(Machine.regular(nodes: 1, cores: 8), rights: SchedulerPlan.Rights(threadLimit: 8)) {
        $0.parts = [.message]
      } == "scheduler.message needs 9 threads, and the limit here is 8 (pids.max or ulimit -u)")
  }

  @Test("Peak, request latency and wake-ups of every load", arguments: MessageWorkload.Pinning.allCases)
  func measure(pinning: MessageWorkload.Pinning) throws {
    let found = try OwnThread.run {
      let workload = MessageWorkload(
        cpus: try Affinity.current().numbers, pinning: pinning, loads: [20, 60], pieces: 10, window: 0.04,
        seed: 1, primary: true)
      return try MessageWorker(workload).measure(in: WorkerContext())
    }
    let rates = found.filter { $0.id == "scheduler.requests" }
    #expect(rates.map { $0.labels["load"] } == ["closed", "20", "60"])
    #expect(rates.map { $0.role == .primary } == [true, false, false])
    #expect(
      rates.allSatisfy { $0.value > 0 && $0.unit == "op/s" && $0.labels["pinning"] == pinning.rawValue })
    for load in ["closed", "20", "60"] {
      let median = try #require(
        found.first {
          $0.id == "scheduler.request_latency" && $0.labels["load"] == load && $0.labels["quantile"] == "p50"
        })
      #expect(median.value > 1e-6)
      #expect((median.role == .primary) == (load != "closed"))
      #expect(median.histogram.flatMap(LatencyHistogram.init(encoded:)) != nil)
    }
    #expect(found.contains { $0.id == "scheduler.wakeup_latency" && $0.labels["source"] == "message" })
  }
}
