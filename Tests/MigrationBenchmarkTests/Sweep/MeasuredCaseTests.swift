import Experiment
import Host
import Testing

@testable import MigrationBenchmark

@Suite struct MeasuredCaseTests {
  private static let labels = ["strategy": "precopy", "dirty": "0", "link": "none"]

  private static func metric(
    _ name: String, _ values: [(Double, Int, Bool)], _ more: [String: String] = [:]
  ) -> Metric {
    Metric(
      id: "migration.\(name)", labels: labels.merging(more) { $1 }, unit: "s", better: .lower,
      role: .informational,
      samples: values.map { Sample(value: $0.0, block: $0.1, valid: $0.2, noise: Noise()) })
  }

  private static func run(_ metrics: [Metric]) throws -> Run {
    var run = Run(
      id: "x", tool: Run.Tool(name: "assay", version: "0", build: "debug", arguments: []), started: "",
      host: Fingerprint(try HostReport.read(fsroot: nil)),
      plan: Plan(suite: .quick, seed: 1, blocks: 3, repeats: 0, timeLimit: nil, limits: .standard))
    run.metrics = metrics
    return run
  }

  @Test func figuresOfOneBlockBelongTogether() throws {
    let run = try Self.run([
      Self.metric("converged", [(1, 0, true), (1, 1, false), (0, 2, true)]),
      Self.metric("blackout", [(0.1, 0, true), (9, 1, false)]),
      Self.metric("total", [(2, 0, true)]),
      Self.metric("brownout", [(0.01, 0, true)], ["quantile": "p99"]),
    ])
    let cases = MeasuredCase.all(of: run)
    #expect(cases.count == 1 && cases.first?.name == "precopy, 0 pages/s, link none")
    // What was not measured keeps no bound; what did not converge keeps none; what does not count is not there.
    #expect(
      cases.first?.samples == [
        MigrationFigures(blackout: 0.1, total: 2, brownout: 0.01, transferred: .infinity), .failed,
      ])
  }

  @Test func anotherGuestIsNamed() throws {
    let run = try Self.run([Self.metric("converged", [(1, 0, true)], ["guest": "linux"])])
    #expect(MeasuredCase.all(of: run).first?.name == "precopy, 0 pages/s, link none, guest linux")
  }

  @Test func aRunWithoutMigrationsHasNone() throws {
    #expect(try MeasuredCase.all(of: Self.run([])).isEmpty)
  }
}
