internal import Comparison
internal import Fleet

/// In what the nodes are not alike.
enum FleetFactSection {
  private static let mostFacts = 300
  /// Nodes named of each value.
  private static let mostNames = 8

  static func markup(_ reading: FleetReading) -> Markup? {
    let facts = reading.report.factDifferences
    guard reading.report.nodes.count > 1 else { return nil }
    return SectionParts.section(
      "What differs between nodes",
      explanation: facts.isEmpty
        ? "No fact and no setting that was read differs."
        : "Facts and settings in which not all nodes are alike, the likeliest to move a metric first."
    ) {
      if !facts.isEmpty { table(facts) }
      FleetPage.more(facts.count - mostFacts, "difference")
    }
  }

  private static func table(_ facts: [FactDifference]) -> Markup {
    var table = Table(
      "What differs between nodes",
      [
        ("fact", .prose), ("most nodes", .prose), ("others", .prose), ("kind", .text),
        ("what it does", .prose),
      ])
    for fact in facts.prefix(mostFacts) {
      table.rows.append([
        .joined([
          .element("code", fact.key),
          fact.alike.isEmpty
            ? .empty
            : .element(
              "span", ["class": "quiet"], " and alike: \(FleetWords.names(fact.alike, most: mostNames))"),
        ]),
        Markup(fact.hasMajority ? DifferenceText.value(fact.majority) : "no value has a majority"),
        others(fact), Markup(fact.relevance.rawValue), Markup(fact.note ?? ""),
      ])
    }
    return table.markup
  }

  private static func others(_ fact: FactDifference) -> Markup {
    let rest = fact.distinct - fact.others.count
    return .joined(
      fact.others.enumerated().map { index, other in
        .joined([
          index > 0 ? Markup.void("br") : .empty,
          .element("strong", FleetWords.names(other.nodes, most: mostNames)),
          Markup(": \(DifferenceText.value(other.value))"),
        ])
      } + [rest > 0 ? .joined([Markup.void("br"), Markup("\(rest) more values")]) : .empty])
  }
}
