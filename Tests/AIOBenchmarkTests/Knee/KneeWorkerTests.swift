import Experiment
import Platform
import Testing

@testable import AIOBenchmark

@Suite(
  .enabled(if: LiveFile.isDirect, "no direct I/O on temporary files"), .timeLimit(.minutes(10)))
struct KneeWorkerTests {
  private func workload(_ file: LiveFile, limit: Double, _ change: (inout IOLoad) -> Void = { _ in })
    -> KneeWorkload
  {
    KneeWorkload(
      range: file.range, load: IOLoad().with(change), deepest: 4, limit: limit, limitText: "the limit",
      cpus: LiveFile.cpus, window: 0.3, settling: LiveFile.settling, seed: 1)
  }

  @Test func underALimitThatNothingReachesTheBestRateIsFound() throws {
    let file = try LiveFile()
    let context = WorkerContext()
    let found = try AIOBenchmark.measure(.knee(workload(file, limit: 3_600)), in: context)
    #expect(found.map(\.id) == ["aio.knee_iops", "aio.knee_depth"])
    #expect(found[0].role == .primary && found[0].value > 0)
    #expect([1, 2, 4].contains(found[1].value))
    for measurement in found {
      #expect(measurement.labels["p99_limit"] == "the limit")
      #expect(measurement.labels["depth"] == nil && measurement.labels["rw"] == "randread")
    }
    #expect(context.warnings.isEmpty)
    #expect(try #require(context.noise.window) > 0.9)
  }

  @Test func aLimitBelowOneRequestIsAReason() throws {
    let file = try LiveFile()
    let reason = #expect(throws: NotMeasurable.self) {
      try KneeWorker(workload(file, limit: 1e-9)).measure(in: WorkerContext())
    }
    #expect(try #require(reason).description == "the p99 of one request at a time is over the limit")
  }

  @Test func aFailureIsAWarningAndNoKnee() throws {
    let file = try LiveFile.cut()
    let context = WorkerContext()
    let found = try KneeWorker(workload(file, limit: 3_600) { $0.access = .read }).measure(in: context)
    #expect(found.isEmpty)
    #expect(context.warnings.map(\.code) == [Run.sampleFailedCode])
    #expect(try #require(context.warnings.first).message.hasSuffix("at byte 8192: only 512 were moved"))
  }
}
