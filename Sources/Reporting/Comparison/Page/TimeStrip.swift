internal import Comparison
internal import Experiment

/// The samples of one metric on both sides in the order they were taken: what shows a drift.
struct TimeStrip {
  private static let size = (width: 360.0, height: 168.0)

  private let row: ComparedMetric
  private let design: Design
  private let frame = PlotFrame(left: 52, top: 26, right: 352, bottom: 140)

  init(_ row: ComparedMetric, _ design: Design) {
    self.row = row
    self.design = design
  }

  static func canDraw(_ row: ComparedMetric) -> Bool {
    (points(row.metric.base) + points(row.metric.candidate)).isEmpty == false
  }

  private static func points(_ figures: SideFigures?) -> [SideFigures.Point] {
    (figures?.values ?? []).filter(\.value.isFinite)
  }

  /// The drawing; nil without a sample.
  var markup: Markup? {
    let (base, candidate) = (Self.points(row.metric.base), Self.points(row.metric.candidate))
    let values = (base + candidate).map(\.value)
    guard let most = values.map(\.magnitude).max() else { return nil }
    let unit = ScaledUnit(row.unit, for: most)
    let scale = Self.scale(values, frame)
    let places = Self.places(base, candidate, design)
    let format = Axis.format(scale, unit, spacing: 34)
    return SVG.drawing(
      width: Self.size.width, height: Self.size.height, title: "\(row.fullName), sample by sample",
      description: "base \(row.baseText), candidate \(row.candidateText), n \(row.samples)"
    ) {
      Axis.left(scale, frame, name: unit.symbol, format: format, nameY: 12)
      SVG.line((frame.left, frame.bottom), (frame.right, frame.bottom), "axis")
      for (style, places, points, median) in [
        ("base", places.base, base, row.metric.base?.median),
        ("candidate", places.candidate, candidate, row.metric.candidate?.median),
      ] {
        side(style, places, points, median, scale, count: places.count)
      }
      captions(places)
    }
  }

  /// On a logarithmic scale where the samples are of very different sizes.
  private static func scale(_ values: [Double], _ frame: PlotFrame) -> Scale {
    if let low = values.min(), let high = values.max(), low > 0, high / low > 50 {
      return Scale(.logarithmic(base: 10), domain: low / 1.2...high * 1.2, range: frame.vertical)
    }
    return .nice(values, ticks: 4, range: frame.vertical)
  }

  /// Places across the strip from 0 to 1: taken in turns both sides share them, else one comes after the other.
  private static func places(_ base: [SideFigures.Point], _ candidate: [SideFigures.Point], _ design: Design)
    -> (
      base: [Double], candidate: [Double]
    )
  {
    switch design {
    case .interleaved:
      let blocks = Array(Set((base + candidate).map(\.block))).sorted()
      let order = Dictionary(uniqueKeysWithValues: blocks.enumerated().map { ($1, $0) })
      // Side by side inside their block.
      let place = { (block: Int, shift: Double) in
        (Double(order[block] ?? 0) + shift) / Double(max(1, blocks.count))
      }
      return (base.map { place($0.block, 0.32) }, candidate.map { place($0.block, 0.68) })
    case .separate:
      // A step of nothing between two Runs.
      let gap = 1.0
      var next = 0.0
      var last = base.first?.run
      let first = base.map { point in
        if point.run != last { next += gap }
        last = point.run
        next += 1
        return next - 0.5
      }
      next += base.isEmpty ? 0 : gap
      let second = candidate.indices.map { next + Double($0) + 0.5 }
      let all = max(1, next + Double(candidate.count))
      return (first.map { $0 / all }, second.map { $0 / all })
    }
  }

  private func x(_ place: Double) -> Double { frame.left + place * (frame.right - frame.left) }

  private func side(
    _ style: String, _ places: [Double], _ points: [SideFigures.Point], _ median: Double?, _ scale: Scale,
    count: Int
  ) -> Markup {
    guard let from = places.min(), let to = places.max() else { return .empty }
    let dots = zip(places, points).map {
      "M\(SVG.coordinate(x($0))),\(SVG.coordinate(scale.position($1.value)))h0"
    }.joined()
    let margin = 0.5 / Double(max(1, count))
    let ends = (x(max(0, from - margin)), x(min(1, to + margin)))
    return .joined([
      median.map { value in
        SVG.line((ends.0, scale.position(value)), (ends.1, scale.position(value)), "level \(style)")
      } ?? .empty,
      .element("path", ["d": dots, "class": "dots \(style)\(count > 60 ? " many" : "")"]) { Markup.empty },
    ])
  }

  /// What the strip is made of, under it.
  private func captions(_ places: (base: [Double], candidate: [Double])) -> Markup {
    let y = frame.bottom + 18
    if design == .interleaved {
      return SVG.text("blocks, in turns →", x: frame.right, y: y, .end, "tick")
    }
    return .joined(
      [("base", places.base), ("candidate", places.candidate)].map { name, places in
        guard let from = places.min(), let to = places.max() else { return .empty }
        return SVG.text(name, x: x((from + to) / 2), y: y, .middle, "tick")
      })
  }
}
