import Platform
import Testing

@testable import Experiment

/// A benchmark that does what its workload says.
private enum Mock: Benchmark {
  struct Workload: Codable, Sendable, Equatable {
    var path: String
    var outcome: String
  }

  static let name = "mock"
  static let warning = Run.Warning(code: "mock.seen", message: "seen", advice: "look")

  static func measure(_ workload: Workload, in context: WorkerContext) throws -> [Measurement] {
    context.warn(warning)
    context.warn(warning)
    switch workload.outcome {
    case "cannot": throw NotMeasurable("this host has no \(workload.path)")
    case "fails": throw SampleFailure("wrong values")
    default:
      return try context.window(on: [Affinity.current().first ?? 0]) {
        [Measurement(id: workload.path, unit: "s", better: .lower, value: 4)]
      }
    }
  }
}

@Suite("Benchmark: workloads and reports")
struct BenchmarkTests {
  private func part(_ outcome: String) throws -> Part {
    try Mock.part(id: "mock.x", Mock.Workload(path: "/a b", outcome: outcome), timeLimit: 3)
  }

  @Test("A part carries its benchmark and its workload as JSON with sorted keys")
  func part() throws {
    let part = try part("measures")
    #expect(
      part
        == Part(
          id: "mock.x", benchmark: "mock", workload: #"{"outcome":"measures","path":"/a b"}"#, timeLimit: 3))
    #expect(
      Worker.arguments(for: part) == [
        "--measure-one-sample", "mock", #"{"outcome":"measures","path":"/a b"}"#,
      ])
  }

  @Test("A report has the values, the noise of the window, and each warning once")
  func measured() throws {
    let report = try Mock.report(workload: part("measures").workload)
    #expect(report.measurements == [Measurement(id: "/a b", unit: "s", better: .lower, value: 4)])
    #expect(report.notMeasurable == nil)
    #expect(try #require(report.noise.window) > 0)
    #expect(report.warnings == [Mock.warning])
  }

  @Test("What this host cannot measure is a report with the reason, no values, and unknown noise")
  func notMeasurable() throws {
    let report = try Mock.report(workload: part("cannot").workload)
    #expect(report.measurements.isEmpty)
    #expect(report.notMeasurable == "this host has no /a b")
    #expect(report.noise == Noise())
    #expect(report.warnings == [Mock.warning])
  }

  @Test("Anything else that goes wrong is a failure, as is a workload of another kind")
  func failures() throws {
    let failing = try part("fails").workload
    #expect(throws: SampleFailure.self) { try Mock.report(workload: failing) }
    #expect(throws: DecodingError.self) { try Mock.report(workload: "{}") }
    #expect(throws: DecodingError.self) { try Mock.report(workload: "") }
  }

  @Test("A window that throws still records its noise")
  func windowThatThrows() throws {
    struct Stop: Error {}
    let context = WorkerContext()
    let cpu = try #require(Affinity.current().first)
    #expect(context.noise == Noise())
    #expect(throws: Stop.self) { try context.window(on: [cpu]) { throw Stop() } }
    #expect(context.noise.window != nil)
  }

  @Test("A command line that does not ask for a sample is left alone")
  func runIfNotAsked() {
    let tool = Run.Tool(name: "assay", version: "1.0.0", build: "release", arguments: [])
    for arguments in [[], ["assay"], ["assay", "memory", "--measure-one-sample"]] {
      Worker.runIfAsked([Mock.self], tool: tool, arguments: arguments)
    }
  }
}
