import Comparison
import Experiment
import Testing

@testable import Reporting

@Suite struct ComparisonPageTests {
  private func page(_ comparison: Comparison, suspects: [Suspect] = ComparisonFixture.suspects) throws
    -> HTMLPage
  {
    try HTMLPage(ComparisonPage.render(comparison, suspects: suspects))
  }

  @Test func thePageNeedsNothingButItself() throws {
    let page = try page(ComparisonFixture(metrics: 40).comparison)
    let targets = page.elements.compactMap { $0.attributes["id"] }
    #expect(Set(targets).count == targets.count)
    for element in page.elements {
      #expect(element.attributes["src"] == nil)
      if let target = element.attributes["href"] { #expect(targets.contains(String(target.dropFirst()))) }
    }
    #expect(page.elements("script", "img", "link", "iframe").isEmpty)
    let policy = page.elements("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"]?.contains("default-src 'none'") == true)
  }

  @Test("every metric has a row, and its samples are drawn, none more")
  func everything() throws {
    for comparison in ComparisonFixture.Edge.allCases.map(\.comparison) {
      let page = try page(comparison)
      let rows = page.elements("tr").count { $0.attributes["class"]?.hasPrefix("metric") == true }
      #expect(rows == comparison.metrics.count)
      let drawn = page.elements("svg").count { $0.attributes["class"] == "fluid" }
      #expect(drawn == comparison.metrics.count { $0.effect != nil })
      for (side, path) in [("base", \MetricComparison.base), ("candidate", \.candidate)] {
        let dots = page.elements("path").filter {
          $0.attributes["class"]?.hasPrefix("dots \(side)") == true && $0.path.contains("figure")
        }
        let count = dots.reduce(0) { $0 + ($1.attributes["d"] ?? "").count { $0 == "M" } }
        #expect(count == comparison.metrics.reduce(0) { $0 + ($1[keyPath: path]?.values.count ?? 0) })
      }
    }
  }

  @Test func everyFigureHasItsCount() throws {
    let comparison = ComparisonFixture().comparison
    let page = try page(comparison)
    let counts = page.elements("td").filter { $0.attributes["class"] == "n" }
    #expect(counts.count == comparison.metrics.count && counts.allSatisfy { !$0.text.isEmpty })
    let strips = page.elements("p").filter { $0.path.contains("figcaption") }
    #expect(!strips.isEmpty && strips.allSatisfy { $0.text.contains("· n ") })
  }

  @Test("the verdict, the suspects, the differences and the warnings are said")
  func words() throws {
    let comparison = ComparisonFixture(isInterleaved: false).comparison
    let page = try page(comparison)
    let text = page.elements.map(\.text).joined(separator: "\n")
    #expect(page.elements("h1").count == 1)
    let expected =
      [
        "mitigation_retbleed", "every return of the kernel is slower", "sysctl/vm.swappiness", "60 → 10",
        "6.1.0-47-amd64 → 6.1.0-56-amd64", comparison.base.id, comparison.candidate.id,
      ] + comparison.warnings.flatMap { [$0.message, $0.code] }
    for expected in expected {
      #expect(text.contains(expected), "\(expected)")
    }
  }

  @Test func whatForbidsAComparisonStandsFirst() throws {
    let comparison = ComparisonFixture.Edge.forbidden.comparison
    let notices = try page(comparison).elements("strong").filter { $0.path.contains("header") }.map(\.text)
    #expect(notices.contains { $0.hasPrefix("cpu_model must be the same") })
  }

  @Test func textFromOutsideNeverBecomesMarkup() throws {
    let source = ComparisonPage.render(
      ComparisonFixture.hostile, suspects: ComparisonFixture.hostileSuspects)
    let page = try HTMLPage(source)
    #expect(page.elements("b", "script", "img").isEmpty)
    // Direction marks stay: each text is alone in its element, and turns nothing else round.
    #expect(Steering.scalars(in: source, besides: [0x09, 0x0A, 0x202E]) == [])
    #expect(page.elements("code").contains { $0.text.contains("=1|2\"'<b>&`*_[x]") })
  }

  @Test("every place lies inside its frame", arguments: ComparisonFixture.Edge.allCases)
  func geometry(_ edge: ComparisonFixture.Edge) throws { try check(page(edge.comparison)) }

  @Test("numbers out of this world do not break it", arguments: ComparisonFixture.badNumbers)
  func numbers(_ number: Double) throws { try check(page(ComparisonFixture.numbers(number))) }

  private func check(_ page: HTMLPage) throws {
    for element in page.elements {
      for name in ["x", "x1", "x2", "cx"] {
        guard let value = element.attributes[name] else { continue }
        if value.hasSuffix("%") {
          let share = try #require(Double(value.dropLast()), "\(value)")
          #expect((0...100).contains(share), "\(element.name) \(name)=\(value)")
        } else if let box = element.viewBox, element.name != "svg" {
          let number = try #require(Double(value), "\(value)")
          #expect(number >= -1 && number <= box[2] + 1, "\(element.name) \(name)=\(value)")
        }
      }
      guard element.attributes["class"]?.hasPrefix("dots") == true, let box = element.viewBox else {
        continue
      }
      for point in (element.attributes["d"] ?? "").split(whereSeparator: { $0 == "M" || $0 == "h" }) {
        let numbers = point.split(separator: ",").compactMap { Double($0) }
        guard numbers.count == 2 else { continue }
        #expect((0...box[2]).contains(numbers[0]) && (0...box[3]).contains(numbers[1]), "\(point)")
      }
    }
  }

  @Test func theScaleCutsWhatWouldPressAllElse() {
    var metrics = ComparisonFixture(metrics: 20, changes: [.same]).comparison.metrics
    let usual = ForestScale(metrics, delta: 0.01)
    metrics[3].effect?.upper = 40
    let cut = ForestScale(metrics, delta: 0.01)
    #expect(cut.end < usual.end * 2)
    #expect(cut.place(40, .higher) == (100, true))
    #expect(cut.place(40, .lower) == (0, true))
    #expect(cut.place(1, .higher) == (50, false))
    #expect(ForestScale([], delta: .nan).end > 0)
  }

  @Test func theSameComparisonGivesTheSamePage() {
    let comparison = ComparisonFixture().comparison
    #expect(
      ComparisonPage.render(comparison, suspects: []) == ComparisonPage.render(comparison, suspects: []))
  }
}
