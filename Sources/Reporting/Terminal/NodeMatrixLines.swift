internal import Experiment

/// One quantity between nodes, as a table.
enum NodeMatrixLines {
  static func lines(_ matrix: NodeMatrix, _ terminal: TerminalText) -> [String] {
    let rows = zip(matrix.cpuNodes, matrix.cells).map { node, cells in
      TextTable.Row(
        cells: [node]
          + cells.map { estimate in
            guard let estimate else { return "–" }
            return estimate.isResult && estimate.modes.isEmpty
              ? estimate.valueText : "\(estimate.valueText) \(estimate.marks)"
          })
    }
    // A wide matrix is cut into several: no pair is left out.
    var table = TextTable(
      [TextTable.Column("CPUs on")] + matrix.memoryNodes.map { TextTable.Column("mem \($0)") }, rows)
    table.isCut = true
    let better = matrix.higherIsBetter ? "higher is better" : "lower is better"
    return terminal.heading("Between NUMA nodes: \(matrix.name)", remark: better)
      + terminal.wrap("Rows: node of the CPUs. Columns: node of the memory.", tone: .faint)
      + table.lines(terminal)
  }
}
