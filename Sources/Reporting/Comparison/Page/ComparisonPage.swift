public import Comparison
internal import Experiment

/// A comparison as one HTML file: no script, no network, text escaped, light and dark, wide and narrow.
public enum ComparisonPage {
  /// The page: verdict, both sides, suspects, the changes of all metrics with their intervals, every sample in time
  /// order, how the hosts differ.
  ///
  /// - Parameter suspects: differences of the hosts that may be the cause, most likely first.
  /// - Returns: A whole document in UTF-8. The same comparison gives the same page to the byte.
  public static func render(_ comparison: Comparison, suspects: [Suspect]) -> String {
    let reading = ComparisonReading(comparison, suspects: suspects)
    let anchors = Anchors(reading)
    return Markup.document {
      DocumentHead.markup(title: "Assay: \(reading.headline)", sheets: [ComparisonStyle.sheet])
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) { ComparisonHeader.markup(reading) }
        Markup.element("main") {
          ComparisonNotices.markup(reading)
          SuspectSection.markup(reading)
          ForestSection.markup(reading, anchors)
          TimeSection.markup(reading, anchors)
          DifferenceSection.markup(reading)
        }
        Markup.element("footer", ["class": "page"]) { Markup.element("p", meaning(comparison)) }
      }
    }.source
  }

  private static func meaning(_ comparison: Comparison) -> String {
    let delta = Change.share(comparison.delta)
    return
      "Better, worse: by more than \(delta), beyond doubt. The same: the whole interval lies inside ±\(delta). Inconclusive: neither can be said yet. Invalid: nothing to judge by. Incomparable: not the same thing on both sides. p is adjusted after Holm over all primary metrics; informational metrics, in brackets, have no vote. Values are medians of the samples that count."
  }

  /// Places of the metrics on the page, for links.
  struct Anchors {
    private let places: [String: Int]

    init(_ reading: ComparisonReading) {
      places = Dictionary(
        reading.metrics.enumerated().map { ($1.metric.key.description, $0 + 1) },
        uniquingKeysWith: { first, _ in first })
    }

    /// `m12`
    func place(_ row: ComparedMetric) -> String { "m\(places[row.metric.key.description] ?? 0)" }
  }
}
