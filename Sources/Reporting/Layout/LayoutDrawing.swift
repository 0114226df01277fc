internal import Host
internal import Platform

/// Draws a layout on its machine: nodes, in them caches, in them cores in the colours of their owners.
struct LayoutDrawing {
  private let reading: LayoutReading
  /// Above this many CPUs they are small and without text.
  private static let labelled = 96
  private let isLabelled: Bool
  private let cell: (width: Double, height: Double)
  private let gap = 8.0
  private let titleHeight = 22.0

  /// A drawing of a layout.
  init(_ reading: LayoutReading) {
    self.reading = reading
    isLabelled = reading.topology.cpus.count <= Self.labelled
    cell = isLabelled ? (26, 32) : (11, 14)
  }

  /// The drawing at a width in pixels; nil for a machine without a CPU.
  func draw(width: Double) -> Markup? {
    guard !reading.topology.cpus.isEmpty else { return nil }
    let boxes = reading.nodes.map(box)
    let (content, height) = row(boxes, x: 1, y: 1, width: width - 2)
    return SVG.drawing(
      width: width, height: height + 2, title: reading.headline,
      description: reading.nodes.map(\.title).joined(separator: "; ")
    ) { content }
  }

  /// A frame with a title, with frames or with cores in it.
  private struct Box {
    var title: String
    var style: String
    var children: [Box] = []
    var cores: [LayoutReading.Core] = []
  }

  private func box(_ node: LayoutReading.Node) -> Box {
    var box = Box(title: node.title, style: "node")
    if node.caches.count == 1, let only = node.caches.first {
      box.cores = only.cores
    } else {
      box.children = node.caches.map {
        Box(title: $0.name ?? "no shared cache", style: "cache", cores: $0.cores)
      }
    }
    return box
  }

  // MARK: Frames

  /// Frames in columns of equal width; rows as high as their highest frame.
  private func row(_ boxes: [Box], x: Double, y: Double, width: Double) -> (Markup, Double) {
    guard !boxes.isEmpty else { return (.empty, 0) }
    let least = boxes.map(leastWidth).max() ?? width
    let columns = max(1, min(boxes.count, Int((width + gap) / (least + gap))))
    let column = (width - gap * Double(columns - 1)) / Double(columns)
    var pieces: [Markup] = []
    var top = y
    for start in stride(from: 0, to: boxes.count, by: columns) {
      var highest = 0.0
      var drawn: [(left: Double, style: String, content: Markup)] = []
      for (place, box) in boxes[start..<min(start + columns, boxes.count)].enumerated() {
        let left = x + Double(place) * (column + gap)
        let (content, height) = inside(box, x: left, y: top, width: column)
        drawn.append((left, box.style, content))
        highest = max(highest, height)
      }
      for (left, style, content) in drawn {
        pieces.append(SVG.box(x: left, y: top, width: column, height: highest, radius: 4, style))
        pieces.append(content)
      }
      top += highest + gap
    }
    return (.joined(pieces), top - gap - y)
  }

  private func inside(_ box: Box, x: Double, y: Double, width: Double) -> (Markup, Double) {
    let title = SVG.fitted(box.title, width: width - 14, size: 12)
    let name = SVG.text(title, x: x + 8, y: y + 15, .start, "note")
    let (content, height) =
      box.children.isEmpty
      ? cores(box.cores, x: x + gap, y: y + titleHeight, width: width - 2 * gap)
      : row(box.children, x: x + gap, y: y + titleHeight, width: width - 2 * gap)
    return (.joined([name, content]), titleHeight + height + (height > 0 ? gap : 4))
  }

  /// The width below which a frame would be cramped.
  private func leastWidth(_ box: Box) -> Double {
    let core = box.cores.map { Double($0.cpus.count) * cell.width }.max() ?? 0
    let inner = box.children.map(leastWidth).max() ?? 0
    let title = min(SVG.width(of: box.title, size: 12) + 16, box.style == "cache" ? 90 : 170)
    return max(core, inner, title) + 2 * gap
  }

  // MARK: Cores

  /// Cores from left to right, row after row; the threads of a core touch each other.
  private func cores(
    _ cores: [LayoutReading.Core], x: Double, y: Double, width: Double
  ) -> (Markup, Double) {
    let space = isLabelled ? 6.0 : 4.0
    var pieces: [Markup] = []
    var (left, top) = (x, y)
    for core in cores {
      let coreWidth = cell.width * Double(core.cpus.count)
      if left > x, left + coreWidth > x + width { (left, top) = (x, top + cell.height + space) }
      for (index, cpu) in core.cpus.numbers.enumerated() {
        pieces.append(draw(cpu, core.owner, x: left + cell.width * Double(index), y: top))
      }
      left += coreWidth + space
    }
    return (.joined(pieces), cores.isEmpty ? 0 : top + cell.height - y)
  }

  private func draw(_ cpu: Int, _ owner: LayoutReading.Owner, x: Double, y: Double) -> Markup {
    let owner = reading.topology.allowedCPUs.contains(cpu) ? owner : .forbidden
    let box = SVG.box(
      x: x, y: y, width: cell.width, height: cell.height, radius: 1, "cpu \(LayoutStyle.name(of: owner))",
      title: "CPU \(cpu): \(owner.meaning)")
    guard isLabelled else { return box }
    return .joined([
      box,
      SVG.text(String(cpu), x: x + cell.width / 2, y: y + 12, .middle, "small faded"),
      SVG.text(owner.label, x: x + cell.width / 2, y: y + 26, .middle, "small owner"),
    ])
  }
}
