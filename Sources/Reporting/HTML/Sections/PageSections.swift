internal import Experiment

/// A section of the page.
protocol PageSection: ReportSection {
  /// The section with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup
  /// What of it a planner asks for first, for the head of the page.
  static func cards(_ reading: RunReading) -> [Card]
}

/// Every section, in the order of the page; metrics that none knows get a plain one.
enum PageSections {
  static let all: [any PageSection.Type] = [
    BandwidthSection.self, LatencySection.self, LoadedLatencySection.self,
  ]

  static func markup(_ reading: RunReading) -> Markup {
    .joined(
      all.map { $0.markup(reading) } + reading.ids(besides: all).map { PlainSection.markup($0, reading) })
  }
}

/// What most sections consist of.
enum SectionParts {
  /// A section with a heading, and in quiet words how to read it.
  static func section(_ title: String, explanation: String = "", @MarkupBuilder _ content: () -> Markup)
    -> Markup
  {
    .element("section") {
      Markup.element("h3", title)
      if !explanation.isEmpty { Markup.element("p", ["class": "quiet"], explanation) }
      content()
    }
  }

  /// Figures beside each other where there is room.
  static func grid(@MarkupBuilder _ content: () -> Markup) -> Markup {
    .element("div", ["class": "grid"], content)
  }

  /// Something behind a click; nothing where there is nothing.
  static func details(_ summary: String, @MarkupBuilder _ content: () -> Markup) -> Markup {
    let content = content()
    if content.isEmpty { return .empty }
    return .element("details") {
      Markup.element("summary", summary)
      content
    }
  }
}
