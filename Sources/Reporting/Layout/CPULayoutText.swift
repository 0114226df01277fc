public import Advice
public import Host
internal import Platform

/// A CPU layout for people: a picture of the machine's cores with their owners, groups, guests, what does not fit.
public enum CPULayoutText {
  /// Cores of a machine from which on alike neighbours are counted instead of drawn one by one.
  static let drawnCores = 64

  /// Renders a layout for a terminal of this width.
  ///
  /// - Parameter topology: the machine that the layout was made for.
  public static func render(_ layout: CPULayout, on topology: Topology, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    let reading = LayoutReading(layout, topology)
    let sections = [
      TerminalText.filled(reading.headline, to: terminal.width).map { terminal.paint($0, .strong) },
      picture(reading, terminal), groups(layout, terminal), guests(layout, terminal),
      unplaced(layout, terminal), notes(layout, terminal),
    ]
    return sections.joined().joined(separator: "\n")
  }

  // MARK: Picture

  private static func picture(_ reading: LayoutReading, _ terminal: TerminalText) -> [String] {
    let marks = reading.legend.map { "\($0.label) \($0.meaning)" }
    let legend = (marks + (reading.hasNumbers ? ["a number: that guest's"] : [])).joined(separator: " · ")
    let counts = reading.topology.coreCPUs.count > drawnCores
    let nodes = reading.nodes.flatMap { node -> [String] in
      let cpus = node.cpus.isEmpty ? "" : ", CPU \(HostText.list(node.cpus))"
      let title = filled(node.title + cpus, first: "  ", terminal)
      guard !node.caches.isEmpty else { return title }
      let cells = node.caches.map { cache in "[\(self.cells(cache.cores, counts: counts))]" }
      return title + filled(cells.joined(separator: " "), first: "    ", terminal, tone: .strong)
    }
    return terminal.heading("Cores", remark: "each mark is a core, each bracket a shared cache") + nodes
      + (legend.isEmpty ? [] : filled(legend, first: "  ", terminal, tone: .faint))
  }

  /// Text with lists of CPUs, which have no space to break at: cut where they must be.
  private static func filled(
    _ text: String, first: String, _ terminal: TerminalText, tone: Tone = .plain
  ) -> [String] {
    let indent = TerminalText.columns(first)
    let lines = TerminalText.filled(text, to: terminal.width - indent).map { terminal.paint($0, tone) }
    return TerminalText.hanging(lines, first: first, under: indent)
  }

  /// `H 1 1 2`; of large machines `H 1×2 2×4`.
  private static func cells(_ cores: [LayoutReading.Core], counts: Bool) -> String {
    let labels = cores.map(\.owner.label)
    guard counts else { return labels.joined(separator: " ") }
    var runs: [(label: String, count: Int)] = []
    for label in labels {
      if runs.last?.label == label {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((label, 1))
      }
    }
    return runs.map { $0.count == 1 ? $0.label : "\($0.label)×\($0.count)" }.joined(separator: " ")
  }

  // MARK: Tables

  private static func groups(_ layout: CPULayout, _ terminal: TerminalText) -> [String] {
    guard !layout.partitions.isEmpty else { return [] }
    let table = TextTable(
      [
        TextTable.Column("group", .left), TextTable.Column("partition", .left),
        TextTable.Column("mems", .left, dropped: 0), TextTable.Column("CPUs", .left),
      ],
      layout.partitions.map { partition in
        TextTable.Row(cells: [
          partition.name, partition.kind.rawValue, partition.mems.description, HostText.list(partition.cpus),
        ])
      })
    return terminal.heading("Groups") + fitted(table, terminal)
  }

  private static func guests(_ layout: CPULayout, _ terminal: TerminalText) -> [String] {
    guard !layout.places.isEmpty else { return [] }
    let table = TextTable(
      [
        TextTable.Column("guest"), TextTable.Column("vCPUs"), TextTable.Column("node", .left),
        TextTable.Column("CPUs", .left), TextTable.Column("memory", .left),
        TextTable.Column("one cache", .left, dropped: 0),
      ],
      layout.places.map { place in
        TextTable.Row(cells: [
          String(place.guest), String(place.virtualCPUs), place.nodes.description, HostText.list(place.cpus),
          LayoutReading.memory(place), place.cache ?? "-",
        ])
      })
    return terminal.heading("Guests") + fitted(table, terminal)
  }

  /// A table; where a line of it would be too wide, its rows as sentences.
  private static func fitted(_ table: TextTable, _ terminal: TerminalText) -> [String] {
    let plain = table.lines(TerminalText(width: terminal.width, color: false))
    if plain.allSatisfy({ TerminalText.columns($0) <= terminal.width }) { return table.lines(terminal) }
    return table.rows.flatMap { row in
      let rest = zip(table.columns, row.cells).dropFirst().map { "\($0.title) \($1)" }
      return filled("\(row.cells.first ?? ""): \(rest.joined(separator: "; "))", first: "  ", terminal)
    }
  }

  // MARK: What does not fit, notes

  private static func unplaced(_ layout: CPULayout, _ terminal: TerminalText) -> [String] {
    guard !layout.unplaced.isEmpty else { return [] }
    return terminal.heading("Does not fit")
      + layout.unplaced.flatMap { gap in
        filled(gap.shape.description, first: "  ", terminal)
          + filled(gap.reason, first: "      ", terminal, tone: .caution)
      }
  }

  private static func notes(_ layout: CPULayout, _ terminal: TerminalText) -> [String] {
    guard !layout.notes.isEmpty else { return [] }
    return terminal.heading("Notes") + layout.notes.flatMap { filled($0, first: "  · ", terminal) }
  }
}
