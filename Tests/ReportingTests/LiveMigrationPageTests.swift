import Experiment
import Foundation
import Testing

@testable import Reporting

/// Live migrations on a page and in a terminal.
struct LiveMigrationPageTests {
  enum Case: CaseIterable {
    case usual, twoBlocks, oneSample, noValidSample, noSeries, damagedSeries, zeros, negative, notFinite
    case severalModes, strangers, hostile, onlyBlackout, onlyCalibration, oneStrategy, invalidBlocks

    private static let three = FixtureRun(
      coresPerNode: 2, threadsPerCore: 1, blocks: 3, suspect: [], invalid: []
    ).migration

    var run: Run {
      var run = Self.three
      func change(_ body: (Int, inout Metric) -> Void) -> Run {
        for index in run.metrics.indices { body(index, &run.metrics[index]) }
        return run
      }
      func fill(_ value: Double) -> Run {
        change { for index in $1.samples.indices { $1.samples[index].value = value } }
      }
      func keep(_ isKept: (Metric) -> Bool) -> Run {
        run.metrics.removeAll { !isKept($0) }
        return run
      }
      switch self {
      case .usual: return run
      case .twoBlocks: return change { $1.samples.removeLast() }
      case .oneSample: return change { $1.samples = Array($1.samples.prefix(1)) }
      case .noValidSample:
        return change { for index in $1.samples.indices { $1.samples[index].valid = false } }
      case .noSeries: return change { $1.series = nil }
      case .damagedSeries:
        return change { index, metric in
          guard metric.series != nil else { return }
          metric.series =
            index.isMultiple(of: 2)
            ? Series(seconds: [0, .nan], values: [1, .infinity]) : Series(seconds: [1], values: [1])
        }
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
          if index.isMultiple(of: 3) { metric.labels = metric.labels.mapValues { _ in "strange \(index)" } }
          if index.isMultiple(of: 5) { metric.labels = ["number": "\(index)"] }
        }
      case .hostile:
        return change { index, metric in
          for label in metric.labels.keys where index.isMultiple(of: 3) {
            metric.labels[label] = HTMLReportTests.hostile
          }
        }
      case .onlyBlackout: return keep { $0.id == LiveMigrationFigure.blackoutID }
      case .onlyCalibration: return keep { $0.id == LiveMigrationFigure.calibrationID }
      case .oneStrategy: return keep { $0.labels["strategy"] == "postcopy" }
      case .invalidBlocks:
        return FixtureRun(blocks: 4, suspect: [1], invalid: [2, 3]).migration
      }
    }
  }

  @Test(
    "Whatever was measured, the page is well formed and drawn inside its frames", arguments: Case.allCases)
  func geometry(_ edge: Case) throws {
    let source = HTMLReport.render([edge.run])
    let page = try HTMLPage(source)
    var wrong: [String] = []
    for element in page.elements {
      guard let box = element.viewBox, element.name != "svg" else { continue }
      for (name, value) in element.attributes
      where ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"].contains(name) {
        let number = try #require(Double(value), "\(name)=\(value)")
        let limit = name.contains("y") || name == "height" ? box[3] : box[2]
        if !(number >= -1 && number <= limit + 1) {
          wrong.append("\(name)=\(value) of \(element.name) in \(box)")
        }
      }
      guard element.name == "text", let x = element.attributes["x"].flatMap({ Double($0) }) else { continue }
      let width = 6.0 * Double(element.text.count)
      let start =
        switch element.attributes["text-anchor"] {
        case "end": x - width
        case "middle": x - width / 2
        default: x
        }
      if !(start >= -6 && start + width <= box[2] + 6) {
        wrong.append("'\(element.text)' from \(start) of \(box[2])")
      }
    }
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    #expect(page.elements("script", "img").isEmpty)
    #expect(source.utf8.count < 4_000_000, "\(source.utf8.count) bytes")
  }

  @Test("No line of the tables is wider than the terminal", arguments: Case.allCases)
  func widths(_ edge: Case) {
    guard edge != .hostile, edge != .strangers else { return }
    let reading = RunReading(edge.run)
    for width in [80, 100, 120, 200] {
      let lines = TableSections.lines(reading, TerminalText(width: width, color: false))
      #expect(lines.contains { $0.hasPrefix("Live migration: ") })
      for line in lines where line.count > width { Issue.record("\(width): \(line)") }
    }
  }

  @Test("The pauses stand side by side in plain words, with a line on which to trust")
  func words() throws {
    let lines = TableSections.lines(RunReading(Case.usual.run), TerminalText(width: 120, color: false))
    let head = try #require(lines.first { $0.contains("stood still ") && $0.contains("QEMU says") })
    for word in ["pages/s", "strategy", "from outside", "stop to resume", "off by", "agree"] {
      #expect(head.contains(word), "\(head)")
    }
    let text = lines.joined(separator: "\n").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(text.contains("→ Trust \"stood still\" for the pause"))
    #expect(text.contains("QEMU's own figure is off by up to −82 %"))
    #expect(text.contains("2 rows do not agree: use only from outside there."))
    #expect(text.contains("ended by itself: the guest writes faster than the link carries."))
    #expect(text.contains("Of the pauses above, differences below"))
    #expect(text.contains("Whether it ends was told rightly for 23 of 24 migrations."))
    #expect(lines.count { $0.contains("pages/s, ") && $0.contains("  0 ") } == 24)
  }

  @Test("A single sample is shown in brackets, and nothing follows from it")
  func oneSample() {
    let text = TableReport.render(Case.oneSample.run, width: 120, color: false)
    #expect(text.contains("fewer than three valid samples"))
    #expect(!text.contains("QEMU's own figure is off") && !text.contains("which strategy to choose"))
  }

  @Test("Timelines show throughput, what is left, beats, rounds and the blackout, for each width once")
  func timelines() throws {
    let page = try HTMLPage(HTMLReport.render([Case.oneStrategy.run]))
    let count = 2 * FixtureRun.migrations.count { $0.strategy == "postcopy" }
    #expect(page.elements("rect").count { $0.attributes["class"] == "blackout" } == count)
    for style in ["bar s0", "bar s1"] {
      #expect(page.elements("rect").count { $0.attributes["class"] == style } > count * 20)
    }
    #expect(page.elements("polyline").count { $0.attributes["class"] == "line s2" } == count)
    let texts = page.elements("text").map(\.text)
    for text in ["seconds since the start", "longest time between beats, logarithmic"] {
      #expect(texts.count { $0 == text } == count)
    }
    #expect(texts.contains { $0.hasPrefix("blackout 12.8 ms") || $0.hasPrefix("blackout 12.") })
    let without = try HTMLPage(HTMLReport.render([Case.noSeries.run]))
    #expect(!without.elements("h3").contains { $0.text.contains("over its time") })
    #expect(!without.elements("rect").contains { $0.attributes["class"] == "blackout" })
  }

  @Test("Strategies are drawn as a front for each load and link, beaten ones hollow")
  func fronts() throws {
    let page = try HTMLPage(HTMLReport.render([Case.usual.run]))
    let titles = page.elements("h4").filter { $0.text.hasPrefix("Blackout over total time") }
    #expect(titles.count == 6)
    let lines = page.elements("polyline").filter { $0.attributes["class"] == "line front" }
    #expect(!lines.isEmpty)
    #expect(
      page.elements("circle", "rect", "polygon").contains {
        $0.attributes["class"]?.contains("hollow") == true
      })
  }

  @Test("Every metric is shown by its section and none a second time")
  func noneTwice() throws {
    let run = Case.usual.run
    let reading = RunReading(run)
    #expect(Set(run.metrics.map(\.id)) == LiveMigrationFigure.ids)
    #expect(reading.ids(besides: PageSections.all).isEmpty)
    #expect(reading.ids(besides: TableSections.all).isEmpty)
    let page = try HTMLPage(HTMLReport.render([run]))
    let heads = page.elements("h3").map(\.text)
    #expect(Set(heads).count == heads.count)
    #expect(!heads.contains { $0.hasPrefix("migration.") })
    #expect(LiveMigrationWords.meanings.map(\.id).sorted() == LiveMigrationFigure.ids.sorted())
  }

  @Test("Labels of hostile text stay text")
  func hostile() throws {
    let page = try HTMLPage(HTMLReport.render([Case.hostile.run]))
    #expect(page.elements("script").isEmpty)
  }

  @Test("The warning that the guest ran without KVM is on the page and in the terminal")
  func warning() throws {
    let run = Case.usual.run
    let words = "method and relative comparison only"
    #expect(try HTMLPage(HTMLReport.render([run])).elements("strong").contains { $0.text.contains(words) })
    #expect(TableReport.render(run, width: 120, color: false).contains(words))
  }
}
