import Experiment
import Platform
import Testing

@testable import AIOBenchmark

@Suite(
  .enabled(if: LiveFile.isDirect, "no direct I/O on temporary files"), .timeLimit(.minutes(10)))
struct LoadsWorkerTests {
  private func workload(_ file: LiveFile, _ loads: [IOLoad]) -> LoadsWorkload {
    LoadsWorkload(
      range: file.range, loads: loads, cpus: LiveFile.cpus, labels: ["cpu_node": "3"], window: 0.3,
      settling: LiveFile.settling, seed: 1)
  }

  @Test func everyLoadIsMeasuredUnderItsOwnLabels() throws {
    let file = try LiveFile()
    let loads = [
      IOLoad().with { $0.primary = true },
      IOLoad().with {
        $0.depth = 8
        $0.access = .randrw
        $0.jobs = 2
      },
    ]
    let context = WorkerContext()
    let found = try AIOBenchmark.measure(.loads(workload(file, loads)), in: context)
    #expect(Set(found.map(\.key)).count == found.count)
    #expect(found.allSatisfy { $0.value.isFinite && $0.value >= 0 && $0.labels["cpu_node"] == "3" })
    for load in loads {
      let own = found.filter { $0.labels["depth"] == String(load.depth) }
      #expect(own.allSatisfy { load.labels.merging(["cpu_node": "3"]) { $1 }.isContained(in: $0.labels) })
      let rate = try #require(own.first { $0.id == "aio.iops" })
      #expect(rate.value > 0 && rate.role == (load.primary ? .primary : .informational))
      #expect(try #require(own.first { $0.id == "aio.bandwidth" }).value == rate.value * 4_096)
      let modes = own.filter { $0.id == "aio.cpu_per_op" }
      #expect(modes.compactMap { $0.labels["mode"] } == ["user", "system", "total"])
      #expect(abs(modes[0].value + modes[1].value - modes[2].value) < 1e-12)
      let latencies = own.filter { $0.id == "aio.latency" && $0.labels["quantile"] == "max" }
      // Of reads and writes together, submitting and completing tell no direction.
      #expect(
        latencies.map { "\($0.labels["phase"] ?? "") \($0.labels["direction"] ?? "")" }
          == (load.access == .randrw
            ? ["total read", "total write", "submit ", "complete "]
            : ["total read", "submit read", "complete read"]))
    }
    // A warning for all loads, of those that were not steady.
    let unsteady = found.contains { $0.id == "aio.steady" && $0.value == 0 }
    #expect(context.warnings.contains { $0.code == "aio.not_steady" } == unsteady)
    #expect(try #require(context.noise.window) >= 0.6)
  }

  @Test func aFailureKeepsWhatWasMeasuredBefore() throws {
    let file = try LiveFile.cut()
    // Blocks of 8 KiB end before the cut, those of 4 KiB do not.
    let whole = IOLoad().with {
      $0.access = .read
      $0.blockBytes = 8_192
    }
    let cut = whole.with { $0.blockBytes = 4_096 }
    let context = WorkerContext()
    let found = try LoadsWorker(workload(file, [whole, cut, whole.with { $0.depth = 2 }])).measure(
      in: context)
    #expect(Set(found.map { $0.labels["block"] }) == ["8k"])
    #expect(Set(found.map { $0.labels["depth"] }) == ["1"])
    let failure = try #require(context.warnings.first { $0.code == Run.sampleFailedCode })
    #expect(
      failure.message
        == "libaio read 4k depth 1 jobs 1: read of 4096 bytes at byte 8192: only 512 were moved")
    #expect(failure.advice.contains("what was measured before stands"))
  }

  @Test func anEngineThatCannotBeSetUpIsAReason() throws {
    let file = try LiveFile()
    let load = IOLoad().with {
      $0.engine = .sync
      $0.depth = 2
    }
    let reason = #expect(throws: NotMeasurable.self) {
      try LoadsWorker(workload(file, [load])).measure(in: WorkerContext())
    }
    #expect(
      try #require(reason).description.hasPrefix("sync randread 4k depth 2 jobs 1: the engine could not"))
  }
}

extension [String: String] {
  /// Whether all of these are among others.
  fileprivate func isContained(in others: [String: String]) -> Bool {
    allSatisfy { others[$0.key] == $0.value }
  }
}
