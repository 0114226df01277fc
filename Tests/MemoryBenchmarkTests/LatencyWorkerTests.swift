import Experiment
import Platform
import Testing

@testable import MemoryBenchmark

@Suite("Latency worker on this machine")
struct LatencyWorkerTests {
  private func workload(_ points: [LatencyWorkload.Point], pages: PageKind = .base) -> LatencyWorkload {
    LatencyWorkload(
      location: Live.location(1), pages: pages, points: points, lineBytes: 64, window: 0.001, seed: 1)
  }

  @Test("Every working set gives one labelled latency, in order")
  func points() throws {
    let points = [
      LatencyWorkload.Point(bytes: 4 << 10, level: "L1", primary: false),
      LatencyWorkload.Point(bytes: 24 << 10, level: "L1", primary: false),
      LatencyWorkload.Point(bytes: 64 << 10, level: "L2", primary: true),
    ]
    let context = WorkerContext()
    let measurements = try MemoryBenchmark.measure(.latency(workload(points)), in: context)
    try #require(measurements.count == 3)
    for (point, measurement) in zip(points, measurements) {
      #expect(measurement.id == "memory.latency")
      #expect(measurement.unit == "s")
      #expect(measurement.better == .lower)
      #expect(measurement.role == (point.primary ? .primary : .informational))
      #expect(
        measurement.labels == [
          "working_set": String(point.bytes), "level": point.level, "pages": "4k", "cpu_node": "7",
          "memory_node": "8",
        ])
      // A load takes more than the fastest clock's single cycle and less than anything but a stopped CPU.
      #expect(measurement.value > 1e-10 && measurement.value < 1e-3)
    }
    #expect(try #require(context.noise.window) > 0)
    #expect(context.noise.placement == [])
    #expect(context.warnings.isEmpty)
  }

  @Test("Working sets of any order and of odd size are followed")
  func oddSizes() throws {
    let points = [65_000, 100, 4_097].map { LatencyWorkload.Point(bytes: $0, level: "x", primary: false) }
    let measurements = try LatencyWorker(workload(points)).measure(in: WorkerContext())
    #expect(measurements.map { $0.labels["working_set"] } == ["65000", "100", "4097"])
    #expect(measurements.allSatisfy { $0.value > 0 && $0.value.isFinite })
  }

  @Test(
    "Following ends after the steps asked for, though there is time, and takes at least one stretch without time"
  )
  func followEnds() throws {
    let buffer = try MemoryBuffer(byteCount: 4096, pages: .base)
    var chase = PointerChase(in: buffer, workingSet: 4096, seed: 1)
    #expect(LatencyWorker.follow(&chase, seconds: 3_600, atMost: chase.lines) > 0)
    #expect(LatencyWorker.follow(&chase, seconds: 0) > 0)
  }
}
