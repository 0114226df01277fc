import Experiment
import Platform
import Testing

@testable import SchedulerBenchmark

@Suite("Placement worker on this machine", .timeLimit(.minutes(10)))
struct PlacementWorkerTests {
  private func workload(
    _ policy: PlacementPolicy, workers: Int, node: Int? = nil, over nodes: CPUSet = CPUSet()
  ) throws -> PlacementWorkload {
    let allowed = try Affinity.current()
    return PlacementWorkload(
      policy: policy,
      places: Array(repeating: PlacementWorkload.Place(cpus: allowed, node: node), count: workers),
      interleavedOver: nodes, group: nil, bytes: 1 << 20, window: 0.01, seed: 1)
  }

  @Test("A rate and the time of a piece, for one worker, a pair and an odd one out", arguments: [1, 2, 3])
  func measures(_ workers: Int) throws {
    let context = WorkerContext()
    let measurements = try SchedulerBenchmark.measure(
      .placement(workload(.none, workers: workers)), in: context)
    let rate = try #require(measurements.first)
    #expect(rate.key.description == "scheduler.placement{policy=none,workers=\(workers)}")
    #expect(rate.role == .primary)
    #expect(rate.better == .higher)
    #expect(rate.unit == "op/s")
    #expect(rate.value > 0 && rate.value.isFinite)
    let latencies = measurements.dropFirst()
    #expect(latencies.last?.labels == ["policy": "none", "workers": String(workers), "quantile": "max"])
    #expect(latencies.allSatisfy { $0.id == "scheduler.placement_latency" && $0.value > 0 && $0.value < 10 })
    #expect(try #require(context.noise.window) > 0)
  }

  @Test("Refused memory is a reason")
  func refused() throws {
    let reason = #expect(throws: NotMeasurable.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation.contains("NUMA node") ? 1 : nil }) {
        _ = try PlacementWorker(workload(.perNode, workers: 1, node: 0)).measure(in: WorkerContext())
      }
    }
    #expect(
      reason?.description
        == "cannot bind memory to NUMA node 0: operation not permitted (EPERM); memory binding is forbidden here (a container's seccomp filter?)"
    )
    let spread = #expect(throws: NotMeasurable.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation.hasPrefix("interleave") ? 22 : nil }) {
        _ = try PlacementWorker(workload(.interleaved, workers: 1, over: CPUSet([0, 1])))
          .measure(in: WorkerContext())
      }
    }
    #expect(
      spread?.description
        == "cannot interleave memory over NUMA nodes 0-1: not accepted by the kernel (EINVAL)")
    let unmapped = #expect(throws: NotMeasurable.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation.hasPrefix("map ") ? 12 : nil }) {
        _ = try PlacementWorker(workload(.none, workers: 1)).measure(in: WorkerContext())
      }
    }
    #expect(unmapped?.description == "cannot map 1 MiB of 4k pages: not enough memory (ENOMEM)")
  }
}
