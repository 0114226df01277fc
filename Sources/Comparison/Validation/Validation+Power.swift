extension Validation {
  private static let slowdowns = [0.01, 0.02, 0.03, 0.05, 0.10]
  /// The share of 3 % slowdowns at 30 pairs that are promised to be called worse.
  static let leastPower = 0.95

  /// How many slowdowns are seen.
  func power(_ arrangement: Trial.Arrangement) -> Table {
    let isPaired = arrangement == .interleaved
    return Table(
      title: isPaired
        ? "Power, taken in turns: one metric of so many became slower, and is called worse"
        : "Power, one Run after the other: what it costs not to take turns",
      note: isPaired
        ? "Independent noise of 1 % MAD on all metrics, δ 1 %. Promised: 3 % at 30 pairs in at least 95 %."
        : "The same noise, a quarter of the trials. Nothing is promised.",
      columns: ["primary metrics", "blocks"] + Self.slowdowns.map { "−\(Reason.fixed($0 * 100, 0)) %" },
      rows: [1, 4, 10].flatMap { metrics in
        [10, 20, 30, 60].map { blocks in Self.row { power(arrangement, metrics: metrics, blocks: blocks) } }
      })
  }

  private func power(_ arrangement: Trial.Arrangement, metrics: Int, blocks: Int) -> Row {
    var row = Row(cells: ["\(metrics)", "\(blocks)"], isKept: nil)
    for slowdown in Self.slowdowns {
      let trial = Trial(
        arrangement: arrangement, noise: Self.onePercent, blocks: blocks, metrics: metrics,
        factor: 1 - slowdown)
      var generator = seeded("power", "\(arrangement)", "\(metrics)", "\(blocks)", "\(slowdown)")
      var found = 0
      let trials = arrangement == .interleaved ? trials : max(1, trials / 4)
      for _ in 0..<trials {
        let judged = trial.judged(&generator, rules: ComparisonRules())
        if judged.first(where: { $0.labels["index"] == "0" })?.verdict == .worse { found += 1 }
      }
      let share = Double(found) / Double(trials)
      row.cells.append(Self.percent(share))
      if arrangement == .interleaved, blocks == 30, slowdown == 0.03 { row.isKept = share >= Self.leastPower }
    }
    return row
  }
}
