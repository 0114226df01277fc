internal import Experiment
internal import Fleet

/// What was measured from each node to each other: of few nodes a map with numbers, of many the worst pairs and nodes.
enum FleetPairSection {
  private static let mostMatrices = 24
  /// Nodes of which all pairs are shown.
  static let mostNodes = 24
  private static let worstPairs = 30
  private static let worstNodes = 12

  static func markup(_ reading: FleetReading) -> Markup? {
    let pairs = reading.report.pairs
    guard !pairs.isEmpty else { return nil }
    return SectionParts.section("Between nodes", explanation: "Rows send, columns receive.") {
      SectionParts.grid {
        for matrix in pairs.prefix(mostMatrices) { figure(FleetPairs(matrix)) }
      }
      FleetPage.more(pairs.count - mostMatrices, "pair metric")
    }
  }

  private static func figure(_ pairs: FleetPairs) -> Markup {
    let isMap = pairs.matrix.nodes.count <= mostNodes
    let note =
      isMap ? "Stronger colour: larger; \(pairs.betterText)." : "\(pairs.betterText.capitalizedFirst)."
    return .element("figure") {
      Markup.element("figcaption") {
        Markup.element("h4", pairs.name)
        Markup.element(
          "p",
          "\(note) Median \(Units.text(pairs.median, unit: pairs.unit)) of \(Units.count(pairs.pairs.count, "pair"))."
        )
      }
      isMap ? map(pairs) : worst(pairs)
    }
  }

  // MARK: Few nodes

  private static func map(_ pairs: FleetPairs) -> Markup {
    let nodes = pairs.matrix.nodes
    let values = pairs.pairs.map(\.value)
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return Table.frame(pairs.name) {
      Markup.element("table", ["class": "heat"]) {
        Markup.element("caption", ["class": "unseen"], "\(pairs.name) from each node to each other")
        Markup.element("thead") {
          Markup.element("tr") {
            Markup.element("th", ["scope": "col"], "from \\ to")
            for node in nodes { Markup.element("th", ["scope": "col"], node) }
          }
        }
        Markup.element("tbody") {
          for row in nodes.indices {
            Markup.element("tr") {
              Markup.element("th", ["scope": "row"], nodes[row])
              for column in nodes.indices { cell(pairs, row, column, low, high) }
            }
          }
        }
      }
    }
  }

  private static func cell(
    _ pairs: FleetPairs, _ row: Int, _ column: Int, _ low: Double, _ high: Double
  ) -> Markup {
    let text = pairs.text(row, column)
    guard let value = pairs.value(row, column) else {
      let title = row == column ? "the same node" : "not measured"
      return .element("td", ["class": "none", "title": title], text)
    }
    // Halves first: the ends may be further apart than the largest number.
    let width = high / 2 - low / 2
    let share = width > 0 ? (value / 2 - low / 2) / width : 0.5
    return .element(
      "td",
      ["style": "--heat:\(Units.fixed(share, decimals: 2))", "title": pairs.detail(row, column)], text)
  }

  // MARK: Many nodes

  private static func worst(_ pairs: FleetPairs) -> Markup {
    var table = Table("The worst pairs of \(pairs.name)", [("worst pairs", .text), ("median", .number)])
    for pair in pairs.worstFirst.prefix(worstPairs) { table.add([pairs.name(pair), pairs.text(pair.value)]) }
    return .joined(
      [table.markup]
        + [(true, "worst senders"), (false, "worst receivers")].map { sending, title in
          var table = Table(
            "The \(title) of \(pairs.name)", [(title, .text), ("median of their pairs", .number)])
          for node in pairs.nodes(sending: sending).prefix(worstNodes) {
            table.add([node.name, pairs.text(node.value)])
          }
          return table.markup
        })
  }
}
