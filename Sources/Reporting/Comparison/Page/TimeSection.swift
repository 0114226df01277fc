internal import Comparison
internal import Experiment

/// Every sample of every metric, in time order.
enum TimeSection {
  static func markup(_ reading: ComparisonReading, _ anchors: ComparisonPage.Anchors) -> Markup? {
    let drawable = reading.metrics.filter { TimeStrip.canDraw($0) }
    guard !drawable.isEmpty else { return nil }
    let open = drawable.filter { $0.isPrimary && $0.verdict != .same }
    let same = drawable.filter { $0.isPrimary && $0.verdict == .same }
    let hints = drawable.filter { !$0.isPrimary }
    let design = reading.comparison.design
    return SectionParts.section("Samples in time order", explanation: explanation(design)) {
      legend
      strips(open, design, anchors)
      folded(
        same, "\(Units.count(same.count, "primary metric")) that stayed the same", !open.isEmpty, design,
        anchors)
      folded(hints, Units.count(hints.count, "informational metric"), !(open + same).isEmpty, design, anchors)
    }
  }

  private static func explanation(_ design: Design) -> String {
    let order =
      switch design {
      case .interleaved:
        "Both sides were taken in turns, block by block: a drift of the host moves both alike."
      case .separate:
        "The sides were taken one after the other: a step between them may be the change, or what else changed meanwhile."
      }
    return "\(order) Lines are medians. Axes do not start at 0."
  }

  private static var legend: Markup {
    .element("ul", ["class": "legend", "aria-label": "Marks of the sides"]) {
      for side in ["base", "candidate"] {
        Markup.element("li") {
          Markup.element("svg", ["viewBox": "0 0 16 16", "aria-hidden": "true"]) {
            SVG.line((1, 8), (15, 8), "level \(side)")
            Markup.element("path", ["d": "M8,8h0", "class": "dots \(side)"]) { Markup.empty }
          }
          Markup(side)
        }
      }
    }
  }

  /// Behind a click where there is something more important.
  private static func folded(
    _ rows: [ComparedMetric], _ summary: String, _ isFolded: Bool, _ design: Design,
    _ anchors: ComparisonPage.Anchors
  ) -> Markup {
    let strips = strips(rows, design, anchors)
    return isFolded ? SectionParts.details(summary) { strips } : strips
  }

  private static func strips(_ rows: [ComparedMetric], _ design: Design, _ anchors: ComparisonPage.Anchors)
    -> Markup
  {
    guard !rows.isEmpty else { return .empty }
    return .element("div", ["class": "strips"]) {
      for row in rows {
        Markup.element("figure", ["class": "strip", "id": anchors.place(row)]) {
          Markup.element("figcaption") {
            Markup.element("h4", row.fullName)
            Markup.element("p") {
              Markup.element(
                "span", ["class": "verdict-\(row.verdict.rawValue)"], "\(row.verdict.sign) \(row.verdictText)"
              )
              Markup(" \(row.change) \(row.interval) · n \(row.samples)\(invalid(row))")
            }
          }
          TimeStrip(row, design).markup
        }
      }
    }
  }

  private static func invalid(_ row: ComparedMetric) -> String {
    row.invalidSamples == 0 ? "" : ", \(row.invalidSamples) more do not count"
  }
}
