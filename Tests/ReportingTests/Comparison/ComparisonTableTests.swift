import Comparison
import Experiment
import Testing

@testable import Reporting

@Suite struct ComparisonTableTests {
  private func text(_ comparison: Comparison, width: Int, color: Bool = false, all: Bool = false) -> String {
    ComparisonTable.render(
      comparison, suspects: ComparisonFixture.suspects, width: width, color: color, all: all)
  }

  @Test func coloursChangeNoCharacter() {
    let comparison = ComparisonFixture().comparison
    let colored = text(comparison, width: 80, color: true)
    #expect(colored.contains("\u{1B}[31m"))
    #expect(colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == text(comparison, width: 80))
  }

  @Test(
    "no line is wider than the terminal", arguments: ComparisonFixture.Edge.allCases, [60, 80, 100, 160, 200])
  func width(edge: ComparisonFixture.Edge, width: Int) {
    for line in text(edge.comparison, width: width).split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test("the narrowest terminal still shows verdict and change", arguments: [-5, 0, 20])
  func narrowest(width: Int) {
    let text = text(ComparisonFixture().comparison, width: width)
    #expect(text.contains(#/✕ worse +−/#))
  }

  @Test("the first line is the verdict in words", arguments: ComparisonFixture.Edge.allCases)
  func verdictFirst(edge: ComparisonFixture.Edge) {
    let comparison = edge.comparison
    let first = text(comparison, width: 160).prefix { $0 != "\n" }
    let word = comparison.verdict == .same ? "The same" : comparison.verdict.rawValue.capitalizedFirst
    #expect(first.hasPrefix("\(comparison.verdict.sign) \(word): "), "\(first)")
  }

  @Test func inconclusiveSaysWhatWouldSettleIt() throws {
    let comparison = ComparisonFixture().comparison
    let open = try #require(
      comparison.metrics.first { $0.verdict == .inconclusive && $0.blocksToDecide != nil })
    let text = text(comparison, width: 160)
    #expect(text.contains("\(open.blocksToDecide ?? 0) more block"))
    #expect(text.contains("on would show"))
  }

  @Test func informationalMetricsWithoutADifferenceAreCounted() {
    let comparison = ComparisonFixture().comparison
    let hints = comparison.metrics.count { $0.role == .informational }
    #expect(text(comparison, width: 160).contains("\(hints) informational metrics not shown: \(hints) same."))
    let all = text(comparison, width: 160, all: true)
    #expect(!all.contains("not shown") && all.contains("(same)"))
  }

  @Test func withoutAPrimaryMetricTheOthersAreShown() {
    let text = text(ComparisonFixture.Edge.hintsOnly.comparison, width: 160)
    #expect(text.hasPrefix("? Inconclusive: no primary metric has a vote"))
    #expect(text.contains("= (same)"))
  }

  @Test func whatForbidsAComparisonIsSaid() {
    let text = text(ComparisonFixture.Edge.forbidden.comparison, width: 160)
    #expect(
      text.contains("! cpu_model must be the same: Example Processor 9000 before, Another Processor 1 now"))
    #expect(text.contains("no verdict below counts"))
  }

  @Test("text from outside cannot steer the terminal", arguments: [80, 160])
  func hostile(width: Int) {
    let text = ComparisonTable.render(
      ComparisonFixture.hostile, suspects: ComparisonFixture.hostileSuspects, width: width, color: false,
      all: true)
    #expect(Steering.scalars(in: text) == [])
  }

  @Test("numbers out of this world do not break it", arguments: ComparisonFixture.badNumbers)
  func numbers(_ number: Double) {
    let text = text(ComparisonFixture.numbers(number), width: 160, all: true)
    #expect(!text.lowercased().contains("nan ") && !text.contains("inf "))
  }
}

/// Characters that steer a terminal.
enum Steering {
  static func scalars(in text: String, besides allowed: Set<UInt32> = [0x0A]) -> [UInt32] {
    text.unicodeScalars.map(\.value).filter { value in
      if allowed.contains(value) { return false }
      return value < 0x20 || (0x7F...0x9F).contains(value) || (0x202A...0x202E).contains(value)
    }
  }
}
