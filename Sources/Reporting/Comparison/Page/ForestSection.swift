internal import Comparison
internal import Experiment

/// The changes of all metrics with their intervals, beside what does not matter.
enum ForestSection {
  static func markup(_ reading: ComparisonReading, _ anchors: ComparisonPage.Anchors) -> Markup? {
    guard !reading.metrics.isEmpty else { return nil }
    let scale = ForestScale(reading.comparison.metrics, delta: reading.comparison.delta)
    let delta = Change.share(reading.comparison.delta)
    return SectionParts.section(
      "Changes",
      explanation:
        "Each mark is the change of the candidate against the base with its \(reading.intervalName), to the right for the better, whichever way a metric is good. The band is ±\(delta): what lies in it does not matter. An arrow: it goes on. Numbers are the change of the value itself, its interval in per cent."
    ) {
      Markup.element("ul", ["class": "legend", "aria-label": "Marks"]) {
        for verdict in [Verdict.worse, .better, .same, .inconclusive] {
          Markup.element("li") {
            Markup.element("svg", ["viewBox": "0 0 16 16", "aria-hidden": "true"]) {
              ForestRow.shape(verdict).draw(x: 8, y: 8, size: 4.5, verdict.rawValue)
            }
            Markup(verdict.rawValue)
          }
        }
      }
      for group in reading.groups { self.group(group, scale, reading, anchors) }
    }
  }

  private static func group(
    _ group: ComparisonReading.Group, _ scale: ForestScale, _ reading: ComparisonReading,
    _ anchors: ComparisonPage.Anchors
  ) -> Markup {
    let hasPrimary = group.metrics.contains(where: \.isPrimary)
    func families(_ wanted: (ComparedMetric) -> Bool) -> [ComparisonReading.Family] {
      group.families.map { family in
        var family = family
        family.metrics = family.metrics.filter(wanted)
        return family
      }.filter { !$0.metrics.isEmpty }
    }
    let isShown = { (row: ComparedMetric) in
      row.isPrimary || row.verdict == .worse || row.verdict == .better || !hasPrimary
    }
    let hidden = group.metrics.filter { !isShown($0) }
    return .joined([
      .element("h4", ["class": "benchmark"]) {
        Markup(group.title)
        Markup.element(
          "span", ["class": "better"], ComparisonReading.counts(group.metrics.filter(\.isPrimary)))
      },
      table(group.title, families(isShown), scale, reading, anchors),
      SectionParts.details(
        "\(Units.count(hidden.count, "informational metric")) more: \(ComparisonReading.counts(hidden))"
      ) {
        if !hidden.isEmpty {
          table("\(group.title), informational", families { !isShown($0) }, scale, reading, anchors)
        }
      },
    ])
  }

  private static func table(
    _ caption: String, _ families: [ComparisonReading.Family], _ scale: ForestScale,
    _ reading: ComparisonReading,
    _ anchors: ComparisonPage.Anchors
  ) -> Markup {
    let band = (scale.place(-scale.delta), scale.place(scale.delta))
    let heads = [
      ("verdict", "verdict"), ("name", "metric"), ("plot", ""), ("change", "change"),
      ("interval", reading.intervalName), ("base", "base"), ("candidate", "candidate"), ("p", "p adj"),
      ("n", "n"),
    ]
    return .element(
      "table",
      ["class": "forest", "style": "--from:\(ForestRow.percent(band.0));--to:\(ForestRow.percent(band.1))"]
    ) {
      Markup.element("caption", ["class": "unseen"], "\(caption): changes with their intervals")
      Markup.element("thead") {
        Markup.element("tr") {
          for (style, head) in heads {
            Markup.element("th", ["scope": "col", "class": style]) {
              style == "plot" ? ForestRow.axis(scale) : Markup(head)
            }
          }
        }
      }
      for family in families {
        Markup.element("tbody") {
          Markup.element("tr", ["class": "family"]) {
            Markup.element("th", ["colspan": "9", "scope": "rowgroup"]) {
              Markup.element("code", family.id)
              Markup.element("span", ["class": "better"], " \(family.note)")
            }
          }
          for row in family.metrics { self.row(row, scale, anchors) }
        }
      }
    }
  }

  private static func row(_ row: ComparedMetric, _ scale: ForestScale, _ anchors: ComparisonPage.Anchors)
    -> Markup
  {
    let figures = [
      ("change", row.change), ("interval", row.interval), ("base", row.baseText),
      ("candidate", row.candidateText), ("p", row.p), ("n", row.samples),
    ]
    return .element("tr", ["class": row.isPrimary ? "metric" : "metric hint"]) {
      Markup.element("td", ["class": "verdict verdict-\(row.verdict.rawValue)"]) {
        Markup("\(row.verdict.sign) \(row.verdictText)")
      }
      Markup.element("th", ["scope": "row", "class": "name"]) {
        TimeStrip.canDraw(row)
          ? Markup.element("a", ["href": "#\(anchors.place(row))"], row.name) : Markup(row.name)
        if let remark = row.remark { Markup.element("span", ["class": "remark"], remark) }
      }
      Markup.element("td", ["class": "plot"]) { ForestRow.draw(row, scale) }
      for (style, text) in figures {
        Markup.element("td", ["class": style]) { Markup(text) }
      }
    }
  }
}
