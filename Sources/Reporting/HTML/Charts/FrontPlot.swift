internal import Statistics

/// Choices by what they cost, on a logarithmic axis, and what they bring, or a second thing that they cost: a mark with
/// a name each, and a line along those that no other beats.
struct FrontPlot {
  /// One choice.
  struct Point {
    var name: String
    var cost: Estimate
    var gain: Estimate
    var standing: ParetoFront.Standing
    /// Its kind: which colour and shape it has.
    var series: Int
    /// Whether the line may go through it.
    var isAlternative = true
    /// What a pointer at rest shows.
    var title: String
  }

  var title: String
  var costName: String
  /// Unit of the cost.
  var costUnit: String
  var gainName: String
  /// Unit of a gain of which less is better, on a logarithmic axis of its own; nil for a plain number of which more is.
  var lowerGainUnit: String?
  var points: [Point]

  private static let labelSize = 12.0
  private static let labelHeight = 15.0

  /// A point with its place in the drawing.
  private struct Placed {
    var point: Point
    var x: Double
    var y: Double
  }

  /// The plot at a width in pixels; nil without a point.
  func draw(width: Double) -> Markup? {
    let known = points.filter { $0.cost.value != nil && $0.gain.value != nil }
    guard !known.isEmpty else { return nil }
    let isNarrow = width < 500
    let frame = PlotFrame(
      left: lowerGainUnit == nil ? 34 : 56, top: 30, right: width - (isNarrow ? 18 : 20),
      bottom: isNarrow ? 350 : 400)
    let costs = known.flatMap { $0.cost.levels.flatMap(\.values) }
    let gains = known.flatMap { $0.gain.levels.flatMap(\.values) }
    let xScale = Self.costScale(costs, frame)
    let yScale = gainScale(gains, frame)
    let placed = known.map { point in
      Placed(
        point: point, x: xScale.position(point.cost.value ?? 0), y: yScale.position(point.gain.value ?? 0))
    }
    let front = front(placed, frame)
    let spacing = isNarrow ? 58.0 : 66.0
    return SVG.drawing(
      width: width, height: frame.bottom + 44, title: title,
      description: known.map { "\($0.name): \($0.title)" }.joined(separator: "; ")
    ) {
      Axis.left(
        yScale, frame, name: gainName,
        format: lowerGainUnit.map { Axis.ownUnit($0) }
          ?? Axis.format(yScale, ScaledUnit("1", for: 1), spacing: 34), nameY: 14)
      Axis.bottom(xScale, frame, name: costName, spacing: spacing, format: Axis.ownUnit(costUnit))
      SVG.path(front, "line front")
      for entry in placed { ends(entry.point, entry, xScale, yScale) }
      names(placed, front, frame)
      for entry in placed { mark(entry) }
    }
  }

  private static func costScale(_ costs: [Double], _ frame: PlotFrame) -> Scale {
    guard let low = costs.min(), let high = costs.max(), low > 0 else {
      return .nice(costs, range: frame.horizontal)
    }
    return Scale(.logarithmic(base: 10), domain: low / 1.3...high * 1.5, range: frame.horizontal)
  }

  /// With room above the highest and below the lowest for their names.
  private func gainScale(_ gains: [Double], _ frame: PlotFrame) -> Scale {
    if lowerGainUnit != nil, let low = gains.min(), let high = gains.max(), low > 0 {
      return Scale(.logarithmic(base: 10), domain: low / 1.5...high * 1.5, range: frame.vertical)
    }
    let low = gains.min() ?? 0
    let high = gains.max() ?? 1
    let margin = max((high - low) * 0.08, 0.02)
    let step = Ticks.step(over: high - low + 2 * margin, about: 8)
    let ends = ((low - margin) / step).rounded(.down) * step...((high + margin) / step).rounded(.up) * step
    return Scale(.linear, domain: ends, range: frame.vertical)
  }

