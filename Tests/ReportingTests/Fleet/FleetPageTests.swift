import Fleet
import Testing

@testable import Reporting

@Suite struct FleetPageTests {
  private func page(_ report: FleetReport) throws -> HTMLPage { try HTMLPage(FleetPage.render(report)) }

  @Test func thePageNeedsNothingButItself() throws {
    let page = try page(FleetFixture.three)
    #expect(page.elements("script", "img", "link", "iframe").isEmpty)
    for element in page.elements {
      #expect(element.attributes["src"] == nil && element.attributes["href"] == nil)
    }
    let policy = page.elements("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
    #expect(policy?.attributes["content"]?.contains("default-src 'none'") == true)
  }

  @Test func everythingIsSaid() throws {
    let page = try page(FleetFixture.three)
    #expect(page.elements("h1").count == 1)
    let text = page.elements.map(\.text).joined(separator: "\n")
    for part in [
      "FAIL: 3 nodes, node2 is odd and worse; 1 of 4 promises broken",
      "node2: worse than the others in 2 metrics",
      "−18.4 %", "it differs in: memory_gib 16 instead of 32; memory_channels 1 instead of 2",
      "4 valid samples a node are too few", "✕ FAIL", "? INCONCLUSIVE", "17.1–17.3 GB/s",
      "no value has a majority", "sysctl/vm.swappiness", " and alike: sysctl/vm.dirty_ratio",
      "a Run was interrupted: 12 of 30 blocks", "pairs/old: no file is a Run", "node1.example",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("each primary metric has a strip, each node a mark, odd ones a mark of their own")
  func strips() throws {
    let page = try page(FleetFixture.three)
    let strips = page.elements("figure").filter { $0.attributes["class"] == "strip" }
    #expect(strips.count == 3)
    let marks = page.elements("circle", "polygon").filter { $0.path.contains("figure") }
    #expect(marks.count == 9)
    #expect(marks.count { $0.attributes["class"] == "mark diamond worse" } == 2)
    // Each node's interval.
    let whiskers = page.elements("line").filter {
      $0.path.contains("figure") && $0.attributes["class"]?.hasPrefix("whisker") == true
    }
    #expect(whiskers.count == 9)
  }

  @Test func pairsAreAMapWithNumbers() throws {
    let page = try page(FleetFixture.three)
    let cells = page.elements("td").filter { $0.attributes["style"]?.hasPrefix("--heat:") == true }
    #expect(cells.count == 6)
    #expect(cells.filter { $0.text == "590 MB/s" }.allSatisfy { $0.attributes["style"] == "--heat:0.00" })
    #expect(cells.contains { $0.attributes["title"] == "1.17–1.19 GB/s, 30 samples" })
    #expect(page.elements("td").count { $0.attributes["title"] == "the same node" } == 3)
  }

  @Test func drawingsStayInsideTheirFrame() throws {
    for report in [FleetFixture.three, FleetFixture.many(40, metrics: 3)] {
      for element in try page(report).elements("circle") {
        guard let box = element.viewBox, box.count == 4,
          let x = element.attributes["cx"].flatMap(Double.init),
          let y = element.attributes["cy"].flatMap(Double.init)
        else { continue }
        #expect((0...box[2]).contains(x) && (0...box[3]).contains(y), "\(element.attributes)")
      }
    }
  }

  @Test func manyNodesShareAStrip() throws {
    let page = try page(FleetFixture.many(40, metrics: 3))
    let stacks = page.elements("path").filter { $0.attributes["class"]?.hasPrefix("nodes ") == true }
    #expect(stacks.count == 3)
    for stack in stacks where stack.attributes["class"] == "nodes dots" {
      #expect((stack.attributes["d"] ?? "").count { $0 == "M" } == 40)
    }
    let named = page.elements("text").filter { $0.attributes["class"] == "label odd clear" }
    #expect(named.count == 3 * 8)
    #expect(page.elements("th").contains { $0.text == "worst senders" })
  }

  @Test func aThousandNodesStayBounded() {
    let source = FleetPage.render(FleetFixture.many(1_000, metrics: 40))
    #expect(source.utf8.count < 4_000_000, "\(source.utf8.count)")
    #expect(source.contains("200 more odd nodes in the JSON document."))
    #expect(source.contains("2000 more promises in the JSON document."))
    #expect(source.contains("100 more differences in the JSON document."))
  }

  @Test(arguments: [0, 1, 2])
  func fewNodes(count: Int) throws {
    let report = [FleetFixture.empty, FleetFixture.one, FleetFixture.two][count]
    let page = try page(report)
    #expect(page.elements("h1").count == 1)
    let heads = page.elements("h3").map(\.text)
    #expect(heads.contains("Two nodes that differ") == (count == 2))
    #expect(heads.contains("Metrics, node by node") == (count > 0))
    #expect(heads.contains("What differs between nodes") == (count == 2))
  }

  @Test func textFromOutsideStaysText() throws {
    let text = ComparisonFixture.hostileText
    let source = FleetPage.render(FleetFixture.hostile(text))
    let page = try HTMLPage(source)
    #expect(page.elements("b", "script", "testsuite").isEmpty)
    #expect(Steering.scalars(in: source, besides: [0x09, 0x0A, 0x202E]) == [])
    #expect(page.elements("code").contains { $0.text.contains("<b>&`*_[x]") })
  }

  @Test("numbers out of this world do not break it", arguments: [Double.nan, .infinity, -1, 0, 1e300])
  func numbers(_ number: Double) throws {
    var report = FleetFixture.three
    report.metrics[0].median[1] = number
    report.metrics[0].low[1] = number
    report.oddNodes.found[0].ratio = number
    report.pairs[0].median[1][0] = number
    let source = FleetPage.render(report)
    _ = try HTMLPage(source)
    #expect(!source.contains("nan\"") && !source.contains("inf\""))
  }
}
