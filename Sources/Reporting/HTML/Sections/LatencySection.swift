internal import Experiment
internal import Host
internal import Platform
internal import Statistics

/// The staircase: latency over the working set, one curve for each kind of pages, caches marked.
enum LatencySection {
  static let section = MetricSection(ids: ["memory.latency"], markup: { markup($0, $1) })

  static func markup(_ metrics: [PlottedMetric], _ view: RunView) -> Markup {
    // Places with one working set belong to the NUMA matrix; the staircase is where there are several.
    let curves = metrics.filter { $0.number("working_set") != nil }.grouped { metric in
      metric.metric.labels.filter { $0.key != "working_set" && $0.key != "level" }
    }.filter { $0.members.count > 1 }
    let drawn = curves.flatMap(\.members)
    let isPlaced = NUMASection.placed(in: view)
    let rest = metrics.filter { metric in
      !drawn.contains { $0.metric.key == metric.metric.key } && !isPlaced(metric)
    }
    guard !drawn.isEmpty || !rest.isEmpty else { return .empty }
    return .element("section") {
      Markup.element("h3", "Memory latency")
      Markup.element("div", ["class": "grid"]) {
        if !drawn.isEmpty {
          figure(curves.map(\.members), view.run.host.topology)
          samples(drawn)
        }
        if !rest.isEmpty { GenericSection.figure(rest, title: "All samples") }
      }
    }
  }

  private static func figure(_ curves: [[PlottedMetric]], _ topology: Topology) -> Markup? {
    let all = curves.flatMap { $0 }
    let unit = DisplayUnit("s", for: all.flatMap(\.levels).map(\.value).max() ?? 0)
    let varying = all.varyingLabels.filter { $0 != "working_set" && $0 != "level" }
    let series = curves.map { members in
      LinePlot.Series(
        name: members.first.map { name($0, varying) } ?? "",
        points: members.sorted { size($0) < size($1) }.compactMap { metric in
          guard let main = metric.mainLevel else { return nil }
          let title = "\(Units.binary(size(metric))): \(metric.valueText)"
          return LinePlot.Point(x: size(metric), levels: metric.levels, main: main, title: title)
        })
    }
    let largest = all.map { size($0) }.max() ?? 0
    let plot = LinePlot(
      title: "Latency over the working set",
      description: series.compactMap { curve in
        curve.points.last.map { "\(curve.name): \($0.title)" }
      }.joined(separator: "; "),
      x: .init(
        name: "working set, logarithmic", unit: DisplayUnit("B", for: 1), kind: .logarithmic(base: 2),
        format: { Units.binary($0) }),
      y: .init(
        name: "latency a load, \(unit.symbol), logarithmic", unit: unit, kind: .logarithmic(base: 10)),
      series: series, guides: guides(topology, largest: largest))
    return Figure(
      title: "Latency over the working set", note: "Dotted lines: sizes of the caches that one CPU sees.",
      draw: { plot.draw(width: $0) }, table: GenericSection.table(all, caption: "Latency of each working set")
    ).markup
  }

  private static func name(_ metric: PlottedMetric, _ varying: [String]) -> String {
    let labels = varying.isEmpty ? ["pages"] : varying
    let parts = labels.compactMap { label in metric[label].map { LabelText.text(label, $0) } }
    return parts.isEmpty ? "latency" : parts.joined(separator: ", ")
  }

  private static func size(_ metric: PlottedMetric) -> Double { Double(metric.number("working_set") ?? 0) }

  private static func guides(_ topology: Topology, largest: Double) -> [LinePlot.Guide] {
    guard let cpu = topology.allowedCPUs.first ?? topology.cpus.first else { return [] }
    return topology.dataCaches(of: cpu).compactMap { cache in
      guard let bytes = cache.bytes, bytes > 0, Double(bytes) <= largest else { return nil }
      return LinePlot.Guide(x: Double(bytes), name: "L\(cache.level) \(Units.binary(Double(bytes)))")
    }
  }

  /// Strips of the working sets that verdicts count, which are the plateau; of all where none is counted.
  private static func samples(_ metrics: [PlottedMetric]) -> Markup {
    let primary = metrics.filter { $0.metric.role == .primary }
    let plateau = GenericSection.figure(primary, title: "All samples in DRAM")
    let others = metrics.filter { $0.metric.role != .primary }.sorted { size($0) < size($1) }
    return .element("div") {
      if !primary.isEmpty { plateau }
      if !others.isEmpty {
        Markup.element("details") {
          Markup.element("summary", "All samples of the other working sets")
          GenericSection.figure(others, title: "All samples of the other working sets")
        }
      }
    }
  }
}
