public import Notebook

/// What a notebook holds, for people.
public enum NotebookText {
  /// Values of a label that are listed; of more their number is told.
  private static let mostValues = 8

  /// Renders an overview for a terminal of this width.
  public static func render(_ overview: NotebookOverview, path: String, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    let runs = overview.hosts.reduce(0) { $0 + $1.runs }
    let title = "\(path): \(Units.count(runs, "Run")) of \(Units.count(overview.hosts.count, "host"))"
    let lines =
      terminal.wrap(title, first: "", tone: .strong) + hosts(overview, terminal) + metrics(overview, terminal)
    return lines.joined(separator: "\n")
  }

  private static func hosts(_ overview: NotebookOverview, _ terminal: TerminalText) -> [String] {
    if overview.hosts.isEmpty { return terminal.wrap("Fill it with assay history --import DIR.") }
    let rows = overview.hosts.map {
      TextTable.Row(cells: [$0.name, "\($0.runs)", "\($0.kernels)", $0.first, $0.last])
    }
    return terminal.heading("Hosts")
      + TextTable(
        [.init("host", .left), .init("Runs"), .init("kernels"), .init("first", .left), .init("last", .left)],
        rows
      )
      .lines(terminal)
  }

  private static func metrics(_ overview: NotebookOverview, _ terminal: TerminalText) -> [String] {
    if overview.metrics.isEmpty { return [] }
    return terminal.heading("Metrics", remark: "assay history METRIC --label NAME=VALUE")
      + overview.metrics.flatMap { metric in
        terminal.wrap("\(metric.id) (\(metric.unit)), \(metric.series) series")
          + metric.labels.sorted { $0.key < $1.key }.flatMap { label in
            terminal.wrap("\(label.key) = \(values(label.value))", first: "      ", tone: .faint)
          }
      }
  }

  private static func values(_ values: [String]) -> String {
    guard values.count > mostValues else { return values.joined(separator: ", ") }
    return "\(values.prefix(mostValues).joined(separator: ", ")) … (\(values.count))"
  }
}
