internal import Experiment

/// Everything about one Run, the most important first.
struct RunPage {
  var run: NamedRun
  /// Whether the page has no other Run, so that its name is the page's title already.
  var isAlone: Bool
  /// For links to it.
  var anchor: String

  var markup: Markup {
    let reading = run.reading
    return .element("article", ["id": anchor, "aria-label": run.name]) {
      if !isAlone { Markup.element("h2", run.name) }
      Provenance.oneLine(reading)
      Notices.caveats(reading)
      Headline.markup(reading)
      Notices.warnings(reading.run)
      HostSection.markup(reading.run.host)
      PageSections.markup(reading)
      NoiseSection.markup(reading)
      Notices.skipped(reading.run)
      Notices.meanings(reading)
      Provenance.markup(reading.run)
    }
  }
}
