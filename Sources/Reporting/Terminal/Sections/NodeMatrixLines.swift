internal import Experiment

/// One quantity between nodes, as a table.
enum NodeMatrixLines {
  static func lines(_ matrix: NodeMatrix, _ terminal: TerminalText) -> [String] {
    let rows = zip(matrix.cpuNodes, matrix.cells).map { node, cells in
      TextTable.Row(
        cells: [node] + cells.map { $0?.markedText ?? "–" })
    }
    // A wide matrix is cut into several: no pair is left out.
    var table = TextTable(
      [TextTable.Column("CPUs on")] + matrix.memoryNodes.map { TextTable.Column("mem \($0)") }, rows)
    table.isCut = true
    return terminal.heading("Between NUMA nodes: \(matrix.name)", remark: matrix.betterText)
      + terminal.wrap(NodeMatrix.explanation, tone: .faint)
      + table.lines(terminal)
  }
}
