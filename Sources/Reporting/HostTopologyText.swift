import Host
import Platform

/// A machine's shape as a tree of lines: packages, nodes, shared caches, cores; each with its CPUs.
///
/// What shares the same CPUs stands on one line, caches that belong to one core stand with the core, and alike
/// neighbours are drawn once: 1,024 CPUs take no more lines than 16.
struct HostTopologyText {
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

  private let topology: Topology
  private let classes: HostCoreClasses

  private init(topology: Topology) {
    self.topology = topology
    classes = HostCoreClasses(topology: topology)
  }

  /// The lines of a machine.
  static func lines(of topology: Topology) -> [Line] {
    let drawing = HostTopologyText(topology: topology)
    let root = drawing.tree()
    var lines: [Line] = []
    for depth in [Int.max, 3, 2, 1, 0] {
      lines = drawing.lines(of: root, mergingFrom: depth)
      if lines.count <= comfortableLines { break }
    }
    return lines
  }

  // MARK: Tree

  /// What shares a set of CPUs, and what lies inside.
  private struct Box {
    var cpus: CPUSet
    var parts: [Part] = []
    var children: [Box] = []
    var cores: [CoreGroup] = []
    /// Memory without CPUs that is nearest to these.
    var memories: [Topology.Node] = []
  }

  /// A thing with a number of its own, or a cache.
  private enum Part: Equatable {
    case package(Int)
    case node(Int, UInt64?)
    case cache(String)

    /// Outer things first where the CPUs are the same.
    var rank: Int {
      switch self {
      case .package: 0
      case .node: 1
      case .cache: 2
      }
    }

    var isCache: Bool { rank == 2 }

    /// Equal for things that differ by number only.
    var shape: String {
      switch self {
      case .package: "package"
      case .node(_, let bytes): "node \(HostText.memory(bytes))"
      case .cache(let text): text
      }
    }
  }

  /// Cores that are alike and next to each other.
  private struct CoreGroup {
    var name: String
    var cores: [CPUSet]
  }

  private func tree() -> Box {
    let shared = topology.caches.filter { cache in
      topology.coreCPUs.contains { $0.isSubset(of: cache.cpus) && $0 != cache.cpus }
    }
    var boxes: [CPUSet: Box] = [:]
    func add(_ part: Part, _ cpus: CPUSet) {
      if !cpus.isEmpty { boxes[cpus, default: Box(cpus: cpus)].parts.append(part) }
    }
    for (index, cpus) in topology.packageCPUs.enumerated() where topology.packages > 0 {
      add(.package(index), cpus)
    }
    for node in topology.nodes where !node.memoryOnly { add(.node(node.id, node.memoryBytes), node.cpus) }
    for cache in shared.reversed() { add(.cache(HostText.cache(cache)), cache.cpus) }
    for node in topology.nodes where node.memoryOnly && boxes[node.nearCPUs] != nil {
      boxes[node.nearCPUs]?.memories.append(node)
    }
    for cpus in boxes.keys {
      boxes[cpus]?.parts.sort { $0.rank < $1.rank }
    }
    let ordered = boxes.values.sorted {
      ($0.cpus.count, -($0.cpus.first ?? 0)) > ($1.cpus.count, -($1.cpus.first ?? 0))
    }
    var root = Box(cpus: topology.cpus)
    root.memories = topology.nodes.filter { $0.memoryOnly && boxes[$0.nearCPUs] == nil }
    for box in ordered { Self.place(box, in: &root) }
    for core in topology.coreCPUs { place(core, in: &root) }
    Self.sort(&root)
    return root
  }

  /// Larger boxes are placed first, so the last one that holds it is the innermost.
  private static func place(_ box: Box, in parent: inout Box) {
    if let index = parent.children.firstIndex(where: { box.cpus.isSubset(of: $0.cpus) }) {
      place(box, in: &parent.children[index])
    } else {
      parent.children.append(box)
    }
  }

  private static func sort(_ box: inout Box) {
    box.children.sort { ($0.cpus.first ?? 0) < ($1.cpus.first ?? 0) }
    for index in box.children.indices { sort(&box.children[index]) }
  }

  private func place(_ core: CPUSet, in parent: inout Box) {
    if let index = parent.children.firstIndex(where: { core.isSubset(of: $0.cpus) }) {
      return place(core, in: &parent.children[index])
    }
    let name = classes.name(of: core)
    if let last = parent.cores.indices.last, parent.cores[last].name == name {
      parent.cores[last].cores.append(core)
    } else {
      parent.cores.append(CoreGroup(name: name, cores: [core]))
    }
  }

  // MARK: Lines

  private func lines(of root: Box, mergingFrom depth: Int) -> [Line] {
    var lines = [
      Line(
        art: "", continuation: "", text: "Machine, \(HostText.memory(topology.memoryBytes))",
        cpus: Self.list(root.cpus),
        mark: "")
    ]
    inside(root, prefix: "", depth: 0, merging: depth, into: &lines)
    return lines
  }

