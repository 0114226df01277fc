internal import Comparison

/// The verdict, what decided, and both sides.
enum ComparisonHeader {
  /// Metrics named here; the plot has all.
  private static let mostNamed = 6

  static func markup(_ reading: ComparisonReading) -> Markup {
    let verdict = reading.comparison.verdict
    return .joined([
      .element("h1", ["class": "verdict-\(verdict.rawValue)"]) {
        Markup.element("span", ["class": "sign", "aria-hidden": "true"], verdict.sign)
        Markup(" \(reading.headline)")
      },
      .element("p", ["class": "lead"], reading.rules), reasons(reading) ?? .empty,
      counts(reading) ?? .empty, sides(reading),
    ])
  }

  private static func reasons(_ reading: ComparisonReading) -> Markup? {
    if reading.hostsForbid {
      return .element("ul", ["class": "notices", "aria-label": "Why the two cannot be compared"]) {
        for text in reading.comparison.fingerprint.blocking {
          Markup.element("li", ["class": "bad"]) { Markup.element("strong", text) }
        }
        Markup.element("li", ["class": "skip"], ComparisonReading.forbidden)
      }
    }
    let verdict = reading.comparison.verdict
    let named = reading.primary(verdict == .same ? .better : verdict)
    guard !named.isEmpty else { return nil }
    return .element("ul", ["class": "decisive"]) {
      for row in named.prefix(mostNamed) {
        Markup.element("li") {
          Markup.element("strong", row.fullName)
          Markup(": \(row.metric.reason)")
        }
      }
      if named.count > mostNamed { Markup.element("li", "\(named.count - mostNamed) more below") }
    }
  }

  private static func counts(_ reading: ComparisonReading) -> Markup? {
    let primary = reading.primary
    guard !primary.isEmpty else { return nil }
    return .element("dl", ["class": "cards counts", "aria-label": "Primary metrics by verdict"]) {
      for verdict in [Verdict.worse, .better, .same, .inconclusive, .invalid, .incomparable] {
        let count = primary.count { $0.verdict == verdict }
        Markup.element("div", ["class": count == 0 ? "card none" : "card"]) {
          Markup.element(
            "dt", ["class": "verdict-\(verdict.rawValue)"], "\(verdict.sign) \(verdict.rawValue)")
          Markup.element("dd") {
            Markup.element("span", ["class": "figure"], "\(count)")
            Markup.element("span", ["class": "unit"], " of \(primary.count)")
          }
        }
      }
    }
  }

  private static func sides(_ reading: ComparisonReading) -> Markup {
    let comparison = reading.comparison
    let sides =
      [("base", comparison.base)] + comparison.moreBases.enumerated().map { ("base \($0 + 2)", $1) }
      + [("candidate", comparison.candidate)]
    var table = Table(
      "Both sides",
      [
        ("side", .text), ("host", .text), ("kernel", .text), ("taken", .text), ("assay", .text),
        ("Run", .text),
      ])
    for (name, side) in sides {
      let changed = { (path: KeyPath<Comparison.Side, String>) in
        Markup.element(
          side[keyPath: path] == comparison.base[keyPath: path] ? "span" : "strong", side[keyPath: path])
      }
      table.rows.append([
        Markup(name), changed(\.host), changed(\.kernel), Markup(side.started), changed(\.toolVersion),
        .element("code", side.id),
      ])
    }
    return table.markup
  }
}

/// What the reader must know before trusting the verdict.
enum ComparisonNotices {
  static func markup(_ reading: ComparisonReading) -> Markup? {
    let warnings = reading.comparison.warnings
    guard !warnings.isEmpty else { return nil }
    return SectionParts.section("Warnings") {
      Markup.element("ul", ["class": "notices"]) {
        for warning in warnings { Notices.item(warning) }
      }
    }
  }
}
