import Experiment
import Testing

@testable import Reporting

struct ChainReadingTests {
  /// A Run with a chain A,B,A whose first sync fails in one of three blocks, made by hand.
  private static func run(route: String? = "A,B,A", hops: Double = 3) -> Run {
    var run = TableFixture().empty()
    run.plan.blocks = 3
    run.blocks = (0..<3).map {
      Block(block: $0, attempt: 0, verdict: .valid, reasons: [], seconds: 9)
    }
    func add(_ id: String, _ labels: [String: String], _ unit: String, _ values: [Double]) {
      run.metrics.append(
        Metric(
          id: id, labels: labels, unit: unit, better: .lower, role: .informational,
          samples: values.enumerated().map {
            Sample(value: $1, block: $0, valid: true, noise: Noise())
          }))
    }
    if let route { add("migration.chain_hops", ["route": route], "1", [hops, hops, hops]) }
    if let route, hops == 3 { add("migration.chain", ["route": route], "s", [9, 9.1, 9.2]) }
    for (hop, stage, verdict) in [
      ("B-A", "pre-check", 0.5), ("A-B", "sync", 0), ("A-B", "pre-check", 1), ("A-B (2)", "switch-back", 1),
    ] {
      let own = ["hop": hop, "stage": stage]
      add("migration.stage", own, "s", [0.2, 0.21, 0.22])
      add("migration.stage_verdict", own, "1", [1, 1, verdict])
    }
    let sync = ["hop": "A-B", "stage": "sync"]
    add("migration.stage_figure", sync.merging(["figure": "share"]) { $1 }, "1", [1, 0.99994, 0.99994])
    add("migration.stage_figure", sync.merging(["figure": "link-rate"]) { $1 }, "B/s", [1e8, 1e8, 1e8])
    return run
  }

  @Test("The rows stand in the order of the way, then of the stages, with the worst verdict")
  func rows() throws {
    let subject = ChainReading(RunReading(Self.run())).subject
    let table = try #require(subject.tables.first)
    #expect(
      table.rows.map(\.labels) == [
        ["A-B", "pre-check"], ["A-B", "sync"], ["B-A", "pre-check"], ["A-B (2)", "switch-back"],
      ])
    #expect(table.rows.map { $0.more[0] } == ["PASS", "FAIL", "UNKNOWN", "PASS"])
    #expect(table.rows[1].more[1] == "share 99.994 %, link-rate 100 MB/s")
    #expect(subject.sentence?.contains("chain A → B → A and back by one was done in every chain") == true)
  }

  @Test("A chain that ended early says where")
  func early() {
    let sentence = ChainReading(RunReading(Self.run(hops: 1))).subject.sentence
    #expect(sentence == "The chain A → B → A ended after 1 of 3 hops, the way back included.")
  }

  @Test("Without its route the stages are there all the same")
  func without() {
    let subject = ChainReading(RunReading(Self.run(route: nil))).subject
    #expect(subject.tables.first?.rows.count == 4 && subject.sentence == nil)
    #expect(ChainReading(RunReading(TableFixture().empty())).subject.isEmpty)
  }

  @Test("A terminal has the figures below their row, a page beside it")
  func reports() {
    let text = TableReport.render(Self.run(), width: 60, color: false)
    #expect(text.contains("Live migration: the stages of the chain"))
    #expect(text.contains("share 99.994 %, link-rate 100 MB/s"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 60 })
    let page = HTMLReport.render([Self.run()])
    #expect(page.contains("Live migration: the stages of the chain") && page.contains("judged by"))
    #expect(!page.contains("migration.stage_verdict</h3>"))
  }
}
