import Comparison
import Experiment
import Testing

@testable import Reporting

@Suite(.enabled(if: JUnitJudge.python != nil, "python3 is not installed"))
struct ComparisonJUnitTests {
  private struct Case: Equatable {
    var classname: String
    var name: String
    var outcome: String
    var message: String
  }

  private struct Refused: Error { let why: String }

  private func cases(_ comparison: Comparison, suspects: [Suspect] = []) throws -> [Case] {
    let text = ComparisonJUnit.render(comparison, suspects: suspects)
    #expect(Steering.scalars(in: text) == [])
    let result = try #require(JUnitJudge.python).run(JUnitJudge.code, input: Array(text.utf8))
    guard result.code == 0 else { throw Refused(why: result.output) }
    return result.output.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return Case(classname: parts[0], name: parts[1], outcome: parts[2], message: parts[3])
    }
  }

  @Test("worse is a failure, what is not decided is skipped with its reason")
  func outcomes() throws {
    let comparison = ComparisonFixture(metrics: 24).comparison
    let cases = try cases(comparison, suspects: ComparisonFixture.suspects)
    #expect(cases.count == comparison.metrics.count)
    for metric in comparison.metrics {
      let name = metric.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
        separator: ",")
      let found = try #require(cases.first { $0.classname == metric.id && $0.name == name })
      switch metric.verdict {
      case .worse where metric.role == .primary:
        #expect(found.outcome == "failure" && found.message == metric.reason)
      case .better, .same: #expect(found.outcome == "passed")
      case .worse: #expect(found.outcome == "skipped" && found.message.hasPrefix("informational"))
      case .inconclusive, .invalid, .incomparable:
        #expect(found.outcome == "skipped" && found.message == "\(metric.verdict.rawValue): \(metric.reason)")
      }
    }
    #expect(Set(cases.map(\.outcome)) == ["passed", "failure", "skipped"])
  }

  @Test func anInformationalMetricNeverFails() throws {
    var comparison = ComparisonFixture(metrics: 1, changes: [.worse]).comparison
    #expect(try cases(comparison).map(\.outcome) == ["failure"])
    comparison.metrics[0].role = .informational
    #expect(try cases(comparison).map(\.outcome) == ["skipped"])
  }

  @Test func hostsThatForbidAComparisonSkipAll() throws {
    let cases = try cases(ComparisonFixture.Edge.forbidden.comparison)
    #expect(cases.allSatisfy { $0.outcome == "skipped" && $0.message.hasPrefix("incomparable: cpu_model") })
  }

  @Test func aReportIsNeverEmpty() throws {
    let cases = try cases(ComparisonFixture.Edge.nothing.comparison)
    #expect(cases.map(\.outcome) == ["skipped"])
    #expect(cases[0].message.contains("neither Run has a metric"))
  }

  @Test func textFromOutsideStaysText() throws {
    let comparison = ComparisonFixture.hostile
    let cases = try cases(comparison, suspects: ComparisonFixture.hostileSuspects)
    #expect(cases.count == comparison.metrics.count)
    #expect(cases.contains { $0.classname.contains("</testsuite>]]>") })
  }

  @Test("numbers out of this world do not break it", arguments: ComparisonFixture.badNumbers)
  func numbers(_ number: Double) throws {
    let comparison = ComparisonFixture.numbers(number)
    #expect(try cases(comparison).count == comparison.metrics.count)
  }

  @Test(arguments: ComparisonFixture.Edge.allCases)
  func edges(_ edge: ComparisonFixture.Edge) throws {
    let comparison = edge.comparison
    #expect(try cases(comparison).count == max(1, comparison.metrics.count))
  }
}