  /// - Parameter example: set below a line that stands for several boxes, of which the first is drawn.
  private func inside(
    _ box: Box, prefix: String, depth: Int, merging: Int, example: Bool = false, into lines: inout [Line]
  ) {
    var rows: [(text: String, cpus: String, mark: String, box: Box?, example: Bool)] = []
    for memories in Self.runs(box.memories, by: { HostText.memory($0.memoryBytes) + ($0.kind ?? "") }) {
      rows.append((memoryText(memories), "", nodeMark(memories.map(\.id)), nil, example))
    }
    for group in box.cores where !isInline(box) {
      rows.append(
        (Self.coreText(group), Self.list(union(group.cores)), mark(union(group.cores)), nil, example))
    }
    for run in Self.runs(box.children, by: shape) {
      if run.count > 1 && (depth >= merging || run[0].parts.allSatisfy(\.isCache) && isInline(run[0])) {
        rows.append(
          (text(of: run), run.map { Self.list($0.cpus) }.joined(separator: " | "), mark(run), run[0], true))
      } else {
        for box in run { rows.append((text(of: [box]), Self.list(box.cpus), mark([box]), box, example)) }
      }
    }
    for (index, row) in rows.enumerated() {
      let isLast = index == rows.count - 1
      let below = prefix + (isLast ? "   " : "│  ")
      let hasMore = row.box.map { !$0.children.isEmpty || !$0.memories.isEmpty || !isInline($0) } ?? false
      lines.append(
        Line(
          art: prefix + (isLast ? "└─ " : "├─ "), continuation: below + (hasMore ? "│  " : "   "),
          text: row.text,
          cpus: example && !row.cpus.isEmpty ? "\(row.cpus), …" : row.cpus, mark: row.mark))
      guard let box = row.box else { continue }
      inside(box, prefix: below, depth: depth + 1, merging: merging, example: row.example, into: &lines)
    }
  }

  /// A box with nothing but cores of one sort is told on one line.
  private func isInline(_ box: Box) -> Bool {
    box.children.isEmpty && box.memories.isEmpty && box.cores.count == 1 && !box.parts.isEmpty
  }

  private func shape(_ box: Box) -> String {
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

  // MARK: Words

  private func text(of run: [Box]) -> String {
    let names = run[0].parts.indices.map { index -> String in
      let numbers = run.compactMap { box -> Int? in
        switch box.parts[index] {
        case .package(let number), .node(let number, _): number
        case .cache: nil
        }
      }
      let plural = run.count > 1 ? "s" : ""
      return switch run[0].parts[index] {
      case .package: "Package\(plural) \(CPUSet(numbers))"
      case .node(_, let bytes):
        "Node\(plural) \(CPUSet(numbers)), \(HostText.memory(bytes))\(run.count > 1 ? " each" : "")"
      case .cache(let text): text
      }
    }
    let allCaches = run[0].parts.allSatisfy(\.isCache)
    var text = (run.count > 1 && allCaches ? "\(run.count) x " : "") + names.joined(separator: " · ")
    let hasNode = topology.nodes.contains { !$0.memoryOnly && !$0.cpus.intersection(run[0].cpus).isEmpty }
    if !hasNode && !allCaches { text += ", no memory of its own online" }
    if run.count > 1 && !allCaches && run[0].parts.contains(where: \.isCache) { text += " each" }
    if isInline(run[0]), let group = run[0].cores.first { text += ": \(Self.coreText(group))" }
    return text
  }

  private static func coreText(_ group: CoreGroup) -> String {
    "\(group.cores.count) \(group.name)\(group.cores.count == 1 ? "" : "s")"
  }

  private func memoryText(_ nodes: [Topology.Node]) -> String {
    let plural = nodes.count > 1
    return "Node\(plural ? "s" : "") \(CPUSet(nodes.map(\.id))), \(HostText.memory(nodes[0].memoryBytes))"
      + (plural ? " each" : "") + (nodes[0].kind.map { ", \($0)" } ?? "") + ", no CPUs"
  }

  private func mark(_ run: [Box]) -> String { mark(union(run.map(\.cpus))) }

  private func mark(_ cpus: CPUSet) -> String {
    let forbidden = cpus.subtracting(topology.allowedCPUs)
    if forbidden.isEmpty { return "" }
    return forbidden == cpus ? "not allowed" : "not allowed: \(Self.list(forbidden))"
  }

  private func nodeMark(_ nodes: [Int]) -> String {
    let forbidden = CPUSet(nodes).subtracting(topology.allowedNodes)
    if forbidden.isEmpty { return "" }
    return forbidden.count == nodes.count ? "not allowed" : "not allowed: \(forbidden)"
  }

  private func union(_ sets: [CPUSet]) -> CPUSet { sets.reduce(CPUSet()) { $0.union($1) } }

  /// The kernel's list; a regular stride of four or more is told as such: `0-20 step 4`.
  static func list(_ cpus: CPUSet) -> String {
    let numbers = cpus.numbers
    guard numbers.count > 3, let first = numbers.first, let last = numbers.last else {
      return cpus.description
    }
    let step = numbers[1] - first
    let isRegular = step > 1 && zip(numbers, numbers.dropFirst()).allSatisfy { $1 - $0 == step }
    return isRegular ? "\(first)-\(last) step \(step)" : cpus.description
  }
}
