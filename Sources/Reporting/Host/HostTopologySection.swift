internal import Host
internal import Platform

/// The machine's shape: a tree, and below it what holds for all of it.
struct HostTopologySection {
  private let topology: Topology
  private let terminal: TerminalText

  init(_ topology: Topology, _ terminal: TerminalText) {
    self.topology = topology
    self.terminal = terminal
  }

  func lines() -> [String] {
    let drawn = HostTreeLines.lines(of: topology)
    let widest = drawn.map { $0.art.count + $0.text.count }.max() ?? 0
    let column = min(terminal.width * 3 / 5, widest) + 2
    return terminal.heading("Topology") + drawn.flatMap { draw($0, column: column) }
      + [""] + terminal.fields(notes(), column: HostText.column) + distances()
  }

  /// Text and CPUs on one line where they fit, else the CPUs below.
  private func draw(_ line: HostTreeLines.Line, column: Int) -> [String] {
    let mark = line.mark.isEmpty ? "" : "  [\(line.mark)]"
    let cpus = line.cpus.isEmpty ? "" : "CPU \(line.cpus)"
    let used = line.art.count + line.text.count
    let padding = cpus.isEmpty ? 0 : max(2, column - used)
    if used + padding + cpus.count + mark.count <= terminal.width {
      return [
        terminal.paint(line.art, .faint) + line.text + String(repeating: " ", count: padding)
          + terminal.paint(cpus, .faint) + terminal.paint(mark, .caution)
      ]
    }
    let indent = line.continuation + "  "
    let room = terminal.width - indent.count
    let texts = TerminalText.filled(line.text, to: room).enumerated().map { index, text in
      terminal.paint(index == 0 ? line.art : indent, .faint) + text
    }
    let shown = shortened(cpus, to: room - mark.count)
    return texts + [terminal.paint(indent + shown, .faint) + terminal.paint(mark, .caution)]
  }

  /// The classes of cores, and what this process may not use.
  private func notes() -> [(name: String, text: String)] {
    let classes = HostCoreClasses(topology: topology).all
    var rows: [(name: String, text: String)] = classes.map { core in
      (
        classes.count == 1 ? "each \(core.name)" : core.name,
        (classes.count == 1 ? "" : "CPU \(HostText.list(core.cpus)): ") + core.description
      )
    }
    if !topology.offlineCPUs.isEmpty { rows.append(("offline", "CPU \(topology.offlineCPUs)")) }
    if !topology.cpus.isSubset(of: topology.allowedCPUs) {
      let allowed = topology.allowedCPUs.isEmpty ? "none" : "CPU \(topology.allowedCPUs)"
      rows.append(("allowed here", "\(allowed) (cgroup and affinity)"))
    }
    if topology.allowedNodes != CPUSet(topology.nodes.map(\.id)) {
      let allowed = topology.allowedNodes.isEmpty ? "none" : "node \(topology.allowedNodes)"
      rows.append(("memory allowed", allowed))
    }
    return rows
  }

  /// The matrix of up to eight nodes; of more, which distances there are.
  private func distances() -> [String] {
    guard !topology.distances.isEmpty else { return [] }
    let cells = topology.distances.flatMap { $0 }
    guard topology.nodes.count <= 8 else {
      let values = Set(cells).sorted().map(String.init).joined(separator: ", ")
      return terminal.fields(
        [("distances", "\(values) between \(topology.nodes.count) nodes")], column: HostText.column)
    }
    let ids = topology.nodes.map { "\($0.id)" }
    let size = (cells.map { "\($0)".count } + ids.map(\.count)).max() ?? 2
    func row(_ values: [String]) -> String {
      values.map { $0.padded(to: size, right: true) }.joined(separator: " ")
    }
    let rows = [row([""] + ids)] + zip(ids, topology.distances).map { row([$0] + $1.map(String.init)) }
    return TerminalText.hanging(
      rows, first: TerminalText.label("node distances", to: HostText.column), under: HostText.column)
  }

  /// Ends in `…` where there is no room; at a comma or bar where possible.
  private func shortened(_ text: String, to room: Int) -> String {
    guard text.count > room, room > 2 else { return text }
    let kept = text.prefix(room - 2)
    let end = kept.lastIndex { $0 == "," || $0 == "|" } ?? kept.endIndex
    return kept[..<end].trimmingSpace() + " …"
  }
}
