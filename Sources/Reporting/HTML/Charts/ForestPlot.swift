/// Differences from one base, each with its interval, beside a line at no difference.
struct ForestPlot {
  /// One difference.
  struct Row {
    var name: String
    /// As a share of the base: 0.1 for a tenth more.
    var center: Double
    var range: ClosedRange<Double>
    /// The center and the range in words.
    var text: String
    var detail: String
  }

  var title: String
  var axisName: String
  var rows: [Row]

  /// The plot at a width in pixels; nil without rows.
  func draw(width: Double) -> Markup? {
    guard !rows.isEmpty else { return nil }
    let isNarrow = width < 500
    let rowHeight = isNarrow ? 50.0 : 36.0
    let names: [Double] = rows.map { SVG.width(of: $0.name) }
    let nameWidth = isNarrow ? 0 : min(200, names.max() ?? 0) + 16
    let widths: [Double] = rows.map { max(SVG.width(of: $0.text), SVG.width(of: $0.detail, size: 12)) }
    let valueWidth = isNarrow ? 0 : min(200, widths.max() ?? 0) + 12
    let frame = PlotFrame(
      left: nameWidth + 14, top: 8, right: width - valueWidth - 18,
      bottom: 8 + rowHeight * Double(rows.count))
    let ends: [Double] =
      [0] + rows.flatMap { row in [row.center, row.range.lowerBound, row.range.upperBound] }
    let low = ends.min() ?? 0
    let high = ends.max() ?? 0
    // Room on both sides, so that the zero line never is the edge.
    let margin = max((high - low) * 0.08, 0.005)
    let scale = Scale(.linear, domain: low - margin...high + margin, range: frame.horizontal)
    let ticks = scale.ticks(spacing: 64)
    let decimals = Ticks.decimals(of: ticks.map { $0 * 100 })
    return SVG.drawing(
      width: width, height: frame.bottom + 44, title: title,
      description: rows.map { "\($0.name): \($0.text), \($0.detail)" }.joined(separator: "; ")
    ) {
      for tick in ticks {
        SVG.line((scale.position(tick), frame.top), (scale.position(tick), frame.bottom), "grid")
      }
      SVG.line((scale.position(0), frame.top), (scale.position(0), frame.bottom), "axis")
      for (index, row) in rows.enumerated() {
        draw(row, top: frame.top + Double(index) * rowHeight, rowHeight, width, scale, isNarrow)
      }
      Axis.bottom(scale, frame, name: axisName, format: { Units.fixed($0 * 100, decimals: decimals) })
    }
  }

  private func draw(
    _ row: Row, top: Double, _ height: Double, _ width: Double, _ scale: Scale, _ isNarrow: Bool
  ) -> Markup {
    let middle = isNarrow ? top + 34 : top + height / 2
    let from = scale.position(row.range.lowerBound), to = scale.position(row.range.upperBound)
    return .joined([
      SVG.text(
        SVG.fitted(row.name, width: isNarrow ? width / 2 : 200), x: 0, y: isNarrow ? top + 15 : middle + 4.5,
        .start, isNarrow ? "label clear" : "label"),
      SVG.box(x: from, y: middle - 8, width: to - from, height: 16, radius: 2, "interval"),
      SVG.line((from, middle), (to, middle), "line s0"),
      Mark.disc.draw(
        x: scale.position(row.center), y: middle, size: 4.5, "s0",
        title: "\(row.name): \(row.text), \(row.detail)"),
      isNarrow
        ? SVG.text(row.text, x: width, y: top + 15, .end, "value clear")
        : .joined([
          SVG.text(row.text, x: width, y: middle - 1, .end, "value"),
          SVG.text(row.detail, x: width, y: middle + 13, .end, "note"),
        ]),
    ])
  }
}
