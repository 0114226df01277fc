import Experiment
import Host
import Testing

@testable import Reporting

/// The page as a whole.
struct HTMLReportTests {
  static let hostile = "<script>alert('x')</script>\"&amp;<img src=x onerror=y>\u{0}\u{1B}[31m"

  @Test("Text from outside never becomes markup")
  func escaping() throws {
    var fixture = FixtureRun(packages: 2, coresPerNode: 2, text: Self.hostile)
    fixture.hasModes = true
    var run = fixture.run
    run.id = Self.hostile
    run.started = Self.hostile
    run.tool.name = Self.hostile
    run.tool.version = Self.hostile
    run.tool.arguments = [Self.hostile]
    run.host.settings[Self.hostile] = Self.hostile
    run.host.noted[Self.hostile] = Self.hostile
    run.host.declared["kernel"] = Self.hostile
    run.host.topology.nodes[1].kind = Self.hostile
    run.skipped.append(.init(part: Self.hostile, reason: Self.hostile))
    run.warnings.append(.init(code: Self.hostile, message: Self.hostile, advice: Self.hostile))
    run.metrics.append(
      Metric(
        id: Self.hostile, labels: [Self.hostile: Self.hostile], unit: Self.hostile, better: .lower,
        role: .primary))
    for index in run.metrics.indices {
      for label in run.metrics[index].labels.keys where index.isMultiple(of: 3) {
        run.metrics[index].labels[label] = Self.hostile
      }
    }
    for runs in [[run], [run, fixture.run]] {
      let source = HTMLReport.render(runs)
      let page = try HTMLPage(source)
      #expect(page.elements("script", "img", "iframe", "object", "link", "base", "form").isEmpty)
      #expect(page.elements.allSatisfy { $0.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
      #expect(!source.unicodeScalars.contains("\u{0}") && !source.unicodeScalars.contains("\u{1B}"))
      // It is shown, not lost.
      #expect(page.elements("h1", "h2").contains { $0.text.contains("<script>alert('x')</script>\"&amp;") })
    }
  }

  @Test("The page needs nothing but itself")
  func selfContained() throws {
    let page = try HTMLPage(HTMLReport.render([FixtureRun().run, FixtureRun(seed: 2).run]))
    for element in page.elements {
      #expect(element.attributes["src"] == nil)
      if let target = element.attributes["href"] { #expect(target.hasPrefix("#")) }
    }
    let policy = page.elements("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"]?.contains("default-src 'none'") == true)
    let links = page.elements("a").compactMap { $0.attributes["href"]?.dropFirst() }
    let targets = page.elements.compactMap { $0.attributes["id"] }
    #expect(links.count == 2 && links.allSatisfy { targets.contains(String($0)) })
    #expect(Set(targets).count == targets.count)
  }

  @Test("The same Runs give the same page")
  func deterministic() {
    let run = FixtureRun(packages: 2, coresPerNode: 2, blocks: 4).run
    #expect(HTMLReport.render([run]) == HTMLReport.render([run]))
  }

  @Test("Drawings have names, tables have captions and heads")
  func accessible() throws {
    let page = try HTMLPage(HTMLReport.render([FixtureRun(packages: 2).run]))
    for drawing in page.elements("svg") where drawing.attributes["aria-hidden"] == nil {
      #expect(drawing.attributes["role"] == "img")
      #expect(drawing.attributes["aria-label"]?.isEmpty == false)
    }
    let named = page.elements("svg").count { $0.attributes["role"] == "img" }
    #expect(page.elements("desc").count == named)
    #expect(page.elements("title").count { $0.path.last == "svg" } == named)
    #expect(page.elements("caption").count == page.elements("table").count)
    #expect(page.elements("th").allSatisfy { ["row", "col"].contains($0.attributes["scope"] ?? "") })
  }

  @Test("Every sample is drawn, in the shape of its standing")
  func allSamples() throws {
    let fixture = FixtureRun()
    let run = fixture.run
    let page = try HTMLPage(HTMLReport.render([run]))
    let strips = run.metrics.filter { $0.id != "memory.loaded_bandwidth" }.flatMap(\.samples)
    func drawn(_ standing: String) -> Int {
      page.elements.count { element in
        let style = element.attributes["class"]?.split(separator: " ") ?? []
        return style.first == "mark" && style.last.map(String.init) == standing
          && element.path.contains("figure")
      }
    }
    // Each figure is drawn twice: for wide and for narrow screens.
    #expect(drawn("invalid") == 2 * strips.count { !$0.valid })
    #expect(drawn("suspect") == 2 * strips.count { $0.valid && fixture.suspect.contains($0.block) })
    #expect(drawn("valid") == 2 * strips.count { $0.valid && !fixture.suspect.contains($0.block) })
  }

