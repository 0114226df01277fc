import Comparison
import Experiment
import Testing

@testable import Reporting

@Suite struct ComparisonMarkdownTests {
  private func lines(_ comparison: Comparison, suspects: [Suspect] = ComparisonFixture.suspects) -> [String] {
    ComparisonMarkdown.render(comparison, suspects: suspects).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test func aSummaryFirst() {
    let comparison = ComparisonFixture().comparison
    let lines = lines(comparison)
    let primary = comparison.metrics.filter { $0.role == .primary }
    let worse = primary.count { $0.verdict == comparison.verdict }
    #expect(lines[0].hasPrefix("### "))
    #expect(lines[0].contains("\(worse) of \(primary.count) primary metrics"))
    #expect(lines[2].hasPrefix("kernel 6.1.0-47-amd64 → 6.1.0-56-amd64 on node1.example"))
    #expect(lines.last == "")
  }

  @Test("every row of a table has as many cells as its head")
  func tables() {
    for comparison in [ComparisonFixture().comparison, ComparisonFixture.hostile] {
      let rows = lines(comparison).filter { $0.hasPrefix("|") }
      #expect(rows.count == comparison.metrics.count + 4)
      for row in rows { #expect(row.count { $0 == "|" } == 9, "\(row)") }
    }
  }

  @Test("what wants an eye comes first, all else is folded")
  func order() throws {
    let lines = lines(ComparisonFixture().comparison)
    let rows = lines.filter { $0.hasPrefix("| ") && !$0.hasPrefix("| :") && !$0.hasPrefix("| verdict") }
    #expect(rows.first?.contains("worse") == true)
    let folds = lines.indices.filter { lines[$0].hasPrefix("<details><summary>") }
    #expect(folds.count == 4)
    for fold in folds { #expect(lines[fold + 1] == "", "Markdown in HTML begins after an empty line") }
    #expect(lines.count { $0 == "</details>" } == folds.count)
  }

  @Test func textFromOutsideIsText() {
    let text = ComparisonMarkdown.render(
      ComparisonFixture.hostile, suspects: ComparisonFixture.hostileSuspects)
    #expect(Steering.scalars(in: text) == [])
    for markup in ["<b>", "[x](", "@octocat", "#7", "http://", "`", "~", "$", "\\"] {
      #expect(!text.contains(markup), "\(markup)")
    }
    #expect(text.contains("@<!-- -->octocat"))
    #expect(!lines(ComparisonFixture.hostile, suspects: []).contains { $0.hasPrefix("# ") })
  }

  @Test func aCommentHasRoomForIt() {
    let text = ComparisonMarkdown.render(
      ComparisonFixture(metrics: 600, blocks: 6).comparison, suspects: ComparisonFixture.suspects)
    #expect(text.utf16.count < 65_536)
    #expect(text.contains("more metrics in the document"))
  }

  @Test("numbers out of this world do not break it", arguments: ComparisonFixture.badNumbers)
  func numbers(_ number: Double) {
    #expect(!ComparisonMarkdown.render(ComparisonFixture.numbers(number), suspects: []).contains("nan"))
  }

  @Test(arguments: ComparisonFixture.Edge.allCases)
  func edges(_ edge: ComparisonFixture.Edge) {
    let lines = lines(edge.comparison)
    #expect(lines.count { $0.hasPrefix("<details>") } == lines.count { $0 == "</details>" })
  }
}
