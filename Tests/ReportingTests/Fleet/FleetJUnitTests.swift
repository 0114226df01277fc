import Fleet
import Testing

@testable import Reporting

@Suite(.enabled(if: JUnitJudge.python != nil, "python3 is not installed"))
struct FleetJUnitTests {
  private struct Refused: Error { let why: String }

  /// Class name, name, outcome and message of each case.
  private func cases(_ report: FleetReport) throws -> [[String]] {
    let text = FleetJUnit.render(report)
    #expect(Steering.scalars(in: text) == [])
    let result = try #require(JUnitJudge.python).run(JUnitJudge.code, input: Array(text.utf8))
    guard result.code == 0 else { throw Refused(why: result.output) }
    return result.output.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func aCaseForEachPromiseAndEachNode() throws {
    let asked = "memory.bandwidth{kernel=triad} >= 20 GB/s"
    let triad = "memory.bandwidth{kernel=triad}"
    #expect(
      try cases(FleetFixture.three) == [
        [triad, "node1: \(asked)", "passed", ""],
        [triad, "node2: \(asked)", "failure", "asked \(asked), measured 17.2 GB/s [17.1–17.3 GB/s], n 30"],
        [triad, "node3: \(asked)", "passed", ""],
        [
          "memory.latency", "node1: memory.latency <= 81 ns", "skipped",
          "inconclusive: 80.0 ns, n 4; 4 samples are too few; 6 are needed",
        ],
        ["fleet.node", "node1 is like the others", "passed", ""],
        [
          "fleet.node", "node2 is like the others", "failure",
          "memory.bandwidth copy: −18.4 % [−18.9, −17.8], p <0.001, worse; "
            + "memory.bandwidth triad: −18.3 % [−19.0, −17.6], p 0.002, worse; "
            + "it differs in: memory_gib 16 instead of 32; memory_channels 1 instead of 2",
        ],
        ["fleet.node", "node3 is like the others", "passed", ""],
      ])
  }

  @Test func failuresHaveTheirKind() {
    let text = FleetJUnit.render(FleetFixture.three)
    #expect(text.contains("type=\"broken\"") && text.contains("type=\"odd\""))
    #expect(!text.contains("type=\"worse\""))
  }

  @Test func aNodeThatIsBetterPasses() throws {
    var report = FleetFixture.three
    for index in report.oddNodes.found.indices { report.oddNodes.found[index].direction = .better }
    #expect(try cases(report).filter { $0[0] == "fleet.node" }.allSatisfy { $0[2] == "passed" })
  }

  @Test func whatCannotBeToldIsSkipped() throws {
    #expect(
      try cases(FleetFixture.two).map { $0[2...] } == [
        [
          "skipped",
          "b against a: 1 metric differs; memory.bandwidth: −20.0 %, p <0.001, worse; no recorded fact tells it from a",
        ],
        [
          "skipped",
          "b against a: 1 metric differs; memory.bandwidth: −20.0 %, p <0.001, worse; no recorded fact tells it from a",
        ],
      ])
    #expect(
      try cases(FleetFixture.one) == [
        ["fleet.node", "alone is like the others", "skipped", "there is nothing to compare it with"]
      ])
    let silent = FleetFixture.report(nodes: [FleetFixture.node("n", runs: 0)])
    #expect(try cases(silent).map { $0[3] } == ["nothing measured"])
  }

  @Test func aReportIsNeverEmpty() throws {
    #expect(
      try cases(FleetFixture.empty) == [
        ["fleet", "nodes", "skipped", "INCONCLUSIVE: 0 nodes, no metric has a valid sample"]
      ])
  }

  @Test func textFromOutsideStaysText() throws {
    let cases = try cases(FleetFixture.hostile(ComparisonFixture.hostileText))
    #expect(cases.count == 4)
    #expect(cases.contains { $0[0].contains("</testsuite>]]>") })
  }

  @Test func aThousandNodes() throws {
    #expect(try cases(FleetFixture.many(1_000, metrics: 3)).count == 4_000)
  }
}
