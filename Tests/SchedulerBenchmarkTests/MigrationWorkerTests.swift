import Experiment
import Platform
import Testing

@testable import SchedulerBenchmark

@Suite("Migration worker on this machine", .timeLimit(.minutes(10)))
struct MigrationWorkerTests {
  private func workload(from: Int, to: Int) -> MigrationWorkload {
    MigrationWorkload(
      from: from, to: to, pairing: from == to ? .sameCPU : .sameCache,
      workingSets: [
        MigrationWorkload.WorkingSet(bytes: 8 << 10, level: "L1"),
        MigrationWorkload.WorkingSet(bytes: 64 << 10, level: "L2"),
      ], window: 0.001, seed: 1)
  }

  @Test("Both ways have a cost for each working set, and the call has one")
  func measures() throws {
    let cpus = try Affinity.current().numbers
    let first = try #require(cpus.first)
    let last = try #require(cpus.last)
    let context = WorkerContext()
    let measurements = try SchedulerBenchmark.measure(
      .migration(workload(from: first, to: last)), in: context)
    let costs = measurements.filter { $0.id == "scheduler.migration_cost" }
    let ways = first == last ? [[first, first]] : [[first, last], [last, first]]
    #expect(
      costs.map(\.labels)
        == ["8192", "65536"].flatMap { bytes in
          ways.map { way in
            [
              "working_set": bytes, "level": bytes == "8192" ? "L1" : "L2", "from": String(way[0]),
              "to": String(way[1]), "pairing": first == last ? "same_cpu" : "same_cache",
            ]
          }
        })
    #expect(costs.allSatisfy { $0.unit == "s" && abs($0.value) < 1 })
    let calls = measurements.filter { $0.id == "scheduler.migration_call" }
    #expect(calls.count == 1)
    #expect(calls.allSatisfy { $0.value > 0 && $0.value < 1 })
    #expect(measurements.count == costs.count + calls.count)
    #expect(try #require(context.noise.window) > 0)
    #expect(context.noise.involuntarySwitches == nil)
  }

  @Test("The control has one way")
  func control() throws {
    let first = try #require(try Affinity.current().first)
    let measurements = try MigrationWorker(workload(from: first, to: first)).measure(in: WorkerContext())
    #expect(measurements.map(\.id).count { $0 == "scheduler.migration_cost" } == 2)
    #expect(measurements.allSatisfy { $0.labels["pairing"] == "same_cpu" && $0.value.isFinite })
  }

  @Test("What is refused is a reason", arguments: ["map 0 MiB of 4k pages", "pin a thread to"])
  func refused(_ forced: String) throws {
    let first = try #require(try Affinity.current().first)
    let reason = #expect(throws: NotMeasurable.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation == forced ? 12 : nil }) {
        _ = try MigrationWorker(workload(from: first, to: first)).measure(in: WorkerContext())
      }
    }
    #expect(reason?.description.hasPrefix("cannot \(forced)") == true)
    #expect(reason?.description.hasSuffix("not enough memory (ENOMEM)") == true)
  }

  @Test("A CPU that does not exist is a reason")
  func noSuchCPU() throws {
    let first = try #require(try Affinity.current().first)
    let reason = #expect(throws: NotMeasurable.self) {
      _ = try MigrationWorker(workload(from: first, to: 1_048_575)).measure(in: WorkerContext())
    }
    #expect(
      reason?.description
        == "cannot move a thread between CPU \(first) and CPU 1048575: not accepted by the kernel (EINVAL)")
  }
}
