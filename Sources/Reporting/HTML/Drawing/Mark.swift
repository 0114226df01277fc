/// A small shape at a point; shapes differ, so that colour is never the only difference.
enum Mark: String, CaseIterable {
  case disc, ring, diamond, cross, square, triangle

  /// The shape of a sample.
  init(_ standing: Estimate.Standing) {
    switch standing {
    case .valid: self = .disc
    case .suspect: self = .diamond
    case .invalid: self = .cross
    }
  }

  /// The shapes that tell series apart, in order.
  static let series: [Mark] = [.disc, .square, .triangle, .diamond, .ring]

  /// The shape around a point.
  ///
  /// - Parameters:
  ///   - size: half of its width.
  ///   - style: class that gives the colour.
  ///   - title: what a pointer at rest shows.
  func draw(x: Double, y: Double, size: Double = 3.5, _ style: String, title: String? = nil) -> Markup {
    let text = { (value: Double) in SVG.coordinate(value) }
    let label = title.map { Markup.element("title", $0) }
    let name = "mark \(rawValue) \(style)"
    func outline(_ points: [(x: Double, y: Double)]) -> Markup {
      let corners = points.map { "\(text(x + $0.x * size)),\(text(y + $0.y * size))" }.joined(separator: " ")
      return .element("polygon", ["points": corners, "class": name]) { label }
    }
    switch self {
    case .disc, .ring:
      return .element("circle", ["cx": text(x), "cy": text(y), "r": text(size), "class": name]) { label }
    case .diamond: return outline([(0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)])
    case .square: return outline([(-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)])
    case .triangle: return outline([(0, -1.25), (1.2, 0.95), (-1.2, 0.95)])
    case .cross:
      let (left, right, top, bottom) = (text(x - size), text(x + size), text(y - size), text(y + size))
      let path = "M\(left),\(top)L\(right),\(bottom)M\(left),\(bottom)L\(right),\(top)"
      return .element("path", ["d": path, "class": name]) { label }
    }
  }
}
