public import Host

/// What `assay host` prints for people: the machine's shape, its facts, and what can be measured on it.
public enum HostText {
  /// Where values start.
  static let column = 28

  /// Renders a report.
  ///
  /// - Parameters:
  ///   - width: columns to fill; lines break at words to stay inside. At least 60 are taken.
  ///   - color: whether to use ANSI colours.
  /// - Returns: lines that end without a line feed after the last.
  public static func render(_ report: HostReport, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: max(60, width), color: color)
    let lines =
      title(report, terminal) + HostTopologySection(report.topology, terminal).lines()
      + HostFactsSection(report: report, terminal: terminal).lines()
      + HostCapabilitiesSection(report.capabilities, terminal).lines()
    return lines.joined(separator: "\n")
  }

  private static func title(_ report: HostReport, _ terminal: TerminalText) -> [String] {
    let name =
      report.host == HostFacts.unknown ? "Machine without a name" : TerminalText.clean(report.host)
    let model = TerminalText.clean(report.facts[.cpuModel] ?? "processor unknown")
    let text = "\(model), \(report.topology.counts)"
    let painted = terminal.paint(name, .strong)
    if name.count + 2 + text.count <= terminal.width { return ["\(painted)  \(text)"] }
    return [painted] + TerminalText.filled(text, to: terminal.width - 2).map { "  " + $0 }
  }
}