  @Test("Several modes are shown each, and no median between them")
  func modes() throws {
    let page = try HTMLPage(HTMLReport.render([FixtureRun(hasModes: true).run]))
    let units = page.elements("span").filter { $0.attributes["class"] == "unit" }.map(\.text)
    #expect(units.prefix(3).allSatisfy { $0 == "modes ≠~" })
    let notes = page.elements("span").filter { $0.attributes["class"] == "note" }.map(\.text)
    #expect(notes.prefix(3).allSatisfy { $0.contains(" ×5 | ") })
    #expect(page.elements("text").contains { $0.text.contains(" ×5 | ") })
  }

  @Test("What is skipped, warned of and unfinished is said")
  func notices() throws {
    var run = FixtureRun().run
    run.status = .interrupted
    run.tool.build = "debug"
    let page = try HTMLPage(HTMLReport.render([run]))
    let text = page.elements.map(\.text).joined(separator: "\n")
    for expected in [
      "one NUMA node", "was interrupted", "debug build", "Only 12 % of the memory",
      "Set transparent_hugepage",
      "assay memory --suite standard", run.id, "9.3 % of the CPUs used by others",
    ] {
      #expect(text.contains(expected), "\(expected)")
    }
  }

  @Test("The NUMA map has a cell for each pair, and a Run of one node has none")
  func matrix() throws {
    let page = try HTMLPage(HTMLReport.render([FixtureRun(packages: 2, coresPerNode: 2, blocks: 3).run]))
    let cells = page.elements("td").filter { $0.path.contains("table") && $0.attributes["style"] != nil }
    // Read, triad and latency: three maps of two by two; the latency of node 0 with itself comes from the staircase.
    #expect(cells.count == 12)
    #expect(cells.count { $0.attributes["class"] == "local" } == 6)
    let single = try HTMLPage(HTMLReport.render([FixtureRun(blocks: 3).run]))
    #expect(!single.elements("table").contains { $0.attributes["class"] == "heat" })
  }

  @Test("Every figure of the page is that of the table", arguments: [3, 10])
  func figuresAgree(blocks: Int) throws {
    let reading = RunReading(FixtureRun(blocks: blocks, hasModes: blocks == 10).run)
    let page = try HTMLPage(HTMLReport.render([reading.run]))
    let cells = Set(page.elements("td").map(\.text))
    let texts = Set(page.elements("text").map(\.text))
    for estimate in reading.estimates where estimate.metric.id != LoadReading.bandwidthID {
      #expect(texts.contains(estimate.markedText), "\(estimate.metric.key)")
      #expect(cells.contains(estimate.modesText.map { "\($0) \(estimate.marks)" } ?? estimate.markedText))
      #expect(cells.contains(estimate.intervalText) && cells.contains(estimate.spreadText))
    }
    let heads = Set(page.elements("th").map(\.text))
    #expect(heads.contains(reading.intervalName))
    for (mark, meaning) in reading.meanings {
      #expect(page.elements("dt").contains { $0.text == mark })
      #expect(page.elements("dd").contains { $0.text == meaning })
    }
  }

  @Test("Fewer than three samples are bracketed, marked, and in no card")
  func fewSamples() throws {
    let page = try HTMLPage(HTMLReport.render([FixtureRun(blocks: 2, suspect: [], invalid: []).run]))
    #expect(!page.elements("dl").contains { $0.attributes["class"] == "cards" })
    let drawn = page.elements("rect").filter { $0.path.contains("figure") }
    #expect(!drawn.contains { $0.attributes["class"] == "interval" })
    let values = page.elements("text").filter { $0.attributes["class"] == "value" }.map(\.text)
    #expect(!values.isEmpty && values.allSatisfy { $0.hasPrefix("(") && $0.hasSuffix(") !") })
  }

  @Test("The page and the table know the same metrics")
  func sectionsAgree() {
    func ids(_ sections: [any ReportSection.Type]) -> [String] {
      sections.flatMap { $0.metricIDs.sorted() }
    }
    #expect(ids(PageSections.all) == ids(TableSections.all))
    #expect(Set(ids(PageSections.all)).count == ids(PageSections.all).count)
  }
}
