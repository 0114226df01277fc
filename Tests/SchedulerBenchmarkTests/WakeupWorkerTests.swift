import Experiment
import Glibc
import Platform
import Statistics
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Timer wake-ups, measured", .timeLimit(.minutes(10)))
struct WakeupWorkerTests {
  private static let cpus = (try? Affinity.current().numbers) ?? []

  private static func workload(_ policy: SchedulerOptions.Policy, load: Int = 0) -> WakeupWorkload {
    WakeupWorkload(
      cpus: cpus, policy: policy, load: load, holdsCPULatency: false, interval: 1e-3, slack: 1, window: 0.05,
      primary: true)
  }

  @Test("Every period of every CPU is in the distribution, loaded or not", arguments: [0, 1])
  func periods(load: Int) throws {
    let found = try WakeupWorker(Self.workload(.other, load: load)).measure(in: WorkerContext())
    let median = try #require(found.first { $0.labels["quantile"] == "p50" })
    let histogram = try #require(median.histogram.flatMap(LatencyHistogram.init(encoded:)))
    #expect(histogram.total == UInt64(50 * Self.cpus.count))
    #expect(median.role == .primary && median.value > 0)
    #expect(median.labels["load"] == String(load) && median.labels["policy"] == "other")
    #expect(median.labels["interval"] == "1000us")
    let missed = try #require(found.first { $0.id == "scheduler.missed_periods" })
    #expect((0...1).contains(missed.value))
  }

  @Test("A refused policy is a reason, not a failure")
  func refusedPolicy() throws {
    #expect(throws: NotMeasurable.self) {
      try OwnThread.run {
        try SystemCall.withForcedFailures({ operation, _ in
          operation == "set the scheduling policy to" ? EPERM : nil
        }) { try MeasuringThread.prepare(.fifo) }
      }
    }
  }

  @Test("Memory that cannot be locked is a warning")
  func unlockedMemory() {
    let context = WorkerContext()
    SystemCall.withForcedFailures({ operation, _ in operation == "lock the process's memory" ? ENOMEM : nil })
    {
      MeasuringThread.lockMemory(context)
    }
    #expect(context.warnings.map(\.code) == ["scheduler.memory_not_locked"])
  }
}
