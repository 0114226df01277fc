import Experiment
import Statistics
import Testing

@testable import Reporting

/// The AIO benchmark on a page and in a terminal.
struct AIOPageTests {
  enum Case: CaseIterable {
    case usual, twoBlocks, noValidSample, noHistogram, zeros, negative, notFinite, severalModes, strangers,
      hostile
    case oneDepth, onlyLatency, onlyRate

    static let fixture = FixtureRun(coresPerNode: 2, threadsPerCore: 1, blocks: 3, suspect: [], invalid: [])
    private static let three = fixture.aio

    var run: Run {
      var run = Self.three
      func change(_ body: (Int, inout Metric) -> Void) -> Run {
        for index in run.metrics.indices { body(index, &run.metrics[index]) }
        return run
      }
      func fill(_ value: Double) -> Run {
        change { for index in $1.samples.indices { $1.samples[index].value = value } }
      }
      switch self {
      case .usual: return run
      case .twoBlocks: return change { $1.samples.removeLast() }
      case .noValidSample:
        return change { for index in $1.samples.indices { $1.samples[index].valid = false } }
      case .noHistogram: return change { $1.histogram = $0.isMultiple(of: 2) ? nil : "damaged" }
      case .zeros: return fill(0)
      case .negative: return fill(-3)
      case .notFinite: return fill(.nan)
      case .severalModes:
        return change { _, metric in
          let value = metric.samples[0].value
          metric.samples = (0..<20).map {
            Sample(
              value: value * ($0.isMultiple(of: 2) ? 3 : 1) * (1 + Double($0) / 1000), block: $0, valid: true,
              noise: Noise())
          }
        }
      case .strangers:
        return change { index, metric in
          if index.isMultiple(of: 3) { metric.labels = metric.labels.mapValues { _ in "strange" } }
          if index.isMultiple(of: 5) { metric.labels = [:] }
        }
      case .hostile:
        return change { index, metric in
          for label in metric.labels.keys where index.isMultiple(of: 3) && label != "depth" {
            metric.labels[label] = HTMLReportTests.hostile
          }
        }
      case .oneDepth:
        run.metrics.removeAll {
          $0.labels["depth"] != "32" || $0.labels["rw"] != "randread" || $0.labels["jobs"] == "2"
            || $0.labels["engine"] != "libaio" || $0.labels["batch"] != "1"
            || $0.labels["completion"] != "syscall" || $0.labels["rate"] != nil
            || $0.labels["cpu_node"] != nil
        }
        return run
      case .onlyLatency:
        run.metrics.removeAll { $0.id != AIOFigure.latencyID }
        return run
      case .onlyRate:
        run.metrics.removeAll { $0.id != AIOFigure.rateID }
        return run
      }
    }
  }

