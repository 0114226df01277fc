import Experiment
import Platform
import Testing

@testable import SchedulerBenchmark

@Suite("Noise worker on this machine", .timeLimit(.minutes(10)))
struct NoiseWorkerTests {
  @Test("The share, the gaps and their lengths, together and by CPU")
  func measures() throws {
    let cpus = try Affinity.current().numbers
    let context = WorkerContext()
    let workload = NoiseWorkload(cpus: cpus, threshold: 0, window: 0.01)
    let measurements = try SchedulerBenchmark.measure(.noise(workload), in: context)
    #expect(measurements.allSatisfy { $0.value.isFinite && $0.value >= 0 && $0.better == .lower })
    let keys = measurements.map(\.key)
    #expect(Set(keys).count == keys.count)
    let shares = measurements.filter { $0.id == "scheduler.noise_share" }
    #expect(shares.map { $0.labels["cpu"] } == ["all"] + cpus.map(String.init))
    #expect(shares.allSatisfy { $0.value <= 1 && $0.labels["threshold"] == "0us" })
    #expect(measurements.filter { $0.role == .primary }.map(\.key) == [shares[0].key])
    // Without a threshold there are gaps on every CPU.
    #expect(try #require(measurements.first { $0.id == "scheduler.noise_gaps" }).value > 0)
    let longest = measurements.filter { $0.id == "scheduler.noise" && $0.labels["quantile"] == "max" }
    #expect(longest.map { $0.labels["cpu"] } == ["all"] + cpus.map(String.init))
    #expect(longest.dropFirst().map(\.value).max() == longest[0].value)
    #expect(measurements.count { $0.id == "scheduler.noise_switches" } == cpus.count)
    #expect(try #require(context.noise.window) > 0)
  }

  @Test("Without a gap there are no lengths, and the share is zero")
  func quiet() throws {
    let cpu = try #require(try Affinity.current().first)
    let workload = NoiseWorkload(cpus: [cpu], threshold: 3_600, window: 0.001)
    let measurements = try NoiseWorker(workload).measure(in: WorkerContext())
    #expect(!measurements.contains { $0.id == "scheduler.noise" })
    #expect(measurements.filter { $0.id == "scheduler.noise_share" }.map(\.value) == [0, 0])
  }

  @Test("A CPU that cannot be pinned to is a clear error")
  func refused() throws {
    let cpu = try #require(try Affinity.current().first)
    let workload = NoiseWorkload(cpus: [cpu], threshold: 2e-6, window: 0.001)
    let error = #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation == "pin a thread to" ? 22 : nil }) {
        _ = try NoiseWorker(workload).measure(in: WorkerContext())
      }
    }
    #expect(error?.description == "cannot pin a thread to CPU \(cpu): not accepted by the kernel (EINVAL)")
  }
}
