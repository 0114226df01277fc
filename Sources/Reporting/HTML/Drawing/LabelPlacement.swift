/// Places names of points near them so that none covers another, or another point.
enum LabelPlacement {
  /// An upright rectangle: its upper left corner and its size.
  struct Box: Sendable, Equatable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    /// Whether both have an area in common.
    func overlaps(_ other: Box) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }

    /// Whether the other lies wholly inside.
    func contains(_ other: Box) -> Bool {
      other.x >= x && other.y >= y && other.x + other.width <= x + width
        && other.y + other.height <= y + height
    }

    /// The point of it that is nearest to a point.
    func nearest(to point: (x: Double, y: Double)) -> (x: Double, y: Double) {
      (min(max(point.x, x), x + width), min(max(point.y, y), y + height))
    }
  }

  /// Distances from the point, tried in this order.
  private static let distances = [9.0, 11, 14, 19, 25, 32, 40, 50, 62, 76, 92, 110, 130, 155, 180]
  /// Directions, tried in this order: beside the point, above and below, then slantwise.
  private static let directions: [(x: Double, y: Double)] = [
    (1, 0), (-1, 0), (0, -1), (0, 1), (0.7, -0.7), (0.7, 0.7), (-0.7, -0.7), (-0.7, 0.7), (0.92, -0.38),
    (0.92, 0.38), (-0.92, -0.38), (-0.92, 0.38), (0.38, -0.92), (0.38, 0.92), (-0.38, -0.92), (-0.38, 0.92),
  ]

  /// A box for each label in their order; nil where no free place is near enough.
  ///
  /// - Parameters:
  ///   - points: what each label names.
  ///   - widths: of the labels, as many as there are points.
  ///   - height: of every label.
  ///   - mark: half the width of a point's mark, which no label covers.
  ///   - frame: what no label leaves.
  ///   - lines: what labels cover only where there is no other place.
  static func place(
    _ points: [(x: Double, y: Double)], widths: [Double], height: Double, mark: Double, in frame: Box,
    lines: [Box] = []
  ) -> [Box?] {
    let marks = points.map { Box(x: $0.x - mark, y: $0.y - mark, width: 2 * mark, height: 2 * mark) }
    var placed: [Box] = []
    return zip(points, widths).map { point, width in
      let free = candidates(point, width: width, height: height).filter { box in
        frame.contains(box) && !marks.contains(where: box.overlaps) && !placed.contains(where: box.overlaps)
      }
      let box = free.first { box in !lines.contains(where: box.overlaps) } ?? free.first
      if let box { placed.append(box) }
      return box
    }
  }

  /// Places around a point, the best first.
  private static func candidates(_ point: (x: Double, y: Double), width: Double, height: Double) -> [Box] {
    distances.flatMap { distance in
      directions.map { direction in
        Box(
          x: point.x + direction.x * distance - width * (1 - side(direction.x)) / 2,
          y: point.y + direction.y * distance - height * (1 - side(direction.y)) / 2, width: width,
          height: height)
      }
    }
  }

  /// On which side of the point the box lies: 1 beyond it, −1 before it, 0 around it.
  private static func side(_ direction: Double) -> Double {
    direction > 0.3 ? 1 : direction < -0.3 ? -1 : 0
  }
}