  /// The best gain that each cost buys: level up to the next choice that gives more, then up.
  private func front(_ placed: [Placed], _ frame: PlotFrame) -> [(x: Double, y: Double)] {
    let isLower = lowerGainUnit != nil
    let unbeaten = placed.filter { $0.point.isAlternative && $0.point.standing == .unbeaten }.sorted {
      ($0.x, -$0.y) < ($1.x, -$1.y)
    }
    // What is unbeaten only for what this drawing does not show is no step of the line.
    let kept = unbeaten.reduce(into: [Placed]()) { kept, next in
      if kept.last.map({ isLower ? next.y > $0.y : true }) ?? true { kept.append(next) }
    }
    guard let last = kept.last else { return [] }
    let steps = zip(kept, kept.dropFirst()).flatMap { one, next in [(one.x, one.y), (next.x, one.y)] }
    return steps + [(last.x, last.y), (frame.right, last.y)]
  }

  /// The intervals, or from the lowest to the highest mode.
  private func ends(_ point: Point, _ place: Placed, _ xScale: Scale, _ yScale: Scale) -> Markup {
    let style = "line s\(point.series % 5)"
    return .joined([
      point.cost.extent.map {
        SVG.line((xScale.position($0.lowerBound), place.y), (xScale.position($0.upperBound), place.y), style)
      } ?? .empty,
      point.gain.extent.map {
        SVG.line((place.x, yScale.position($0.lowerBound)), (place.x, yScale.position($0.upperBound)), style)
      } ?? .empty,
    ])
  }

  private func mark(_ place: Placed) -> Markup {
    let series = place.point.series
    var style = "s\(series % 5)"
    if case .beaten = place.point.standing { style += " hollow" }
    return Mark.series[series % Mark.series.count].draw(
      x: place.x, y: place.y, size: 4.5, style, title: "\(place.point.name): \(place.point.title)")
  }

  /// The names, and where one is far from its point a line between.
  private func names(_ placed: [Placed], _ front: [(x: Double, y: Double)], _ frame: PlotFrame) -> Markup {
    let names = placed.map { SVG.fitted($0.point.name, width: 150, size: Self.labelSize) }
    let room = LabelPlacement.Box(
      x: frame.left + 4, y: frame.top - 8, width: frame.right - frame.left - 4,
      height: frame.bottom - frame.top + 4)
    let lines = zip(front, front.dropFirst()).map { one, next in
      LabelPlacement.Box(
        x: min(one.x, next.x) - 1, y: min(one.y, next.y) - 1, width: (next.x - one.x).magnitude + 2,
        height: (next.y - one.y).magnitude + 2)
    }
    let boxes = LabelPlacement.place(
      placed.map { ($0.x, $0.y) }, widths: names.map { SVG.width(of: $0, size: Self.labelSize) },
      height: Self.labelHeight, mark: 6, in: room, lines: lines)
    return .joined(
      zip(zip(placed, names), boxes).map { entry, box in
        box.map { Self.name(entry.1, in: $0, of: entry.0) } ?? .empty
      })
  }

  private static func name(_ name: String, in box: LabelPlacement.Box, of place: Placed) -> Markup {
    let near = box.nearest(to: (place.x, place.y))
    let distance = max((near.x - place.x).magnitude, (near.y - place.y).magnitude)
    // The box is a little wider than the text: what is beside its point begins, or ends, at the point.
    let (x, anchor): (Double, SVG.Anchor) =
      if box.x >= place.x {
        (box.x, .start)
      } else if box.x + box.width <= place.x {
        (box.x + box.width, .end)
      } else {
        (box.x + box.width / 2, .middle)
      }
    return .joined([
      distance > 14 ? SVG.line((place.x, place.y), near, "leader") : .empty,
      SVG.text(
        name, x: x, y: box.y + labelHeight - 4, anchor, "point-name clear s\(place.point.series % 5)"),
    ])
  }
}
