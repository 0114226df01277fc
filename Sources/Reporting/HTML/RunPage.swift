internal import Experiment

/// Everything about one Run, the most important first.
struct RunPage {
  var view: RunView
  /// Whether the page has no other Run, so that its name is the page's title already.
  var isAlone: Bool
  /// For links to it.
  var anchor: String

  var markup: Markup {
    .element("article", ["id": anchor, "aria-label": view.name]) {
      if !isAlone { Markup.element("h2", view.name) }
      Markup.element("p", ["class": "lead"], Provenance.oneLine(view.run))
      Notices.status(view.run)
      Headline.markup(view)
      Notices.warnings(view.run)
      HostSection.markup(view)
      MetricSections.markup(view)
      NoiseSection.markup(view.run)
      Notices.skipped(view.run)
      Provenance.markup(view.run)
    }
  }
}
