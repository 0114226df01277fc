/// The frame of a plot: where its axes lie.
struct PlotFrame {
  var left: Double
  var top: Double
  var right: Double
  var bottom: Double

  /// Coordinates of a horizontal scale.
  var horizontal: (from: Double, to: Double) { (left, right) }
  /// Coordinates of a vertical scale: upwards.
  var vertical: (from: Double, to: Double) { (bottom, top) }
}

/// Axes with ticks, thin lines across the plot and a name.
enum Axis {
  /// How a tick is written.
  typealias Format = (Double) -> String

  /// An axis below the plot; its name stands under the ticks at the right.
  static func bottom(_ scale: Scale, _ frame: PlotFrame, name: String, spacing: Double = 64, format: Format)
    -> Markup
  {
    let ticks = scale.ticks(spacing: spacing)
    return .joined(
      [SVG.line((frame.left, frame.bottom), (frame.right, frame.bottom), "axis")]
        + ticks.map { tick in
          let x = scale.position(tick)
          return .joined([
            SVG.line((x, frame.bottom), (x, frame.bottom + 4), "axis"),
            SVG.text(format(tick), x: x, y: frame.bottom + 18, .middle, "tick"),
          ])
        } + [SVG.text(name, x: frame.right, y: frame.bottom + 36, .end, "axis-name")])
  }

  /// An axis left of the plot; its name stands above it at `nameY`, to be read without turning the head.
  static func left(
    _ scale: Scale, _ frame: PlotFrame, name: String, spacing: Double = 34, format: Format, nameY: Double
  )
    -> Markup
  {
    let ticks = scale.ticks(spacing: spacing)
    return .joined(
      ticks.map { tick in
        let y = scale.position(tick)
        return .joined([
          SVG.line((frame.left, y), (frame.right, y), "grid"),
          SVG.text(format(tick), x: frame.left - 8, y: y + 4.5, .end, "tick"),
        ])
      } + [SVG.text(name, x: 0, y: nameY, .start, "axis-name")])
  }

  /// Writes ticks of a scale in a unit, with as many decimals as tell them apart and no more.
  static func format(_ scale: Scale, _ unit: ScaledUnit, spacing: Double) -> Format {
    let ticks = scale.ticks(spacing: spacing).map { $0 / unit.factor }
    if case .logarithmic = scale.kind { return { Units.plain($0 / unit.factor) } }
    let decimals = Ticks.decimals(of: ticks)
    return { Units.fixed($0 / unit.factor, decimals: decimals) }
  }

  /// Writes each tick in the unit made for it, for axes over several powers of a thousand: `1 µs`, `10 ms`.
  static func ownUnit(_ unit: String) -> Format {
    { value in
      let scaled = ScaledUnit(unit, for: value)
      let number = Units.plain(value / scaled.factor)
      return scaled.symbol.isEmpty ? number : "\(number) \(scaled.symbol)"
    }
  }
}
