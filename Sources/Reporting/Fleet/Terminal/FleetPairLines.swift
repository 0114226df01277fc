internal import Experiment
internal import Fleet

/// What was measured from each node to each other.
enum FleetPairLines {
  private static let mostMatrices = 8
  /// Nodes of which all pairs are shown; of more the worst ones.
  private static let mostNodes = 8
  private static let worst = 5

  static func lines(_ reading: FleetReading, _ terminal: TerminalText) -> [String] {
    let pairs = reading.report.pairs
    return pairs.prefix(mostMatrices).map { FleetPairs($0) }.flatMap { one in
      terminal.heading(TerminalText.clean("Between nodes: \(one.name)"), remark: one.betterText)
        + (one.matrix.nodes.count <= mostNodes ? matrix(one, terminal) : ends(one, terminal))
    }
      + (pairs.count > mostMatrices
        ? [""] + FleetTable.more(pairs.count - mostMatrices, "pair metric", terminal) : [])
  }

  private static func matrix(_ pairs: FleetPairs, _ terminal: TerminalText) -> [String] {
    let nodes = pairs.matrix.nodes
    var table = TextTable(
      [TextTable.Column("from \\ to", .left)] + nodes.map { TextTable.Column(TerminalText.clean($0)) },
      nodes.indices.map { row in
        TextTable.Row(cells: [nodes[row]] + nodes.indices.map { pairs.text(row, $0) })
      })
    // A wide matrix is cut into several: no pair is left out.
    table.isCut = true
    return table.lines(terminal)
  }

  private static func ends(_ pairs: FleetPairs, _ terminal: TerminalText) -> [String] {
    let sorted = pairs.worstFirst
    let told = sorted.prefix(worst).map { "\(pairs.name($0)) \(pairs.text($0.value))" }
    let count = Units.count(sorted.count, "pair")
    return terminal.list([
      (name: "worst", text: told.isEmpty ? "nothing measured" : told.joined(separator: "; ")),
      (name: "median", text: "\(Units.text(pairs.median, unit: pairs.unit)) of \(count)"),
      (name: "best", text: sorted.last.map { "\(pairs.name($0)) \(pairs.text($0.value))" } ?? "–"),
    ])
  }
}
