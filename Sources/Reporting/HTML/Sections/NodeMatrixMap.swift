internal import Experiment

/// One quantity between nodes, as a table whose cells are the stronger in colour the larger they are.
enum NodeMatrixMap {
  static func markup(_ matrix: NodeMatrix) -> Markup {
    let title = "Between NUMA nodes: \(matrix.name)"
    return .element("figure") {
      Markup.element("figcaption") {
        Markup.element("h4", title)
        Markup.element(
          "p",
          "\(NodeMatrix.explanation) Framed: local memory. Stronger colour: larger; \(matrix.betterText).")
      }
      Table.frame(title) {
        Markup.element("table", ["class": "heat"]) {
          Markup.element("caption", ["class": "unseen"], title)
          Markup.element("thead") {
            Markup.element("tr") {
              Markup.element("th", ["scope": "col"], "CPUs on")
              for node in matrix.memoryNodes { Markup.element("th", ["scope": "col"], "mem \(node)") }
            }
          }
          Markup.element("tbody") {
            for (node, cells) in zip(matrix.cpuNodes, matrix.cells) {
              Markup.element("tr") {
                Markup.element("th", ["scope": "row"], node)
                for (memory, estimate) in zip(matrix.memoryNodes, cells) {
                  cell(estimate, matrix.values, isLocal: node == memory)
                }
              }
            }
          }
        }
      }
    }
  }

  private static func cell(_ estimate: Estimate?, _ all: [Double], isLocal: Bool) -> Markup {
    guard let estimate else { return .element("td", ["class": "none", "title": "not measured"], "–") }
    let kind = isLocal ? "local" : "remote"
    guard let value = estimate.value, let low = all.min(), let high = all.max() else {
      return .element("td", ["class": "\(kind) none"], estimate.markedText)
    }
    let share = high > low ? (value - low) / (high - low) : 0.5
    return .element(
      "td",
      [
        "class": kind, "style": "--heat:\(Units.fixed(share, decimals: 2))",
        "title": "\(estimate.detailText), \(estimate.countText) samples",
      ], estimate.markedText)
  }
}
