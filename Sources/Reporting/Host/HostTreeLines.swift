internal import Host
internal import Platform

/// A machine's shape as a tree of lines: packages, nodes, shared caches, cores; each with its CPUs.
///
/// What shares the same CPUs stands on one line, caches that belong to one core stand with the core, and alike
/// neighbours are drawn once: 1,024 CPUs take no more lines than 16.
struct HostTreeLines {
  /// One line of the drawing.
  struct Line: Equatable {
    /// The branches before the text.
    var art: String
    /// The branches of a line that continues this one.
    var continuation: String
    /// What is there.
    var text: String
    /// Its CPUs.
    var cpus: String
    /// What this process may not use of it; empty where all is allowed.
    var mark: String
  }

  /// From this many lines on, alike packages and nodes are drawn once, the innermost first.
  private static let comfortableLines = 28

  let topology: Topology

  /// The lines of a machine.
  static func lines(of topology: Topology) -> [Line] {
    let drawing = HostTreeLines(topology: topology)
    let root = HostTree(topology, HostCoreClasses(topology: topology)).root
    var lines: [Line] = []
    for depth in [Int.max, 3, 2, 1, 0] {
      lines = drawing.lines(of: root, mergingFrom: depth)
      if lines.count <= comfortableLines { break }
    }
    return lines
  }

  private func lines(of root: HostTree.Box, mergingFrom depth: Int) -> [Line] {
    var lines = [
      Line(
        art: "", continuation: "", text: "Machine, \(HostText.memory(topology.memoryBytes))",
        cpus: HostText.list(root.cpus),
        mark: "")
    ]
    inside(root, prefix: "", depth: 0, merging: depth, into: &lines)
    return lines
  }

  /// - Parameter example: set below a line that stands for several boxes, of which the first is drawn.
  private func inside(
    _ box: HostTree.Box, prefix: String, depth: Int, merging: Int, example: Bool = false,
    into lines: inout [Line]
  ) {
    var rows: [(text: String, cpus: String, mark: String, box: HostTree.Box?, example: Bool)] = []
    for memories in Self.runs(box.memories, by: { HostText.memory($0.memoryBytes) + ($0.kind ?? "") }) {
      rows.append((memoryText(memories), "", nodeMark(memories.map(\.id)), nil, example))
    }
    for group in box.cores where !box.isInline {
      rows.append(
        (Self.coreText(group), HostText.list(union(group.cores)), mark(union(group.cores)), nil, example))
    }
    for run in Self.runs(box.children, by: shape) {
      if run.count > 1 && (depth >= merging || run[0].parts.allSatisfy(\.isCache) && run[0].isInline) {
        rows.append(
          (
            text(of: run), run.map { HostText.list($0.cpus) }.joined(separator: " | "), mark(run), run[0],
            true
          ))
      } else {
        for box in run { rows.append((text(of: [box]), HostText.list(box.cpus), mark([box]), box, example)) }
      }
    }
    for (index, row) in rows.enumerated() {
      let isLast = index == rows.count - 1
      let below = prefix + (isLast ? "   " : "│  ")
      let hasMore = row.box.map { !$0.children.isEmpty || !$0.memories.isEmpty || !$0.isInline } ?? false
      lines.append(
        Line(
          art: prefix + (isLast ? "└─ " : "├─ "), continuation: below + (hasMore ? "│  " : "   "),
          text: row.text,
          cpus: example && !row.cpus.isEmpty ? "\(row.cpus), …" : row.cpus, mark: row.mark))
      guard let box = row.box else { continue }
      inside(box, prefix: below, depth: depth + 1, merging: merging, example: row.example, into: &lines)
    }
  }

  private func shape(_ box: HostTree.Box) -> String {
    let inner =
      box.children.map(shape) + box.memories.map { "memory \(HostText.memory($0.memoryBytes))" }
      + box.cores.map { Self.coreText($0) }
    return "\(box.parts.map(\.shape)) [\(inner.joined(separator: "; "))] \(mark([box]).isEmpty)"
  }

  /// Neighbours that are alike, together.
  private static func runs<Element>(_ elements: [Element], by shape: (Element) -> String) -> [[Element]] {
    var runs: [(shape: String, elements: [Element])] = []
    for element in elements {
      let name = shape(element)
      if runs.last?.shape == name {
        runs[runs.count - 1].elements.append(element)
      } else {
        runs.append((name, [element]))
      }
    }
    return runs.map(\.elements)
  }
}
