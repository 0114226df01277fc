internal import Host
internal import Platform

/// Draws a machine's boxes, as many beside each other as there is room for.
struct TopologyDrawing {
  private let boxes: [TopologyBox]
  private let topology: Topology
  /// Above this many CPUs drawn, they are small and without numbers.
  private static let numbered = 64
  private let cell: (width: Double, height: Double)
  private let hasNumbers: Bool
  private let gap = 8.0
  private let titleHeight = 22.0

  /// A drawing of a machine.
  init(_ topology: Topology) {
    self.topology = topology
    boxes = TopologyBox.packages(of: topology)
    hasNumbers = boxes.reduce(0) { $0 + $1.cpuCount } <= Self.numbered
    cell = hasNumbers ? (26, 20) : (11, 14)
  }

  /// The drawing at a width in pixels; nil for a machine without a CPU.
  func draw(width: Double) -> Markup? {
    guard !topology.cpus.isEmpty else { return nil }
    let (content, height) = row(boxes, x: 1, y: 1, width: width - 2)
    return SVG.drawing(
      width: width, height: height + 2, title: "Topology",
      description:
        "\(topology.packageCPUs.count) packages, \(topology.nodes.count) NUMA nodes, \(topology.coreCPUs.count) cores, \(topology.cpus.count) CPUs"
    ) { content }
  }

  // MARK: Layout

  /// Boxes in columns of equal width; rows as high as their highest box.
  private func row(_ boxes: [TopologyBox], x: Double, y: Double, width: Double) -> (Markup, Double) {
    guard !boxes.isEmpty else { return (.empty, 0) }
    let least = boxes.map { leastWidth($0) }.max() ?? width
    let columns = max(1, min(boxes.count, Int((width + gap) / (least + gap))))
    let column = (width - gap * Double(columns - 1)) / Double(columns)
    var pieces: [Markup] = []
    var top = y
    for start in stride(from: 0, to: boxes.count, by: columns) {
      var highest = 0.0
      var drawn: [(box: TopologyBox, x: Double, content: Markup)] = []
      for (place, box) in boxes[start..<min(start + columns, boxes.count)].enumerated() {
        let left = x + Double(place) * (column + gap)
        let (content, height) = inside(box, x: left, y: top, width: column)
        drawn.append((box, left, content))
        highest = max(highest, height)
      }
      for entry in drawn {
        pieces.append(SVG.box(x: entry.x, y: top, width: column, height: highest, radius: 4, entry.box.style))
        pieces.append(entry.content)
      }
      top += highest + gap
    }
    return (.joined(pieces), top - gap - y)
  }

  /// What a box holds and how high that makes it.
  private func inside(_ box: TopologyBox, x: Double, y: Double, width: Double) -> (Markup, Double) {
    let title = box.count > 1 && box.style == "cache" ? "\(box.count) × \(box.title)" : box.title
    let name = SVG.text(SVG.fitted(title, width: width - 14, size: 12), x: x + 8, y: y + 15, .start, "note")
    if !box.children.isEmpty {
      let (content, height) = row(box.children, x: x + gap, y: y + titleHeight, width: width - 2 * gap)
      return (.joined([name, content]), titleHeight + height + gap)
    }
    let (content, height) = cores(box.cores, x: x + gap, y: y + titleHeight, width: width - 2 * gap)
    return (.joined([name, content]), titleHeight + height + (height > 0 ? gap : 4))
  }

  /// Cores from left to right, row after row; the threads of a core touch each other.
  private func cores(_ cores: [[TopologyBox.CPU]], x: Double, y: Double, width: Double) -> (Markup, Double) {
    let space = hasNumbers ? 6.0 : 4.0
    var pieces: [Markup] = []
    var (left, top) = (x, y)
    for core in cores {
      let coreWidth = cell.width * Double(core.count)
      if left > x, left + coreWidth > x + width { (left, top) = (x, top + cell.height + space) }
      for (index, cpu) in core.enumerated() {
        pieces.append(draw(cpu, x: left + cell.width * Double(index), y: top))
      }
      left += coreWidth + space
    }
    return (.joined(pieces), cores.isEmpty ? 0 : top + cell.height - y)
  }

  private func draw(_ cpu: TopologyBox.CPU, x: Double, y: Double) -> Markup {
    let kind = cpu.kind > 0 ? " kind\(min(cpu.kind, 2))" : ""
    let state = cpu.isAllowed ? "" : " forbidden"
    let name = topology.coreKinds.count > cpu.kind ? ", \(topology.coreKinds[cpu.kind].name)" : ""
    let title = "CPU \(cpu.number)\(name)\(cpu.isAllowed ? "" : ", not allowed here")"
    return .joined([
      // Other kinds of cores are rounded, so that colour is not the only difference.
      SVG.box(
        x: x, y: y, width: cell.width, height: cell.height, radius: cpu.kind > 0 ? 6 : 1,
        "cpu\(kind)\(state)",
        title: title),
      hasNumbers
        ? SVG.text(String(cpu.number), x: x + cell.width / 2, y: y + 14, .middle, "small") : .empty,
    ])
  }

  /// The width below which a box would be cramped.
  private func leastWidth(_ box: TopologyBox) -> Double {
    let core = box.cores.map { Double($0.count) * cell.width }.max() ?? 0
    let inner = box.children.map { leastWidth($0) }.max() ?? 0
    let title = min(SVG.width(of: box.title, size: 12) + 16, box.style == "cache" ? 90 : 150)
    return max(core, inner, title) + 2 * gap
  }
}
