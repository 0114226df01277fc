internal import Experiment

/// Every sample of several metrics of one unit: a row for each, on one scale.
struct StripPlot {
  /// A metric and what to call it here.
  typealias Row = (name: String, estimate: Estimate)

  var title: String
  var rows: [Row]
  /// Half the distance between two marks' centers that still touch.
  private static let markSize = 3.0

  /// The plot at a width in pixels; nil when no sample can be drawn.
  func draw(width: Double) -> Markup? {
    let values = rows.flatMap { $0.estimate.points.map(\.value) }
    guard !values.isEmpty, let unitName = rows.first?.estimate.unit else { return nil }
    let isNarrow = width < 500
    let rowHeight = isNarrow ? 50.0 : 34.0
    let nameWidth = isNarrow ? 0 : min(230, rows.map { SVG.width(of: $0.name) }.max() ?? 0) + 16
    let valueWidth = isNarrow ? 0 : Self.valueWidth(rows)
    let frame = PlotFrame(
      left: nameWidth + (isNarrow ? 12 : 8), top: 8, right: width - valueWidth - (isNarrow ? 18 : 12),
      bottom: 8 + rowHeight * Double(rows.count))
    let unit = ScaledUnit(unitName, for: values.map(\.magnitude).max() ?? 0)
    let scale = Self.scale(values, frame)
    let spacing = isNarrow ? 56.0 : 64.0
    let format = Axis.format(scale, unit, spacing: spacing)
    return SVG.drawing(
      width: width, height: frame.bottom + 44, title: title,
      description: rows.map { "\($0.name): \($0.estimate.markedText)" }.joined(separator: "; ")
    ) {
      for tick in scale.ticks(spacing: spacing) {
        SVG.line((scale.position(tick), frame.top), (scale.position(tick), frame.bottom), "grid")
      }
      for (index, row) in rows.enumerated() {
        draw(row, top: frame.top + Double(index) * rowHeight, rowHeight, width, scale, isNarrow)
      }
      Axis.bottom(scale, frame, name: Self.axisName(unit, scale), spacing: spacing, format: format)
    }
  }

  /// Pixels for the values and what stands below them.
  private static func valueWidth(_ rows: [Row]) -> Double {
    let widths = rows.flatMap { row in
      [SVG.width(of: row.estimate.markedText), SVG.width(of: row.estimate.detailText, size: 12)]
    }
    return min(240, widths.max() ?? 0) + 12
  }

  private static func scale(_ values: [Double], _ frame: PlotFrame) -> Scale {
    if let low = values.min(), let high = values.max(), low > 0, high / low > 50 {
      return Scale(.logarithmic(base: 10), domain: low / 1.2...high * 1.2, range: frame.horizontal)
    }
    return .nice(values, range: frame.horizontal)
  }

  private static func axisName(_ unit: ScaledUnit, _ scale: Scale) -> String {
    let note: String =
      switch scale.kind {
      case .logarithmic: "logarithmic"
      case .linear: scale.domain.lowerBound > 0 ? "does not start at 0" : ""
      }
    return [unit.symbol, note].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func draw(
    _ row: Row, top: Double, _ height: Double, _ width: Double, _ scale: Scale, _ isNarrow: Bool
  ) -> Markup {
    let middle = isNarrow ? top + 34 : top + height / 2
    let room = isNarrow ? 12.0 : height / 2 - 5
    let value = row.estimate.markedText
    return .joined([
      isNarrow
        ? SVG.text(
          SVG.fitted(row.name, width: width - SVG.width(of: value) - 12), x: 0, y: top + 15, .start, "label")
        : SVG.text(SVG.fitted(row.name, width: 230), x: 0, y: middle + 4.5, .start, "label"),
      SVG.line((scale.range.from, middle), (scale.range.to, middle), "row"),
      levels(row.estimate, middle, room, scale),
      samples(row.estimate, middle, room, scale),
      isNarrow
        ? SVG.text(value, x: width, y: top + 15, .end, "value")
        : .joined([
          SVG.text(value, x: width, y: middle - 1, .end, "value"),
          SVG.text(row.estimate.detailText, x: width, y: middle + 13, .end, "note"),
        ]),
    ])
  }

  /// The interval as a band and the median, or each mode's center, as an upright line.
  private func levels(_ estimate: Estimate, _ middle: Double, _ room: Double, _ scale: Scale) -> Markup {
    .joined(
      estimate.levels.map { level in
        let x = scale.position(level.value)
        let band = level.interval.map { interval in
          let from = scale.position(interval.lowerBound)
          return SVG.box(
            x: from, y: middle - room, width: scale.position(interval.upperBound) - from, height: 2 * room,
            radius: 2, "interval")
        }
        return .joined([band ?? .empty, SVG.line((x, middle - room), (x, middle + room), "median")])
      })
  }

  /// The samples, moved up or down as far as they would cover each other and there is room.
  private func samples(_ estimate: Estimate, _ middle: Double, _ room: Double, _ scale: Scale) -> Markup {
    let step = Self.markSize * 1.6
    let places = [0, 1, -1, 2, -2].map { Double($0) * step }.filter { $0.magnitude <= room - 3 }
    var lastX = [Double](repeating: -.infinity, count: places.count)
    let sorted = estimate.points.map { (x: scale.position($0.value), point: $0) }.sorted { $0.x < $1.x }
    return .joined(
      sorted.map { x, point in
        let free = lastX.firstIndex { x - $0 >= Self.markSize * 1.8 }
        let place = free ?? lastX.indices.min { lastX[$0] < lastX[$1] } ?? 0
        lastX[place] = x
        return Mark(point.standing).draw(
          x: x, y: middle + places[place], size: Self.markSize, point.standing.rawValue,
          title:
            "\(Units.text(point.value, unit: estimate.unit)), \(point.origin), \(point.standing.rawValue)")
      })
  }
}
