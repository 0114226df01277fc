import Experiment
import Testing

@testable import Reporting

@Suite struct TableReportTests {
  private static let small = RunReading(TableFixture.twoCPUs())
  private static let large = RunReading(TableFixture.eightNodes())

  private func lines(_ run: Run, width: Int = 100, color: Bool = false) -> [String] {
    TableReport.render(run, width: width, color: color).split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .map(String.init)
  }

  @Test func aSmallHostOnEightyColumns() {
    #expect(TableReport.render(TableFixture.twoCPUs(), width: 80, color: false) == TableSnapshots.twoCPUs80)
  }

  @Test func aLargeHostOnAHundredAndTwentyColumns() {
    #expect(
      TableReport.render(Self.large, TerminalText(width: 120, color: false)) == TableSnapshots.eightNodes120)
  }

  @Test func coloursChangeNoCharacter() {
    let colored = TableReport.render(TableFixture.twoCPUs(), width: 80, color: true)
    #expect(colored.contains("\u{1B}[1m"))
    #expect(colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == TableSnapshots.twoCPUs80)
  }

  @Test(arguments: [40, 60, 80, 100, 120, 200])
  func noLineIsWiderThanTheTerminal(width: Int) {
    for reading in [Self.small, Self.large] {
      let text = TableReport.render(reading, TerminalText(width: width, color: false))
      for line in text.split(separator: "\n") where !line.contains("/sys/") {
        #expect(line.count <= width, "\(line)")
      }
    }
  }

  @Test(arguments: [-5, 0, 1, 20])
  func theNarrowestTerminalStillShowsTheFigures(width: Int) {
    #expect(lines(TableFixture.twoCPUs(), width: width).contains { $0.contains("28.2 GB/s") })
  }

  @Test func anEmptyRunSaysSo() {
    let text = TableReport.render(TableFixture().empty(), width: 80, color: false)
    #expect(text.contains("Nothing was measured."))
    #expect(text.contains("no block was taken"))
  }

  @Test(arguments: [1, 2])
  func withFewerThanThreeBlocksEveryFigureIsBracketed(blocks: Int) {
    var fixture = TableFixture()
    fixture.blocks = blocks
    let text = TableReport.render(fixture.run(), width: 100, color: false)
    #expect(text.contains("! Only \(blocks) block"))
    #expect(text.contains("!  fewer than three valid samples: not a result"))
    for line in lines(fixture.run()) where line.contains("streaming") {
      #expect(line.contains("GB/s)"), "\(line)")
    }
  }

  @Test func withoutAValidBlockThereIsNoFigure() {
    var fixture = TableFixture()
    fixture.verdicts = Dictionary(uniqueKeysWithValues: (0..<5).map { ($0, .invalid) })
    let text = TableReport.render(fixture.run(), width: 100, color: false)
    #expect(!text.contains("GB/s"))
    #expect(text.contains("no result"))
    #expect(text.contains("0 of 5"))
  }

  @Test func modesStandUnderTheirRow() throws {
    var fixture = TableFixture()
    fixture.blocks = 10
    fixture.twoModes = true
    let lines = lines(fixture.run())
    let row = try #require(lines.firstIndex { $0.contains("triad streaming") })
    #expect(lines[row].contains("2 modes"))
    #expect(lines[row + 1].hasPrefix("    └ ") && lines[row + 1].contains("×5 | "))
  }

  @Test(arguments: [(Run.Status.running, "not finished"), (.interrupted, "was interrupted")])
  func aRunThatDidNotEndSaysSoFirst(status: Run.Status, words: String) {
    var run = TableFixture.twoCPUs()
    run.status = status
    #expect(lines(run)[1].hasPrefix("! ") && lines(run)[1].contains(words))
  }

  @Test func aDebugBuildIsNamed() {
    var run = TableFixture.twoCPUs()
    run.tool.build = "debug"
    #expect(lines(run)[1].contains("debug build"))
  }

  @Test func missingFactsAreUnknown() {
    var run = TableFixture.twoCPUs()
    run.host.mustMatch = [:]
    run.host.declared = [:]
    run.host.noted = [:]
    let text = TableReport.render(run, width: 100, color: false)
    for name in ["CPU", "Kernel", "Hypervisor", "Huge pages"] {
      #expect(text.contains(name.padded(to: 10) + "  unknown"), "\(name)")
    }
    #expect(text.hasPrefix("unknown: quick suite"))
  }

  @Test func metricsOfLaterBenchmarksGetAPlainTable() {
    var run = TableFixture.twoCPUs()
    run.metrics.append(
      Metric(
        id: "later.rate", labels: ["engine": "one", "depth": "32"], unit: "op/s", better: .higher,
        role: .primary,
        samples: (0..<3).map { Sample(value: 77_100, block: $0, valid: true, noise: Noise()) }))
    let text = TableReport.render(run, width: 100, color: false)
    #expect(text.contains("later.rate"))
    #expect(text.contains("  32     one     77.1 k op/s"))
  }

  @Test func namesFromOutsideCannotSteerTheTerminal() {
    var fixture = TableFixture()
    fixture.hostName = "evil\u{1B}]0;title\u{07}\u{9B}31m"
    var run = fixture.run()
    run.skipped = [.init(part: "a\u{1B}[2J", reason: "b\rc\n\u{1B}[31md")]
    run.warnings = [.init(code: "x.y", message: "\u{1B}[31m", advice: "\u{202E}")]
    run.host.mustMatch["cpu_model"] = "\u{1B}[5m"
    for index in run.metrics.indices { run.metrics[index].labels["kernel"] = "\u{1B}[31mk" }
    run.metrics.append(Metric(id: "\u{1B}[31mz", unit: "s", better: .lower, role: .primary))
    let text = TableReport.render(run, width: 100, color: false)
    let lineEnd: UInt32 = 0x0A
    let steering = text.unicodeScalars.map(\.value).filter { value in
      if value == lineEnd { return false }
      return value < 0x20 || (0x7F...0x9F).contains(value) || value == 0x202E
    }
    #expect(steering == [])
  }
}
