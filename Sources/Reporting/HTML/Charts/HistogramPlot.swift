internal import Statistics

/// How many latencies are how long, as bars on logarithmic axes.
struct HistogramPlot {
  /// Bars for each power of ten.
  private static let barsPerDecade = 10.0
  /// The binary logarithm of ten.
  private static let decade = Logarithm.base2(10)

  var title: String
  var xName: String
  var yName: String
  var histogram: LatencyHistogram

  /// Latencies between two lengths.
  struct Bar: Equatable {
    /// Seconds.
    var range: ClosedRange<Double>
    var count: UInt64
  }

  /// The bars that hold any latency, shortest first. A bar reaches to where the next one could begin.
  var bars: [Bar] {
    var counts: [Int: UInt64] = [:]
    for (index, count) in histogram.counts.enumerated() where count > 0 {
      let nanoseconds = max(1, LatencyHistogram.values(at: index).lowerBound)
      let place = Logarithm.base2(Double(nanoseconds)) / Self.decade * Self.barsPerDecade
      counts[Int((place + 1e-9).rounded(.down)), default: 0] += count
    }
    return counts.sorted { $0.key < $1.key }.map { place, count in
      Bar(range: Self.edge(place)...Self.edge(place + 1), count: count)
    }
  }

  /// Where a bar begins: 10^(place / 10) nanoseconds.
  private static func edge(_ place: Int) -> Double {
    // Tenth roots of ten, so that no C library is needed.
    let roots = [
      1, 1.258_925_412, 1.584_893_192, 1.995_262_315, 2.511_886_432, 3.162_277_660, 3.981_071_706,
      5.011_872_336,
      6.309_573_445, 7.943_282_347,
    ]
    let power = (0..<(place / 10)).reduce(1e-9) { value, _ in value * 10 }
    return power * roots[place % 10]
  }

  /// The plot at a width in pixels; nil without a latency.
  func draw(width: Double) -> Markup? {
    let bars = bars
    guard let first = bars.first, let last = bars.last, let most = bars.map(\.count).max() else { return nil }
    let isNarrow = width < 500
    let frame = PlotFrame(
      left: 52, top: 30, right: width - (isNarrow ? 16 : 26), bottom: isNarrow ? 230 : 300)
    let xScale = Scale(
      .logarithmic(base: 10), domain: first.range.lowerBound...last.range.upperBound, range: frame.horizontal)
    // A single gap must show: the axis begins below one.
    let yScale = Scale(.logarithmic(base: 10), domain: 0.5...Double(most) * 1.3, range: frame.vertical)
    let spacing = isNarrow ? 58.0 : 66.0
    return SVG.drawing(
      width: width, height: frame.bottom + 44, title: title,
      description:
        "\(histogram.total) in all, most from \(Self.text(bars.first { $0.count == most } ?? first))"
    ) {
      Axis.left(
        yScale, frame, name: yName, format: { $0 < 1 ? "" : Self.countText($0) }, nameY: 14)
      for bar in bars {
        let left = xScale.position(bar.range.lowerBound)
        let right = xScale.position(bar.range.upperBound)
        let top = yScale.position(Double(bar.count))
        Markup.element(
          "rect",
          [
            "x": SVG.coordinate(left + 0.5), "y": SVG.coordinate(top),
            "width": SVG.coordinate(max(1, right - left - 1)), "height": SVG.coordinate(frame.bottom - top),
            "style": "fill:var(--blue)",
          ]
        ) { Markup.element("title", "\(Self.text(bar)): \(bar.count)") }
      }
      Axis.bottom(xScale, frame, name: xName, spacing: spacing, format: Axis.ownUnit("s"))
    }
  }

  private static func text(_ bar: Bar) -> String {
    Units.range(bar.range.lowerBound, bar.range.upperBound, unit: "s")
  }

  /// `100`, `10 k`.
  private static func countText(_ count: Double) -> String {
    let unit = ScaledUnit("", for: count)
    return "\(Units.plain(count / unit.factor))\(unit.symbol.isEmpty ? "" : " \(unit.symbol)")"
  }
}
