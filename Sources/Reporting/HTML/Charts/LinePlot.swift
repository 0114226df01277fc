/// Curves with their names at their right ends: one line style, marker and colour each.
struct LinePlot {
  /// A point of a curve.
  struct Point {
    var x: Double
    /// What the line goes through.
    var y: Double
    /// What is marked: the same, or each of several modes.
    var levels: [Estimate.Level]
    /// What a pointer at rest shows.
    var title: String

    /// A point of an estimate; nil without a result.
    init?(x: Double, _ estimate: Estimate, title: String) {
      guard let value = estimate.value else { return nil }
      self.x = x
      self.title = title
      y = value
      levels = estimate.levels
    }

    /// A point without an estimate, marked where it has a title.
    init(x: Double, y: Double, title: String?) {
      self.x = x
      self.y = y
      self.title = title ?? ""
      levels = title == nil ? [] : [Estimate.Level(value: y, interval: nil)]
    }
  }

  /// A curve.
  struct Series {
    var name: String
    var points: [Point]
  }

  /// An upright line with a name on top: a cache's size, a knee.
  struct Guide {
    var x: Double
    var name: String
  }

  /// What an axis shows.
  struct AxisSpecification {
    var name: String
    var unit: ScaledUnit
    var kind: Scale.Kind
    /// How a tick is written instead of as a number in the unit.
    var format: Axis.Format?
  }

  var title: String
  var x: AxisSpecification
  var y: AxisSpecification
  var series: [Series]
  var guides: [Guide] = []
  /// Where to mark the knee.
  var knee: (x: Double, y: Double, name: String)?
  /// Whether the knee's name stands below and right of it, where a curve that rises less and less leaves room; else
  /// above and left, as for one that rises more and more.
  var isKneeBelow = false

  /// The plot at a width in pixels; nil without a point.
  func draw(width: Double) -> Markup? {
    let points = series.flatMap(\.points)
    guard !points.isEmpty else { return nil }
    let isNarrow = width < 500
    let names = series.map(\.name)
    // Names beside the curves on wide screens, in a list above them on narrow ones.
    let nameWidth = isNarrow ? 0 : min(200, names.map { SVG.width(of: $0) }.max() ?? 0)
    let listHeight = isNarrow ? 20 * Double(names.count) : 0
    let guideHeight = guides.isEmpty ? 0 : Double(guideRows(isNarrow)) * 15
    let frame = PlotFrame(
      left: 46, top: 30 + listHeight + guideHeight, right: width - nameWidth - (isNarrow ? 12 : 26),
      bottom: (isNarrow ? 270 : 350) + listHeight + guideHeight)
    let xScale = scale(
      x, points.map(\.x) + guides.map(\.x), frame.horizontal, ticks: isNarrow ? 4 : 8, fromZero: false)
    let yScale = scale(
      y, points.map(\.y) + points.flatMap(\.levels).flatMap(\.values), frame.vertical, ticks: 6,
      fromZero: true)
    let xSpacing = isNarrow ? 58.0 : 66.0
    return SVG.drawing(width: width, height: frame.bottom + 44, title: title, description: description) {
      Axis.left(
        yScale, frame, name: y.name, format: y.format ?? Axis.format(yScale, y.unit, spacing: 34),
        nameY: 14 + listHeight)
      Axis.bottom(
        xScale, frame, name: x.name, spacing: xSpacing,
        format: x.format ?? Axis.format(xScale, x.unit, spacing: xSpacing))
      guides(xScale, frame, isNarrow)
      for (rank, curve) in series.enumerated() { line(curve, rank, xScale, yScale) }
      kneeMark(xScale, yScale, frame)
      isNarrow ? list(names) : endNames(series, xScale, yScale, frame)
    }
  }

  private func scale(
    _ axis: AxisSpecification, _ values: [Double], _ range: (from: Double, to: Double), ticks: Int,
    fromZero: Bool
  ) -> Scale {
    guard axis.kind != .linear, let low = values.min(), let high = values.max(), low > 0 else {
      return .nice(values, fromZero: fromZero, ticks: ticks, range: range)
    }
    return Scale(axis.kind, domain: low / 1.15...high * 1.15, range: range)
  }

