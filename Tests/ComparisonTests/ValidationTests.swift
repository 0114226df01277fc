import Comparison
import Experiment
import Testing

/// A bounded form of `make validate`.
struct ValidationTests {
  private let recorded = NoiseModel.recorded(
    name: "recorded", series: (0..<4).map { noisy(80, around: 10, seed: $0, deviation: 0.05) })

  @Test("the same seed gives the same rows, another one others")
  func seeded() {
    let rows = [1, 1, 2].map { Validation(trials: 30, seed: $0).tables[3].rows[0]() }
    #expect(rows[0] == rows[1] && rows[0] != rows[2])
  }

  @Test("A/A in turns keeps its promise, whatever the noise")
  func falseAlarms() {
    let table = Validation(trials: 60, seed: 3, recorded: [recorded]).tables[0]
    let count = table.rows.count / 2
    var alarms = 0
    for row in table.rows.prefix(count) {
      let computed = row()
      #expect(computed.cells.count == table.columns.count)
      alarms += Int(computed.cells[4]) ?? 60
    }
    // 5 % of 60 for each of 10 noises is 30; more than 48 come in one of a thousand series of tests.
    #expect(count == 10 && alarms <= 48, "\(alarms) false alarms")
  }

  @Test("what is promised of power and of the failure without interleaving shows in few trials as well")
  func rest() throws {
    let tables = Validation(trials: 60, seed: 4).tables
    #expect(tables.map(\.rows.count).allSatisfy { $0 > 0 })
    // Four primary metrics, 30 pairs.
    #expect(tables[3].rows[6]().isKept == true)
    // Neighbours that resemble each other by 0.9.
    #expect(tables[2].rows[2]().isKept == true)
    let row = tables[6].rows[0]()
    #expect(row.cells.count == tables[6].columns.count && row.isKept == true)
  }

  @Test("a table is aligned, and marks what is missed")
  func text() {
    let table = Validation.Table(
      title: "Title", note: "A note.", columns: ["name", "share"], rows: [])
    let rows = [
      Validation.Row(cells: ["a", "10.0 %"], isKept: true),
      Validation.Row(cells: ["bcdef", "1 %"], isKept: false),
      Validation.Row(cells: ["g", "2 %"], isKept: nil),
    ]
    #expect(
      table.text(rows) == """
        Title
          A note.
          name    share
          a      10.0 %  kept
          bcdef     1 %  MISSED
          g         2 %
        """)
  }

  @Test("a Run is recorded noise when its primary metrics are long enough and above 0")
  func recording() throws {
    let values = noisy(60, around: 1, seed: 1)
    let noise = try #require(
      NoiseModel(
        recorded: run("a", [metric(values), metric("m.hint", values, role: .informational)]), name: "x"))
    #expect(noise == .recorded(name: "x", series: [values]))
    #expect(NoiseModel(recorded: run("a", [metric(Array(values.dropLast()))]), name: "x") == nil)
    #expect(NoiseModel(recorded: run("a", [metric(values.map { $0 - 1 })]), name: "x") == nil)
  }
}
