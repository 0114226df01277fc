import Experiment
import Platform
import Testing

@testable import MemoryBenchmark

@Suite("Loaded latency worker on this machine")
struct LoadedLatencyWorkerTests {
  /// The windows are long enough that every thread gets to run beside the other tests.
  private func workload(
    _ cpus: Int, loads: [Int] = [0, 50, 100], instructions: InstructionSet = .scalar
  ) -> LoadedLatencyWorkload {
    LoadedLatencyWorkload(
      location: Live.location(cpus), workingSet: 64 << 10, loadBytes: 64 << 10, pages: .base,
      instructions: instructions, loads: loads, lineBytes: 64, window: 0.05, seed: 1)
  }

  @Test(
    "Every load gives a latency and the rate that was reached",
    .enabled(if: Live.cpus.count > 1, "needs two CPUs"))
  func loads() throws {
    let context = WorkerContext()
    let measurements = try MemoryBenchmark.measure(.loadedLatency(workload(2)), in: context)
    try #require(measurements.count == 6)
    #expect(
      measurements.map(\.id)
        == (0..<3).flatMap { _ in ["memory.loaded_latency", "memory.loaded_bandwidth"] })
    #expect(measurements.map { $0.labels["load"] } == ["0", "0", "50", "50", "100", "100"])
    for measurement in measurements {
      let isLatency = measurement.id == "memory.loaded_latency"
      #expect(measurement.unit == (isLatency ? "s" : "B/s"))
      #expect(measurement.better == (isLatency ? .lower : .higher))
      #expect(measurement.role == .informational)
      #expect(
        measurement.labels.filter { $0.key != "load" } == [
          "pages": "4k", "cpu_node": "7", "memory_node": "8",
        ])
      #expect(measurement.value.isFinite)
      // The rate is the one reached: 0 at load 0, and on a machine that lets a thread wait for a whole window.
      if isLatency { #expect(measurement.value > 0) } else { #expect(measurement.value >= 0) }
      if !isLatency, measurement.labels["load"] == "0" { #expect(measurement.value == 0) }
    }
    #expect(try #require(context.noise.window) > 0.15)
  }

  @Test("One CPU cannot load itself")
  func oneCPU() throws {
    #expect(
      try Live.reason { try LoadedLatencyWorker(workload(1)).measure(in: WorkerContext()) }
        == "needs two CPUs")
  }

  @Test(
    "An instruction set that this CPU has not is no fault",
    .enabled(if: Live.cpus.count > 1, "needs two CPUs"))
  func unsupported() throws {
    let absent = try #require(InstructionSet.allCases.first { !$0.isSupported })
    let reason = try Live.reason {
      try LoadedLatencyWorker(workload(2, instructions: absent)).measure(in: WorkerContext())
    }
    #expect(reason == "this CPU has no \(absent.rawValue)")
  }
}
