internal import Experiment
internal import Host
internal import Statistics

/// What crosses between nodes: CPU node by memory node, bandwidth and latency.
enum NUMASection {
  static let section = MetricSection(
    ids: ["memory.bandwidth", "memory.latency"], markup: { _, view in markup(view) })

  /// A quantity with a value for each pair of nodes.
  private struct Map {
    var title: String
    var metrics: [PlottedMetric]
  }

  /// Whether the Run has a pair of different nodes.
  static func isShown(_ view: RunView) -> Bool {
    view.metrics.contains { metric in
      guard let cpu = metric.number("cpu_node"), let memory = metric.number("memory_node") else {
        return false
      }
      return cpu != memory
    }
  }

  /// Tells which metrics are shown by this section alone: in a Run with pairs, those of every pair but that of the
  /// first node that works with itself, where thread scaling and the staircase begin.
  static func placed(in view: RunView) -> (PlottedMetric) -> Bool {
    guard isShown(view) else { return { _ in false } }
    let home = view.metrics.compactMap { $0.number("cpu_node") }.min()
    return { metric in
      guard let cpu = metric.number("cpu_node"), let memory = metric.number("memory_node") else {
        return false
      }
      return cpu != memory || cpu != home
    }
  }

  static func markup(_ view: RunView) -> Markup {
    guard isShown(view) else { return .empty }
    let maps = maps(view)
    let isPlaced = placed(in: view)
    let placed = view.metrics.filter { metric in
      isPlaced(metric) && (metric.metric.id == "memory.bandwidth" || metric.metric.id == "memory.latency")
    }
    return .element("section") {
      Markup.element("h3", "Between NUMA nodes")
      Markup.element(
        "p", ["class": "quiet"],
        "Rows: the node whose CPUs work. Columns: the node whose memory they use. Framed: local memory. A darker cell is a larger number."
      )
      Markup.element("div", ["class": "grid"]) { for map in maps { heat(map, view) } }
      Markup.element("details") {
        Markup.element("summary", "All samples between nodes")
        Markup.element("div", ["class": "grid"]) {
          for group in placed.grouped(by: { [$0.metric.id, $0["kernel"] ?? "", $0["store"] ?? ""] }) {
            GenericSection.figure(group.members, title: title(group.members))
          }
        }
      }
    }
  }

  private static func maps(_ view: RunView) -> [Map] {
    let placed = view.metrics.filter { $0.number("cpu_node") != nil && $0.number("memory_node") != nil }
    let bandwidth = BandwidthSection.sorted(placed.filter { $0.metric.id == "memory.bandwidth" })
      .grouped { [$0["kernel"], $0["store"], $0["pages"]] }
    let latency = placed.filter { $0.metric.id == "memory.latency" && $0["level"] == "DRAM" }
      .grouped { [$0["pages"]] }
    return (bandwidth.map(\.members) + latency.map(\.members)).filter { members in
      members.contains { $0["cpu_node"] != $0["memory_node"] }
    }.map { Map(title: title($0), metrics: $0) }
  }

  private static func title(_ metrics: [PlottedMetric]) -> String {
    guard let first = metrics.first else { return "" }
    return first.metric.id == "memory.latency" ? "DRAM latency" : "Bandwidth, \(BandwidthSection.name(first))"
  }

  /// The metric of a cell: that with most threads, and with the largest working set.
  private static func cell(_ map: Map, _ cpu: Int, _ memory: Int) -> PlottedMetric? {
    map.metrics.filter { $0.number("cpu_node") == cpu && $0.number("memory_node") == memory }.max {
      ($0.number("threads") ?? 0, $0.number("working_set") ?? 0) < (
        $1.number("threads") ?? 0, $1.number("working_set") ?? 0
      )
    }
  }

  private static func heat(_ map: Map, _ view: RunView) -> Markup {
    let rows = Set(map.metrics.compactMap { $0.number("cpu_node") }).sorted()
    let columns = Set(map.metrics.compactMap { $0.number("memory_node") }).sorted()
    let values = map.metrics.compactMap(\.mainLevel?.value)
    let unit = DisplayUnit(map.metrics.first?.metric.unit ?? "", for: values.max() ?? 0)
    let low = values.min() ?? 0
    let width = (values.max() ?? 0) - low
    return .element("div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": map.title]) {
      Markup.element("table", ["class": "heat"]) {
        Markup.element("caption", "\(map.title), \(unit.symbol)")
        Markup.element("thead") {
          Markup.element("tr") {
            Markup.element("th", ["scope": "col"], "CPU \\ memory")
            for column in columns { Markup.element("th", ["scope": "col"], "node \(column)") }
          }
        }
        Markup.element("tbody") {
          for row in rows {
            Markup.element("tr") {
              Markup.element("th", ["scope": "row"], "node \(row)")
              for column in columns {
                heatCell(cell(map, row, column), unit, low, width, isLocal: row == column)
              }
            }
          }
        }
      }
    }
  }

  private static func heatCell(
    _ metric: PlottedMetric?, _ unit: DisplayUnit, _ low: Double, _ width: Double, isLocal: Bool
  ) -> Markup {
    guard let metric, let level = metric.mainLevel else {
      return .element("td", ["class": "none", "title": "not measured"], "–")
    }
    let share = width > 0 ? (level.value - low) / width : 0.5
    let numbers = metric.levels.map { unit.number($0.value) }.joined(separator: " or ")
    return .element(
      "td",
      [
        "class": isLocal ? "local" : "remote", "style": "--heat:\(Units.fixed(share, decimals: 2))",
        "title": "\(metric.valueText), \(metric.spreadText), \(metric.countText)",
      ], numbers)
  }
}
