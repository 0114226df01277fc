internal import Fleet

/// The nodes, and what must be known of them.
enum FleetNodeSection {
  private static let mostProblems = 200
  private static let mostNodes = 2_000
  /// More nodes are behind a click.
  private static let mostOpen = 24

  static func markup(_ reading: FleetReading) -> Markup? {
    let nodes = reading.report.nodes
    let problems = reading.problems
    guard !nodes.isEmpty || !problems.isEmpty else { return nil }
    return SectionParts.section("Nodes") {
      self.problems(problems)
      if nodes.count > mostOpen {
        SectionParts.details(Units.count(nodes.count, "node")) { table(reading) }
      } else if !nodes.isEmpty {
        table(reading)
      }
    }
  }

  private static func problems(_ problems: [(nodes: [String], text: String)]) -> Markup? {
    guard !problems.isEmpty else { return nil }
    return .joined([
      .element("ul", ["class": "notices", "aria-label": "Problems"]) {
        for problem in problems.prefix(mostProblems) {
          Markup.element("li") {
            if !problem.nodes.isEmpty {
              Markup.element("strong", "\(FleetWords.names(problem.nodes, most: 8)): ")
            }
            Markup(problem.text)
          }
        }
      },
      FleetPage.more(problems.count - mostProblems, "problem") ?? .empty,
    ])
  }

  private static func table(_ reading: FleetReading) -> Markup {
    let nodes = reading.report.nodes
    let odd = Dictionary(reading.odd.map { ($0.node, $0) }, uniquingKeysWith: { first, _ in first })
    var table = Table(
      "Nodes",
      [("node", .text), ("host", .text), ("kernel", .text), ("documents", .number), ("found", .prose)])
    for node in nodes.prefix(mostNodes) {
      table.add([
        node.name, node.host.isEmpty ? Units.unknown : node.host,
        node.kernel.isEmpty ? Units.unknown : node.kernel, "\(node.runs)",
        node.runs == 0 ? "nothing measured" : odd[node.name].map { "\($0.sign) \($0.title)" } ?? "",
      ])
    }
    return .joined([table.markup, FleetPage.more(nodes.count - mostNodes, "node") ?? .empty])
  }
}
