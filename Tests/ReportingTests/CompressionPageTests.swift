import Experiment
import Testing

@testable import Reporting

/// The compression benchmark on a page and in a terminal.
struct CompressionPageTests {
  enum Case: CaseIterable {
    case usual, twoBlocks, noValidSample, noHistogram, zeros, negative, notFinite, severalModes, strangers,
      hostile
    case oneChoice, onlyLatency, onlyRatio, wholeFiles

    private static let three = FixtureRun(
      coresPerNode: 2, threadsPerCore: 1, blocks: 3, suspect: [], invalid: []
    ).compression

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
        run.metrics.removeAll { $0.labels["corpus"] != "memory" || $0.labels["block"] != "4k" }
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
          if index.isMultiple(of: 5) { metric.labels = ["number": "\(index)"] }
        }
      case .hostile:
        return change { index, metric in
          for label in metric.labels.keys where index.isMultiple(of: 3) {
            metric.labels[label] = HTMLReportTests.hostile
          }
        }
      case .oneChoice:
        run.metrics.removeAll { $0.labels["codec"] != "lz4hc" || $0.labels["corpus"] != "memory" }
        return run
      case .onlyLatency:
        run.metrics.removeAll { $0.id != CompressionFigure.latencyID }
        return run
      case .onlyRatio:
        run.metrics.removeAll { $0.id != CompressionFigure.ratioID }
        return run
      case .wholeFiles:
        run.metrics.removeAll { $0.labels["block"] != "128k" }
        return change { $1.labels["block"] = "file" }
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
    #expect(source.utf8.count < 3_000_000, "\(source.utf8.count) bytes")
  }

  @Test("No line of the tables is wider than the terminal", arguments: Case.allCases)
  func widths(_ edge: Case) {
    guard edge != .hostile, edge != .strangers else { return }
    let reading = RunReading(edge.run)
    for width in [80, 100, 200] {
      let lines = TableSections.lines(reading, TerminalText(width: width, color: false))
      #expect(lines.contains { $0.hasPrefix("Compression: ") })
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
    for data in ["memory data, 4 KiB blocks", "database data, 128 KiB blocks"] {
      for direction in ["compress", "decompress"] {
        #expect(usual.count { $0 == "Ratio over the time to \(direction): \(data)" } == 2)
        #expect(usual.count { $0 == "How many calls to \(direction) take how long: \(data)" } == 2)
      }
    }
    #expect(usual.count { $0 == "Effective memory over the cold share: memory data, 4 KiB blocks" } == 2)
    #expect(usual.count { $0 == "Compressing over threads: memory data, 4 KiB blocks" } == 2)
    #expect(try !titles(.oneChoice).contains { $0.hasPrefix("Ratio over") })
    #expect(try !titles(.noHistogram).contains { $0.hasPrefix("How many calls") })
    #expect(try !titles(.noValidSample).contains { $0.hasPrefix("Ratio") || $0.hasPrefix("Effective") })
    #expect(try titles(.wholeFiles).contains("Ratio over the time to compress: memory data, whole files"))
  }

  @Test("Every choice is named in the drawing, and what is beaten is hollow")
  func front() throws {
    let page = try HTMLPage(HTMLReport.render([Case.usual.run]))
    let names = page.elements("text").filter { $0.attributes["class"]?.hasPrefix("point-name") == true }
    let choices = CompressionReading(RunReading(Case.usual.run)).data.map(\.choices.count).reduce(0, +)
    // Two directions in two widths.
    #expect(names.count == 4 * choices)
    let hollow = page.elements.filter { $0.attributes["class"]?.contains("hollow") == true }
    #expect(!hollow.isEmpty && hollow.count < names.count)
    #expect(page.elements("polyline").contains { $0.attributes["class"] == "line front" })
  }

  @Test("Every figure is on the page, and every sentence")
  func figuresAgree() throws {
    let reading = RunReading(Case.usual.run)
    let page = try HTMLPage(HTMLReport.render([reading.run]))
    let cells = Set(page.elements("td").map(\.text))
    let missing = reading.estimates.filter { !cells.contains($0.markedText) }
    #expect(missing.map(\.metric.key) == [])
    let paragraphs = Set(page.elements("p").map(\.text))
    let sentences = CompressionReading(reading).subjects.compactMap(\.sentence)
    #expect(sentences.count == 8)
    for sentence in sentences { #expect(paragraphs.contains("→ \(sentence)")) }
  }

  @Test("The head of the page says what is saved and what it costs")
  func cards() {
    let cards = CompressionSection.cards(RunReading(Case.usual.run))
    #expect(cards.map(\.name) == ["Saved at most", "Saved fast", "Decompress a block, p50", "Compress"])
    #expect(cards.map { $0.notes[0] } == ["zstd 19", "lz4", "lz4", "lz4"])
    #expect(CompressionSection.cards(RunReading(Case.noValidSample.run)).isEmpty)
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

  @Test("A terminal shows it so")
  func snapshot() {
    var run = FixtureRun(coresPerNode: 2, threadsPerCore: 1, blocks: 7).compression
    run.metrics.removeAll { metric in
      metric.labels["corpus"] == "database"
        || (metric.labels["corpus"] == "random" && metric.labels["block"] != "4k")
    }
    let lines = TableSections.lines(RunReading(run), TerminalText(width: 100, color: false))
    #expect(lines.joined(separator: "\n") == TableSnapshots.compression100)
  }
}
