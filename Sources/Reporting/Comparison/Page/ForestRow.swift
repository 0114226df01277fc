internal import Comparison
internal import Experiment

/// One metric's change and interval, drawn in a cell of any width.
enum ForestRow {
  private static let height = 26.0

  /// The drawing; nil where there is no change to draw.
  static func draw(_ row: ComparedMetric, _ scale: ForestScale) -> Markup? {
    guard let effect = row.metric.effect else { return nil }
    let better = row.metric.better
    let center = scale.place(effect.ratio, better)
    let style = row.verdict.rawValue
    return .element(
      "svg", ["class": "fluid", "role": "img", "aria-label": "\(row.name): \(row.change), \(row.interval)"]
    ) {
      if let lower = effect.lower, let upper = effect.upper {
        whisker(scale.place(lower, better), scale.place(upper, better), style)
      }
      mark(row.verdict, center, style)
    }
  }

  private static func whisker(
    _ one: (x: Double, isCut: Bool), _ other: (x: Double, isCut: Bool), _ style: String
  ) -> Markup {
    let (left, right) = one.x <= other.x ? (one, other) : (other, one)
    return .joined([
      line(left.x, right.x, height / 2, height / 2, "whisker \(style)"), end(left, style), end(right, style),
    ])
  }

  /// The end of an interval: a stroke, or an arrow where it goes on.
  private static func end(_ end: (x: Double, isCut: Bool), _ style: String) -> Markup {
    if !end.isCut { return line(end.x, end.x, height / 2 - 5, height / 2 + 5, "whisker \(style)") }
    let tip = end.x > 50 ? -7.0 : 7.0
    return at(end.x) { SVG.path([(tip, -5), (0, 0), (tip, 5)], "whisker arrow \(style)") }
  }

  private static func mark(_ verdict: Verdict, _ center: (x: Double, isCut: Bool), _ style: String) -> Markup
  {
    if center.isCut {
      let tip = center.x > 50 ? -1.0 : 1.0
      return at(center.x) { SVG.path([(tip * 9, -6), (0, 0), (tip * 9, 6), (tip * 9, -6)], "cut \(style)") }
    }
    return at(center.x) { shape(verdict).draw(x: 0, y: 0, size: 4.5, style) }
  }

  /// Shapes differ, so that colour is never the only difference.
  static func shape(_ verdict: Verdict) -> Mark {
    switch verdict {
    case .better: .triangle
    case .worse: .diamond
    case .same: .disc
    case .inconclusive, .invalid, .incomparable: .ring
    }
  }

  /// Something around a point in the middle of the row.
  private static func at(_ x: Double, @MarkupBuilder _ content: () -> Markup) -> Markup {
    .element("svg", ["x": percent(x), "y": SVG.coordinate(height / 2), "class": "place"], content)
  }

  private static func line(_ x1: Double, _ x2: Double, _ y1: Double, _ y2: Double, _ style: String) -> Markup
  {
    .element(
      "line",
      [
        "x1": percent(x1), "x2": percent(x2), "y1": SVG.coordinate(y1), "y2": SVG.coordinate(y2),
        "class": style,
      ]
    ) { Markup.empty }
  }

  /// The axis for the head of the column.
  static func axis(_ scale: ForestScale) -> Markup {
    .element(
      "svg", ["class": "fluid axis-row", "role": "img", "aria-label": "Change, worse left, better right"]
    ) {
      Markup.element("text", ["x": "0%", "y": "12", "class": "note"], "◂ worse")
      Markup.element("text", ["x": "100%", "y": "12", "text-anchor": "end", "class": "note"], "better ▸")
      for tick in scale.ticks where scale.place(tick) >= 4 && scale.place(tick) <= 96 {
        line(scale.place(tick), scale.place(tick), 32, 36, "axis")
        Markup.element(
          "text", ["x": percent(scale.place(tick)), "y": "28", "text-anchor": "middle", "class": "tick"],
          scale.text(tick))
      }
    }
  }

  /// A place across a cell.
  static func percent(_ place: Double) -> String { "\(SVG.coordinate(place))%" }
}
