public import Fleet

/// A fleet's report as one HTML file: no script, no network, text escaped, light and dark, wide and narrow.
public enum FleetPage {
  /// The page: the verdict, odd nodes with what may be the cause, promises, a strip for each metric with a mark for each
  /// node, pairs, in what the nodes differ, the nodes and their problems.
  ///
  /// Its size is bounded: of a thousand nodes in five hundred metrics it shows what is most telling, in some MB, and says
  /// what only the JSON document has.
  ///
  /// - Returns: A whole document in UTF-8. The same report gives the same page to the byte.
  public static func render(_ report: FleetReport) -> String {
    let reading = FleetReading(report)
    return Markup.document {
      DocumentHead.markup(
        title: "Assay: \(reading.headline)", sheets: [ComparisonStyle.sheet, FleetStyle.sheet])
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) { FleetHeader.markup(reading) }
        Markup.element("main") {
          FleetOddSection.markup(reading)
          FleetPromiseSection.markup(reading)
          FleetStripSection.markup(reading)
          FleetPairSection.markup(reading)
          FleetFactSection.markup(reading)
          FleetNodeSection.markup(reading)
        }
        Markup.element("footer", ["class": "page"]) { Markup.element("p", meaning) }
      }
    }.source
  }

  private static let meaning =
    "Values are medians of the samples that count, with 95 % intervals. Odd: unlike all other nodes, beyond doubt and by more than nodes of one kind differ by nature; p is adjusted for all nodes and metrics. Two nodes that differ are named, but neither is the odd one. A promise is kept where the whole interval keeps it, broken where the whole interval breaks it."

  /// What a list leaves out; nothing where it leaves out nothing.
  static func more(_ count: Int, _ what: String) -> Markup? {
    guard count > 0 else { return nil }
    return .element("p", ["class": "quiet"], "\(Units.count(count, "more \(what)")) in the JSON document.")
  }
}

/// The verdict and how much there is.
enum FleetHeader {
  static func markup(_ reading: FleetReading) -> Markup {
    let status = reading.report.verdict.outcome.status
    return .joined([
      .element("h1", ["class": "verdict-\(status.style)"]) {
        Markup.element("span", ["class": "sign", "aria-hidden": "true"], status.sign)
        Markup(" \(reading.headline)")
      },
      cards(reading),
    ])
  }

  private static func cards(_ reading: FleetReading) -> Markup {
    let report = reading.report
    let promises = report.acceptance?.lines ?? []
    let documents = report.nodes.reduce(0) { $0 + $1.runs }
    let cards = [
      ("nodes", "\(report.nodes.count)", Units.count(documents, "document")),
      ("odd and worse", "\(reading.worse.count)", "\(reading.better.count) odd, but not worse"),
      ("metrics", "\(reading.metrics.count)", "\(reading.metrics.count(where: \.isPrimary)) with a vote"),
      ("promises kept", "\(promises.count { $0.status == .pass })", "of \(promises.count)"),
      ("facts that differ", "\(report.factDifferences.count)", "between nodes"),
    ]
    return .element("dl", ["class": "cards counts", "aria-label": "How much there is"]) {
      for (name, figure, note) in cards {
        Markup.element("div", ["class": figure == "0" ? "card none" : "card"]) {
          Markup.element("dt", name)
          Markup.element("dd") {
            Markup.element("span", ["class": "figure"], figure)
            Markup.element("span", ["class": "note"], note)
          }
        }
      }
    }
  }
}