  /// What the ends of the curves say, and the knee.
  private var description: String {
    (series.compactMap { curve in curve.points.last.map { "\(curve.name): \($0.title)" } }
      + [knee?.name].compactMap { $0 }).joined(separator: "; ")
  }

  private func line(_ curve: Series, _ rank: Int, _ xScale: Scale, _ yScale: Scale) -> Markup {
    let style = "s\(rank % 5)"
    let places = curve.points.map { (x: xScale.position($0.x), y: yScale.position($0.y)) }
    return .joined(
      [SVG.path(places, "line \(style)\(Self.dash(rank))")]
        + curve.points.flatMap { point in
          point.levels.map { level in
            let x = xScale.position(point.x)
            let band = level.interval.map {
              SVG.line(
                (x, yScale.position($0.lowerBound)), (x, yScale.position($0.upperBound)), "line \(style)")
            }
            return .joined([
              band ?? .empty,
              Self.mark(rank).draw(
                x: x, y: yScale.position(level.value), style, title: "\(curve.name), \(point.title)"),
            ])
          }
        })
  }

  private static func dash(_ rank: Int) -> String { ["", " dashed", " dotted"][rank % 3] }

  private static func mark(_ rank: Int) -> Mark { Mark.series[rank % Mark.series.count] }

  // MARK: Names

  private func endNames(_ curves: [Series], _ xScale: Scale, _ yScale: Scale, _ frame: PlotFrame) -> Markup {
    let ends = curves.map { curve in curve.points.last.map { yScale.position($0.y) } ?? frame.bottom }
    let places = LabelStack.spread(ends, gap: 17, within: frame.top...max(frame.top, frame.bottom))
    return .joined(
      zip(curves, places).enumerated().map { rank, entry in
        let name = SVG.fitted(entry.0.name, width: 200)
        return SVG.text(name, x: frame.right + 12, y: entry.1 + 4.5, .start, "s\(rank % 5)")
      })
  }

  private func list(_ names: [String]) -> Markup {
    .joined(
      names.enumerated().map { rank, name in
        let y = 10 + 20 * Double(rank)
        return .joined([
          SVG.line((0, y), (28, y), "line s\(rank % 5)\(Self.dash(rank))"),
          Self.mark(rank).draw(x: 14, y: y, "s\(rank % 5)"),
          SVG.text(SVG.fitted(name, width: 300), x: 36, y: y + 4.5, .start, "s\(rank % 5)"),
        ])
      })
  }

  // MARK: Guides

  private func guideRows(_ isNarrow: Bool) -> Int { isNarrow ? min(2, guides.count) : 1 }

  private func guides(_ xScale: Scale, _ frame: PlotFrame, _ isNarrow: Bool) -> Markup {
    .joined(
      guides.enumerated().map { index, guide in
        let x = xScale.position(guide.x)
        let y = frame.top - 6 - 15 * Double(index % guideRows(isNarrow))
        let half = SVG.width(of: guide.name, size: 12) / 2
        return .joined([
          SVG.line((x, y + 3), (x, frame.bottom), "guide"),
          SVG.text(guide.name, x: min(max(x, frame.left + half), frame.right - half), y: y, .middle, "note"),
        ])
      })
  }

  private func kneeMark(_ xScale: Scale, _ yScale: Scale, _ frame: PlotFrame) -> Markup? {
    guard let knee else { return nil }
    let (x, y) = (xScale.position(knee.x), yScale.position(knee.y))
    let width = SVG.width(of: knee.name)
    let left = max(frame.left + 4, isKneeBelow ? min(x + 10, frame.right - width) : x - 12 - width)
    return .joined([
      Mark.ring.draw(x: x, y: y, size: 8, "knee-mark"),
      SVG.line((x, y + 8), (x, frame.bottom), "guide"),
      SVG.text(
        SVG.fitted(knee.name, width: frame.right - left), x: left,
        y: isKneeBelow ? min(y + 26, frame.bottom - 6) : y - 14,
        .start, "value clear"),
    ])
  }
}
