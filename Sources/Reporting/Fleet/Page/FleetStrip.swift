internal import Experiment
internal import Fleet

/// One metric with a mark for each node: of few nodes a row each with its interval; of many all in one, stacked where they
/// meet, and the odd ones below with their names.
struct FleetStrip {
  /// Nodes that get a row each.
  static let mostRows = 12
  private static let width = 400.0
  private static let rowHeight = 22.0
  /// Odd nodes that are named below many others.
  private static let mostNamed = 8
  /// Columns that nodes of one value share, and the height of the highest stack.
  private static let columns = 96
  private static let stack = 64.0
  /// Marks lower than this are drawn as one bar.
  private static let lowestMark = 3.0

  private let metric: FleetMetric
  private let hasRows: Bool

  /// - Parameter nodes: how many there are in the fleet.
  init(_ metric: FleetMetric, nodes: Int) {
    self.metric = metric
    hasRows = nodes <= Self.mostRows
  }

  /// The drawing; nil where no node has the metric.
  var markup: Markup? {
    guard let most = metric.places.map(\.value.magnitude).max() else { return nil }
    let named = hasRows ? metric.places.sorted { $0.index < $1.index } : Array(odd.prefix(Self.mostNamed))
    let top = hasRows ? 6.0 : Self.stack + 8
    let (left, right) = hasRows ? (112.0, 312.0) : (10.0, 390.0)
    let frame = PlotFrame(
      left: left, top: 4, right: right, bottom: top + Self.rowHeight * Double(named.count) + 4)
    let scale = scale(named, frame)
    let unit = ScaledUnit(metric.unit, for: most)
    let format = Axis.format(scale, unit, spacing: 56)
    let description = named.map { "\($0.name): \(metric.text($0))" }.joined(separator: "; ")
    return SVG.drawing(
      width: Self.width, height: frame.bottom + 42, title: metric.fullName, description: description
    ) {
      for tick in scale.ticks(spacing: 56) {
        SVG.line((scale.position(tick), frame.top), (scale.position(tick), frame.bottom), "grid")
      }
      if !hasRows { nodes(scale, bottom: Self.stack + 4) }
      for (row, place) in named.enumerated() {
        draw(place, scale, frame, middle: top + Self.rowHeight * (Double(row) + 0.5))
      }
      Axis.bottom(scale, frame, name: axisName(unit, scale), spacing: 56, format: format)
    }
  }

  private var odd: [FleetMetric.Place] { metric.places.filter { metric.findings[$0.name] != nil } }

  private func scale(_ named: [FleetMetric.Place], _ frame: PlotFrame) -> Scale {
    let ends = named.flatMap { place in
      metric.interval(place.index).map { [$0.low, $0.high] } ?? []
    }
    let values = metric.places.map(\.value) + ends
    if let low = values.min(), let high = values.max(), low > 0, high / low > 50 {
      return Scale(.logarithmic(base: 10), domain: low / 1.2...high * 1.2, range: frame.horizontal)
    }
    return .nice(values, ticks: 4, range: frame.horizontal)
  }

  private func axisName(_ unit: ScaledUnit, _ scale: Scale) -> String {
    let note: String =
      switch scale.kind {
      case .logarithmic: "logarithmic"
      case .linear: scale.domain.lowerBound > 0 ? "does not start at 0" : ""
      }
    return [unit.symbol, note].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  /// A node with its name, interval and median.
  private func draw(
    _ place: FleetMetric.Place, _ scale: Scale, _ frame: PlotFrame, middle: Double
  ) -> Markup {
    let finding = metric.findings[place.name]
    let style = finding?.style ?? "same"
    let x = scale.position(place.value)
    let interval = metric.interval(place.index)
    let title = "\(place.name): \(metric.text(place))"
    return .joined([
      SVG.line((frame.left, middle), (frame.right, middle), "row"),
      interval.map { interval in
        SVG.line(
          (scale.position(interval.low), middle), (scale.position(interval.high), middle), "whisker \(style)")
      } ?? .empty,
      Self.shape(finding).draw(
        x: x, y: middle, size: 4.5, style,
        title: interval.map { "\(title), \(Units.range($0.low, $0.high, unit: metric.unit))" } ?? title),
      hasRows ? labels(place, middle) : label(place, scale, frame, middle),
    ])
  }

  /// The name left and the value right of a row.
  private func labels(_ place: FleetMetric.Place, _ middle: Double) -> Markup {
    let style = metric.findings[place.name] == nil ? "" : " odd"
    return .joined([
      SVG.text(SVG.fitted(place.name, width: 104), x: 0, y: middle + 4.5, .start, "label\(style)"),
      SVG.text(metric.text(place), x: Self.width, y: middle + 4.5, .end, "label\(style)"),
    ])
  }

  /// Name and value on the side of the mark where there is more room.
  private func label(
    _ place: FleetMetric.Place, _ scale: Scale, _ frame: PlotFrame, _ middle: Double
  ) -> Markup {
    let interval = metric.interval(place.index)
    let from = scale.position(interval?.low ?? place.value)
    let to = scale.position(interval?.high ?? place.value)
    let isRight = frame.right - to >= from - frame.left
    let room = max(40, (isRight ? frame.right - to : from - frame.left) - 12)
    return SVG.text(
      SVG.fitted("\(place.name) \(metric.text(place))", width: room), x: isRight ? to + 10 : from - 10,
      y: middle + 4.5, isRight ? .start : .end, "label odd clear")
  }

  /// Shapes differ, so that colour is never the only difference.
  static func shape(_ finding: OddNode?) -> Mark {
    guard let finding else { return .disc }
    if finding.method == .pair { return .ring }
    return finding.direction == .worse ? .diamond : .triangle
  }

  /// All nodes, stacked in columns.
  private func nodes(_ scale: Scale, bottom: Double) -> Markup {
    let width = (scale.range.to - scale.range.from) / Double(Self.columns)
    var counts = [Int](repeating: 0, count: Self.columns + 1)
    for place in metric.places {
      counts[Int(((scale.position(place.value) - scale.range.from) / width).rounded())] += 1
    }
    guard let most = counts.max(), most > 0 else { return .empty }
    let height = min(4, Self.stack / Double(most))
    let isBars = height < Self.lowestMark
    let path = counts.enumerated().filter { $0.element > 0 }.map { column, count in
      let x = SVG.coordinate(scale.range.from + Double(column) * width)
      if isBars { return "M\(x),\(SVG.coordinate(bottom))v\(SVG.coordinate(-height * Double(count)))" }
      return (0..<count).map { "M\(x),\(SVG.coordinate(bottom - height * (Double($0) + 0.5)))h0" }.joined()
    }
    return .element("path", ["d": path.joined(), "class": "nodes \(isBars ? "bars" : "dots")"]) {
      Markup.empty
    }
  }
}
