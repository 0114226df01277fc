internal import Experiment
internal import Statistics

/// The memory benchmark's part of the terminal report.
enum MemorySections {
  /// The metrics that these sections show.
  static let metricNames: Set<String> = [
    "memory.bandwidth", "memory.latency", "memory.loaded_latency", "memory.loaded_bandwidth",
  ]

  /// The sections in order.
  static let all: [@Sendable (TablePage) -> [String]] = [
    { bandwidth($0) }, { matrix($0) }, { latency($0) }, { loadedLatency($0) },
  ]

  private static let kernelOrder = ["copy", "scale", "add", "triad", "read", "write", "fill"]

  private static func isPair(_ view: MetricView) -> Bool {
    view.metric.labels["cpu_node"] != view.metric.labels["memory_node"]
      && view.metric.labels["memory_node"] != "local"
  }

  private static func bandwidth(_ page: TablePage) -> [String] {
    let views = page.metrics("memory.bandwidth").filter { !isPair($0) }.sorted { rank($0) < rank($1) }
    var table = TextTable(columns: [
      .init(title: "threads", alignRight: true), .init(title: "kernel"), .init(title: "store"),
      .init(title: "bandwidth", alignRight: true),
      .init(title: page.intervalTitle, alignRight: true, expendable: 2),
      .init(title: "on the bus", alignRight: true, expendable: 3),
      .init(title: "spread", alignRight: true, expendable: 1),
      .init(title: "n", alignRight: true, expendable: 4),
      .init(title: ""),
    ])
    for view in views {
      let labels = view.metric.labels
      let factor = labels["bus_factor"].flatMap { Double($0) } ?? 1
      let bus = view.isMultimodal ? "" : Units.text(view.summary.map { $0.median * factor }, unit: "B/s")
      table.rows.append([
        labels["threads"] ?? "", labels["kernel"] ?? "", labels["store"] ?? "", view.valueText,
        view.intervalText,
        view.summary == nil ? "" : bus, view.spreadText, String(view.metric.validValues.count), view.mark,
      ])
    }
    let isa = views.first?.metric.labels["isa"] ?? "unknown"
    let pages = views.first?.metric.labels["pages"] ?? "unknown"
    return page.section(
      "Memory bandwidth (\(isa), \(pages) pages)",
      "Counted as STREAM does; \"on the bus\" adds the lines that ordinary stores read before they overwrite them.",
      table)
  }

  private static func rank(_ view: MetricView) -> (Int, Int, Int) {
    let labels = view.metric.labels
    return (
      labels["threads"].flatMap { Int($0) } ?? 0,
      kernelOrder.firstIndex(of: labels["kernel"] ?? "") ?? kernelOrder.count,
      labels["store"] == "ordinary" ? 0 : 1
    )
  }

  private static func matrix(_ page: TablePage) -> [String] {
    let views = page.metrics("memory.bandwidth").filter { $0.metric.labels["kernel"] == "read" }
    let nodes = Set(views.compactMap { $0.metric.labels["memory_node"].flatMap { Int($0) } }).sorted()
    guard nodes.count > 1 else { return [] }
    var table = TextTable(
      columns: [.init(title: "CPU node", alignRight: true)]
        + nodes.map { .init(title: "memory \($0)", alignRight: true) })
    for cpuNode in Set(views.compactMap { $0.metric.labels["cpu_node"].flatMap { Int($0) } }).sorted() {
      table.rows.append(
        ["\(cpuNode)"]
          + nodes.map { node in
            let here = views.filter {
              $0.metric.labels["cpu_node"] == "\(cpuNode)" && $0.metric.labels["memory_node"] == "\(node)"
            }
            return here.max { threads($0) < threads($1) }?.valueText ?? "–"
          })
    }
    return page.section(
      "NUMA matrix, read bandwidth", "Rows: where the CPUs are. Columns: where the memory is.", table)
  }

  private static func threads(_ view: MetricView) -> Int {
    view.metric.labels["threads"].flatMap { Int($0) } ?? 0
  }

  private static func latency(_ page: TablePage) -> [String] {
    let views = page.metrics("memory.latency").filter { !isPair($0) }
    let kinds: [String] = ["4k", "thp", "2m", "1g"].filter { kind in
      views.contains { $0.metric.labels["pages"] == kind }
    }
    var table = TextTable(
      columns: [.init(title: "working set", alignRight: true), .init(title: "level")]
        + kinds.flatMap { (kind: String) -> [TextTable.Column] in
          [
            .init(title: "\(kind) pages", alignRight: true),
            .init(title: page.intervalTitle, alignRight: true, expendable: 1),
          ]
        } + [.init(title: "")])
    let sizes = Set(views.compactMap { $0.metric.labels["working_set"].flatMap { Int($0) } }).sorted()
    for size in sizes {
      let here = views.filter { $0.metric.labels["working_set"] == String(size) }
      let cells = kinds.flatMap { kind -> [String] in
        guard let view = here.first(where: { $0.metric.labels["pages"] == kind }) else { return ["–", ""] }
        return [view.valueText, view.intervalText]
      }
      let marks = String(Set(here.flatMap(\.mark)).sorted())
      table.rows.append(
        [Units.binary(Double(size)), here.first?.metric.labels["level"] ?? ""] + cells + [marks])
    }
    return page.section(
      "Memory latency",
      "One dependent load over a random cycle of cache lines; the last rows are memory itself.", table)
  }

  private static func loadedLatency(_ page: TablePage) -> [String] {
    func load(_ view: MetricView) -> Int { view.metric.labels["load"].flatMap { Int($0) } ?? 0 }
    let views = page.metrics("memory.loaded_latency").sorted { load($0) < load($1) }
    let rates = page.metrics("memory.loaded_bandwidth").sorted { load($0) < load($1) }
    guard views.count == rates.count else { return [] }
    let knee = Knee.index(
      x: rates.map { $0.summary?.median ?? 0 }, y: views.map { $0.summary?.median ?? 0 })
    var table = TextTable(columns: [
      .init(title: "load", alignRight: true), .init(title: "bandwidth of the others", alignRight: true),
      .init(title: "latency", alignRight: true),
      .init(title: page.intervalTitle, alignRight: true, expendable: 1),
      .init(title: ""), .init(title: "", expendable: 2),
    ])
    for (index, view) in views.enumerated() {
      table.rows.append([
        "\(load(view)) %", rates[index].valueText, view.valueText, view.intervalText,
        view.mark, index == knee ? "← knee" : "",
      ])
    }
    return page.section(
      "Loaded latency", "Latency of one thread while the others read memory at a share of their peak.", table)
  }
}