  @Test(
    "Whatever was measured, the page is well formed and drawn inside its frames", arguments: Case.allCases)
  func geometry(_ edge: Case) throws {
    let source = HTMLReport.render([edge.run])
    let page = try HTMLPage(source)
    for element in page.elements {
      guard let box = element.viewBox, element.name != "svg" else { continue }
      for (name, value) in element.attributes
      where ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"].contains(name) {
        let number = try #require(Double(value), "\(name)=\(value)")
        let limit = name.contains("y") || name == "height" ? box[3] : box[2]
        #expect(number >= -1 && number <= limit + 1, "\(name)=\(value) of \(element.name) in \(box)")
      }
      guard element.name == "text", let x = element.attributes["x"].flatMap({ Double($0) }) else { continue }
      let width = 6.0 * Double(element.text.count)
      let start =
        switch element.attributes["text-anchor"] {
        case "end": x - width
        case "middle": x - width / 2
        default: x
        }
      #expect(start >= -6 && start + width <= box[2] + 6, "'\(element.text)' from \(start) of \(box[2])")
    }
    #expect(page.elements("script", "img").isEmpty)
    #expect(
      page.elements.allSatisfy { element in element.attributes.keys.allSatisfy { !$0.hasPrefix("on") } })
    #expect(source.utf8.count < 4_000_000, "\(source.utf8.count) bytes")
  }

  @Test("No line of the tables is wider than the terminal", arguments: Case.allCases)
  func widths(_ edge: Case) {
    guard edge != .hostile, edge != .strangers else { return }
    let reading = RunReading(edge.run)
    for width in [60, 80, 100] {
      let lines = TableSections.lines(reading, TerminalText(width: width, color: false))
      #expect(lines.contains { $0.hasPrefix("I/O") })
      for line in lines { #expect(line.count <= width, "\(line)") }
    }
  }

  @Test("Each drawing is there, once for each width, where there is what it draws")
  func drawings() throws {
    func titles(_ edge: Case) throws -> [String] {
      let page = try HTMLPage(HTMLReport.render([edge.run]))
      return page.elements("title").filter { $0.path.last == "svg" }.map(\.text)
    }
    let usual = try titles(.usual)
    for title in [
      "How much rate more depth brings", "How much latency more depth costs: p50",
      "How much latency more depth costs: p99", "How many operations take how long: libaio, 1 job",
      "How many operations take how long at depth 128", "Rate against libaio",
      "CPU time an operation against libaio", "Latency (p99) against libaio", "Rate against one by one",
      "CPU time an operation against one by one", "How long requests take at which rate",
    ] {
      #expect(usual.count { $0 == title } == 2, "\(title)")
    }
    let single = try titles(.oneDepth)
    #expect(!single.contains { $0.hasPrefix("How much") || $0.contains("against") })
    #expect(single.count { $0 == "How many operations take how long" } == 2)
    #expect(try !titles(.noHistogram).contains { $0.hasPrefix("How many operations") })
    #expect(try titles(.noValidSample).allSatisfy { !$0.hasPrefix("How much") && !$0.contains("against") })
  }

  @Test("The knee is ringed in the curve of the rate")
  func knee() throws {
    let page = try HTMLPage(HTMLReport.render([Case.usual.run]))
    #expect(page.elements("circle").count { $0.attributes["class"]?.contains("knee-mark") == true } == 2)
    let names = page.elements("text").filter { $0.attributes["class"] == "value clear" }.map(\.text)
    #expect(names.count { $0 == "p99 under 500 µs" } == 2)
    #expect(
      page.elements("p").contains { $0.text.hasPrefix("Ringed: ") && $0.text.hasSuffix(" at depth 12.") })
  }

  @Test("Every figure of the tables is on the page, and every sentence")
  func figuresAgree() throws {
    let reading = RunReading(Case.usual.run)
    let page = try HTMLPage(HTMLReport.render([reading.run]))
    let cells = Set(page.elements("td").map(\.text))
    let small = Set(page.elements("small").map(\.text))
    // The depth of a knee is text beside its rate.
    let missing = reading.estimates.filter { $0.metric.id != KneeReading.depthID }.filter {
      !cells.contains($0.markedText) || !small.contains($0.intervalText)
    }
    #expect(missing.map(\.metric.key) == [])
    let paragraphs = Set(page.elements("p").map(\.text))
    let sentences = AIOReading.subjects(reading).compactMap(\.sentence)
    #expect(sentences.count == 8)
    for sentence in sentences { #expect(paragraphs.contains("→ \(sentence)")) }
  }

  @Test("Labels from outside are shown as text")
  func hostileLabels() throws {
    let run = Case.hostile.run
    let page = try HTMLPage(HTMLReport.render([run]))
    #expect(page.elements("caption", "td", "th").contains { $0.text.contains("<script>alert('x')</script>") })
    let text = TableReport.render(run, width: 80, color: false)
    #expect(text.contains("<script>"))
    #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{0}"))
  }

  @Test("Without a valid sample there is no figure, and with two each is bracketed")
  func noResult() {
    let none = TableReport.render(Case.noValidSample.run, width: 100, color: false)
    #expect(none.contains("no result") && none.contains("0 of 3"))
    func rows(_ edge: Case) -> [String] {
      let reading = RunReading(edge.run)
      let terminal = TerminalText(width: 100, color: false)
      return SubjectLines.lines(DepthReading(reading).subject, reading, terminal).filter {
        $0.contains(" IOPS")
      }
    }
    #expect(rows(.noValidSample).isEmpty && !none.contains("†"))
    let two = rows(.twoBlocks)
    #expect(!two.isEmpty && two.allSatisfy { $0.contains("IOPS)") && $0.contains("!") })
  }

  @Test("A terminal shows it so")
  func snapshot() {
    let fixture = FixtureRun(coresPerNode: 2, threadsPerCore: 1, blocks: 7)
    let reading = RunReading(fixture.aio)
    let lines = TableSections.lines(reading, TerminalText(width: 100, color: false))
    #expect(lines.joined(separator: "\n") == TableSnapshots.aio100)
  }
}
