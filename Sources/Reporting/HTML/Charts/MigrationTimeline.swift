/// One migration over its seconds: throughput, what is left to be sent, and the beats of the guest, one below the
/// other over the same time, with the rounds as lines and the blackout as a band.
struct MigrationTimeline {
  var title: String
  var timeline: LiveMigrationTimeline

  /// One of the three panels.
  private enum Panel: CaseIterable { case throughput, remaining, beats }

  /// Pixels of a panel, and above each panel for its name.
  private static let height = 92.0
  private static let gap = 44.0
  /// So many pixels at least between the numbers of two rounds.
  private static let roundGap = 18.0

  /// The drawing at a width in pixels; nil where there is nothing over time.
  func draw(width: Double) -> Markup? {
    let panels = Panel.allCases.filter { points($0).count > 1 }
    guard !panels.isEmpty, timeline.extent.upperBound > timeline.extent.lowerBound else { return nil }
    let frames = panels.indices.map { index in
      let top = Double(index) * (Self.height + Self.gap) + Self.gap
      return PlotFrame(left: 52, top: top, right: width - 16, bottom: top + Self.height)
    }
    let last = frames[frames.count - 1]
    let time = Scale(.linear, domain: timeline.extent, range: last.horizontal)
    return SVG.drawing(width: width, height: last.bottom + 44, title: title, description: description) {
      for (panel, frame) in zip(panels, frames) { draw(panel, time, frame) }
      rounds(time, frames)
      blackout(time, frames)
      Axis.bottom(
        time, last, name: "seconds since the start", spacing: 58,
        format: Axis.format(time, ScaledUnit("1", for: 1), spacing: 58))
    }
  }

  private func points(_ panel: Panel) -> [LiveMigrationTimeline.Point] {
    switch panel {
    case .throughput: timeline.throughput
    case .remaining: timeline.remaining
    case .beats: timeline.beats
    }
  }

  /// What a reader without eyes is told.
  private var description: String {
    let seconds = Units.text(timeline.extent.upperBound, unit: "s")
    let rounds = timeline.rounds.last.map { "; \(Units.plain($0.value)) rounds" } ?? ""
    return "\(seconds) long\(rounds)\(blackoutText.map { "; \($0)" } ?? "")"
  }

  private var blackoutText: String? {
    timeline.blackout.map { "blackout \(Units.text($0.upperBound - $0.lowerBound, unit: "s"))" }
  }

  @MarkupBuilder
  private func draw(_ panel: Panel, _ time: Scale, _ frame: PlotFrame) -> Markup {
    let values = points(panel).map(\.value)
    let unit = ScaledUnit(
      panel == .throughput ? "B/s" : panel == .remaining ? "B" : "s", for: values.max() ?? 0)
    switch panel {
    case .throughput:
      let scale = Scale.nice(values, fromZero: true, ticks: 3, range: frame.vertical)
      axis("throughput, \(unit.symbol)", scale, frame, Axis.format(scale, unit, spacing: 34))
      bars(panel, "s0", "B/s", time, scale, frame) { $0.reduce(0, +) / Double($0.count) }
    case .remaining:
      let scale = Scale.nice(values, fromZero: true, ticks: 3, range: frame.vertical)
      axis("still to be sent, \(unit.symbol)", scale, frame, Axis.format(scale, unit, spacing: 34))
      SVG.path(line(time, scale, frame), "line s2")
    case .beats:
      let ends = (values.min() ?? 1e-3)...(values.max() ?? 1)
      let scale = Scale(
        .logarithmic(base: 10), domain: ends.lowerBound / 1.5...ends.upperBound * 1.2, range: frame.vertical)
      axis("longest time between beats, logarithmic", scale, frame, Axis.ownUnit("s"))
      bars(panel, "s1", "s", time, scale, frame) { $0.max() ?? 0 }
    }
  }

  private func axis(_ name: String, _ scale: Scale, _ frame: PlotFrame, _ format: Axis.Format) -> Markup {
    .joined([
      Axis.left(scale, frame, name: name, spacing: 30, format: format, nameY: frame.top - 24),
      SVG.line((frame.left, frame.bottom), (frame.right, frame.bottom), "axis"),
    ])
  }

  /// A bar for every few pixels, of all values in that time, with what it shows.
  private func bars(
    _ panel: Panel, _ style: String, _ unit: String, _ time: Scale, _ scale: Scale, _ frame: PlotFrame,
    _ value: ([Double]) -> Double
  ) -> Markup {
    let points = points(panel)
    let count = max(1, min(points.count, Int((frame.right - frame.left) / 4)))
    let step = (frame.right - frame.left) / Double(count)
    let length = (timeline.extent.upperBound - timeline.extent.lowerBound) / Double(count)
    return .joined(
      points.bucketed(timeline.extent, into: count, value).enumerated().map { index, value in
        guard let value else { return .empty }
        let y = scale.position(value)
        let moment = timeline.extent.lowerBound + length * Double(index)
        return SVG.box(
          x: frame.left + step * Double(index), y: y, width: step, height: frame.bottom - y, "bar \(style)",
          title: "\(Units.text(value, unit: unit)) at \(Units.text(moment, unit: "s"))")
      })
  }

  /// The line of what is left, thinned to a point for every other pixel.
  private func line(_ time: Scale, _ scale: Scale, _ frame: PlotFrame) -> [(x: Double, y: Double)] {
    var kept: [(x: Double, y: Double)] = []
    for point in timeline.remaining {
      let place = (x: time.position(point.time), y: scale.position(point.value))
      guard let last = kept.last, place.x - last.x < 1.5, (place.y - last.y).magnitude < 3 else {
        kept.append(place)
        continue
      }
    }
    return kept
  }

  /// A line where each round begins, and its number where there is room.
  private func rounds(_ time: Scale, _ frames: [PlotFrame]) -> Markup {
    guard let first = frames.first, let last = frames.last else { return .empty }
    var named = -Double.infinity
    return .joined(
      timeline.rounds.map { round in
        let x = time.position(round.time)
        let line = SVG.line((x, first.top - 4), (x, last.bottom), "guide")
        guard x - named >= Self.roundGap, x + 6 <= last.right + 10 else { return line }
        named = x
        return .joined([line, SVG.text(Units.plain(round.value), x: x, y: first.top - 7, .middle, "note")])
      })
  }

  /// The blackout as a band through all panels, named above the lowest.
  private func blackout(_ time: Scale, _ frames: [PlotFrame]) -> Markup {
    guard let first = frames.first, let last = frames.last, let span = timeline.blackout,
      let text = blackoutText
    else { return .empty }
    let (left, right) = (time.position(span.lowerBound), time.position(span.upperBound))
    let width = max(2, right - left)
    let half = SVG.width(of: text, size: 12) / 2
    let middle = min(max(left + width / 2, last.left + half), last.right - half)
    return .joined([
      SVG.box(
        x: min(left, last.right - width), y: first.top, width: width, height: last.bottom - first.top,
        "blackout", title: "\(text), from \(Units.text(span.lowerBound, unit: "s"))"),
      SVG.text(text, x: middle, y: last.top - 6, .middle, "note clear"),
    ])
  }
}
