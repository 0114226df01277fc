/// One quantity for each pair of CPUs as coloured cells: rows from, columns to.
struct CPUHeatMap {
  /// Up to so many CPUs each cell tells its value to a resting pointer; of more, cells of one shade are one shape.
  private static let mostForTitles = 32
  /// Cells at least so wide hold their value as text.
  private static let widthForText = 34.0
  /// Shades of maps whose cells are not drawn one by one.
  private static let shades = 16

  var title: String
  var matrix: CPUMatrix
  /// SI unit of the values.
  var unit: String

  /// The map at a width in pixels; nil without a result.
  func draw(width: Double) -> Markup? {
    let results = matrix.results.filter { $0 > 0 }
    guard let low = results.min(), let high = results.max() else { return nil }
    let count = Double(matrix.cpus.count)
    let left = 40.0, top = 40.0
    let cell = min(56, (min(width, 640) - left - 4) / count)
    let side = cell * count
    let scaled = ScaledUnit(unit, for: high)
    let scale = Scale(.logarithmic(base: 10), domain: low...high, range: (0, 1))
    let showsText = cell >= Self.widthForText
    func shade(_ value: Double) -> Double { low < high ? scale.position(value) : 0.5 }
    let ends = "\(matrix.cpus.count) CPUs: \(scaled.text(low)) to \(scaled.text(high))"
    return SVG.drawing(width: width, height: top + side + 58, title: title, description: ends) {
      SVG.text("from CPU (rows) to CPU (columns), \(scaled.symbol)", x: 0, y: 12, .start, "axis-name")
      SVG.box(x: left, y: top, width: side, height: side, "node")
      cells(left, top, cell, scaled, showsText, shade)
      labels(left, top, cell)
      legend(left, top + side + 18, scaled, low, high, isFaint: showsText)
    }
  }

  private func cells(
    _ left: Double, _ top: Double, _ cell: Double, _ unit: ScaledUnit, _ showsText: Bool,
    _ shade: (Double) -> Double
  ) -> Markup {
    let cpus = matrix.cpus
    let gap = cell > 8 ? 0.75 : 0
    var shapes: [Int: [(x: Double, y: Double)]] = [:]
    var pieces: [Markup] = []
    for (row, from) in cpus.enumerated() {
      for (column, to) in cpus.enumerated() {
        guard let estimate = matrix[from, to] else { continue }
        let (x, y) = (left + Double(column) * cell, top + Double(row) * cell)
        let place = (x: x + gap, y: y + gap)
        let value = estimate.value.flatMap { $0 > 0 ? $0 : nil }
        let shade = value.map(shade)
        if cpus.count > Self.mostForTitles {
          if let shade { shapes[Int((shade * Double(Self.shades - 1)).rounded()), default: []].append(place) }
          continue
        }
        if let shade {
          pieces.append(
            Self.shape(
              [place], cell - 2 * gap, shade, isFaint: showsText,
              title: "CPU \(from) to \(to): \(estimate.markedText)"))
        }
        if showsText {
          pieces.append(
            SVG.text(
              value.map(unit.number) ?? estimate.marks, x: x + cell / 2, y: y + cell / 2 + 4, .middle, "small"
            ))
        }
      }
    }
    return .joined(
      pieces
        + shapes.sorted { $0.key < $1.key }.map { level, places in
          Self.shape(places, cell, Double(level) / Double(Self.shades - 1), isFaint: false)
        })
  }

  /// Squares of one shade; faint ones bear text.
  private static func shape(
    _ places: [(x: Double, y: Double)], _ side: Double, _ shade: Double, isFaint: Bool, title: String? = nil
  ) -> Markup {
    let size = SVG.coordinate(side)
    let path = places.map { "M\(SVG.coordinate($0.x)) \(SVG.coordinate($0.y))h\(size)v\(size)h-\(size)z" }
    let share = isFaint ? 5 + shade * 42 : 8 + shade * 88
    return .element(
      "path",
      [
        "d": path.joined(),
        "style": "fill:color-mix(in srgb, var(--blue) \(Units.fixed(share, decimals: 0))%, var(--surface))",
      ]
    ) { title.map { Markup.element("title", $0) } }
  }

  /// Numbers of CPUs, as many as there is room for.
  private func labels(_ left: Double, _ top: Double, _ cell: Double) -> Markup {
    let digits = matrix.cpus.last.map { "\($0)" } ?? ""
    let room = max(14, SVG.width(of: digits, size: 12) + 6)
    let every = max(1, Int((room / cell).rounded(.up)))
    return .joined(
      matrix.cpus.enumerated().filter { $0.offset.isMultiple(of: every) }.map { index, cpu in
        let middle = (Double(index) + 0.5) * cell
        return .joined([
          SVG.text("\(cpu)", x: left + middle, y: top - 8, .middle, "tick"),
          SVG.text("\(cpu)", x: left - 8, y: top + middle + 4, .end, "tick"),
        ])
      })
  }

  /// The shades from the least to the most.
  private func legend(
    _ left: Double, _ y: Double, _ unit: ScaledUnit, _ low: Double, _ high: Double, isFaint: Bool
  ) -> Markup {
    let steps = 12
    let side = 14.0
    return .joined(
      (0..<steps).map { step in
        Self.shape(
          [(left + Double(step) * side, y)], side, Double(step) / Double(steps - 1), isFaint: isFaint)
      } + [
        SVG.text(unit.text(low), x: left, y: y + side + 15, .start, "tick"),
        SVG.text(unit.text(high), x: left + Double(steps) * side, y: y + side + 15, .end, "tick"),
      ])
  }
}
