import Experiment
import Statistics
import Testing

@testable import Reporting

/// The scheduler benchmark on a page and in a terminal.
struct SchedulerPageTests {
  enum Case: CaseIterable {
    case usual, twoBlocks, noValidSample, noHistogram, zeros, negative, notFinite, severalModes, strangers,
      hostile
    case oneCPU, cpus64, cpus256

    var run: Run {
      var run = FixtureRun(packages: 2, coresPerNode: 2, blocks: 4, invalid: []).scheduler
      func change(_ body: (Int, inout Metric) -> Void) -> Run {
        for index in run.metrics.indices { body(index, &run.metrics[index]) }
        return run
      }
      func fill(_ value: Double) -> Run {
        change { for index in $1.samples.indices { $1.samples[index].value = value } }
      }
      switch self {
      case .usual: return run
      case .twoBlocks: return FixtureRun(packages: 2, coresPerNode: 2, blocks: 2, invalid: []).scheduler
      case .noValidSample:
        return change { for index in $1.samples.indices { $1.samples[index].valid = false } }
      case .noHistogram: return change { $1.histogram = $0.isMultiple(of: 2) ? nil : "damaged" }
      case .zeros: return fill(0)
      case .negative: return fill(-3)
      case .notFinite: return fill(.nan)
      case .severalModes:
        run = FixtureRun(packages: 2, coresPerNode: 2, blocks: 20, invalid: []).scheduler
        return change {
          for index in $1.samples.indices where index.isMultiple(of: 2) { $1.samples[index].value *= 3 }
        }
      case .strangers:
        return change { index, metric in
          if index.isMultiple(of: 3) { metric.labels = metric.labels.mapValues { _ in "strange" } }
          if index.isMultiple(of: 5) { metric.labels = [:] }
        }
      case .hostile:
        return change { index, metric in
          for label in metric.labels.keys where index.isMultiple(of: 3) {
            metric.labels[label] = HTMLReportTests.hostile
          }
        }
      case .oneCPU: return FixtureRun(coresPerNode: 1, threadsPerCore: 1, blocks: 3, invalid: []).scheduler
      case .cpus64: return FixtureRun(packages: 2, coresPerNode: 16, blocks: 1, invalid: []).scheduler
      case .cpus256:
        // As the benchmark samples pairs of so many CPUs.
        return FixtureRun(packages: 4, coresPerNode: 32, blocks: 1, pairStep: 29, suspect: [], invalid: [])
          .scheduler
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
      for point in (element.attributes["points"] ?? "").split(separator: " ") {
        let numbers = point.split(separator: ",").compactMap { Double($0) }
        #expect(numbers.count == 2 && (-1...box[2] + 1).contains(numbers[0]), "\(point)")
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
    #expect(source.utf8.count < 6_000_000, "\(source.utf8.count) bytes")
  }

  @Test("No line of the tables is wider than the terminal", arguments: Case.allCases)
  func widths(_ edge: Case) {
    guard edge != .hostile else { return }
    let reading = RunReading(edge.run)
    for width in [40, 80] {
      let terminal = TerminalText(width: width, color: false)
      // Tables of strangers are plain, and as wide as these have labels.
      let lines = TableSections.all.flatMap { $0.lines(reading, terminal) }
      for line in lines where edge != .strangers { #expect(line.count <= width, "\(line)") }
      #expect(
        edge == .oneCPU || lines.contains("Core to core") || lines.contains { $0.hasPrefix("Core to core ") })
    }
  }

  @Test("Each drawing is there, once for each width")
  func drawings() throws {
    let page = try HTMLPage(HTMLReport.render([Case.usual.run]))
    let titles = page.elements("title").filter { $0.path.last == "svg" }.map(\.text)
    for title in [
      "How many wake-ups are how late", "Latency of requests over the load", "Every pair of CPUs",
      "Gaps by their length", "Work against none",
    ] {
      #expect(titles.count { $0 == title } == 2, "\(title)")
    }
    // Eight CPUs: a cell each way for 28 pairs, in both widths, and twelve shades in each legend.
    let cells = page.elements("path").filter { $0.attributes["style"]?.contains("color-mix") == true }
    #expect(cells.count == 2 * (2 * 28 + 12))
    let bare = try HTMLPage(HTMLReport.render([Case.noHistogram.run]))
    let bareTitles = Set(bare.elements("title").map(\.text))
    #expect(bareTitles.isDisjoint(with: ["How many wake-ups are how late", "Gaps by their length"]))
  }

  @Test("Every figure of the tables is on the page")
  func figuresAgree() throws {
    let reading = RunReading(Case.usual.run)
    let page = try HTMLPage(HTMLReport.render([reading.run]))
    let cells = Set(page.elements("td").map(\.text))
    let small = Set(page.elements("small").map(\.text))
    let subjects = [
      WakeupReading(reading).subject, RequestReading(reading).subject, SwitchReading(reading).subject,
      DisturbanceReading(reading).subject, MigrationReading(reading).subject,
      PlacementReading(reading).subject,
    ]
    for estimate in subjects.flatMap(\.tables).flatMap(\.estimates) {
      #expect(cells.contains(estimate.markedText), "\(estimate.metric.key)")
      #expect(small.contains(estimate.intervalText), "\(estimate.metric.key)")
    }
    let paragraphs = Set(page.elements("p").map(\.text))
    for sentence in subjects.compactMap(\.sentence) { #expect(paragraphs.contains("→ \(sentence)")) }
  }

  @Test("Busy threads are not taken for per cent, and shares of the peak are")
  func loads() {
    #expect(LabelText.value("load", "1", beside: ["policy": "other"]) == "1")
    #expect(LabelText.value("load", "90", beside: ["pinning": "none"]) == "90 %")
    #expect(LabelText.value("load", "closed") == "closed")
    #expect(LabelText.text("load", "1", beside: ["policy": "fifo"]) == "1 busy")
    #expect(LabelText.value("pairing", "same_cache") == "same cache")
  }

  @Test("Bars hold every latency once, each in its own range")
  func bars() throws {
    let reading = DisturbanceReading(RunReading(Case.usual.run))
    let histogram = try #require(reading.gaps?.histogram)
    let bars = HistogramPlot(title: "", xName: "", yName: "", histogram: histogram).bars
    #expect(bars.reduce(0) { $0 + $1.count } == histogram.total)
    #expect(zip(bars, bars.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound * 1.000_001 })
    let decade = bars.filter { $0.range.lowerBound >= 0.999e-5 && $0.range.upperBound <= 1.001e-4 }
    #expect(decade.count <= 10)
  }

  @Test("A terminal shows it so")
  func snapshot() {
    let reading = RunReading(FixtureRun(packages: 2, coresPerNode: 2, threadsPerCore: 1, blocks: 7).scheduler)
    let lines = TableSections.lines(reading, TerminalText(width: 100, color: false))
    #expect(lines.joined(separator: "\n") == TableSnapshots.scheduler100)
  }
}
