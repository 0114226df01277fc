internal import Experiment
internal import Statistics

/// Latency of one thread while others read: one curve for each place and kind of pages.
enum LoadedLatencySection {
  static let section = MetricSection(
    ids: ["memory.loaded_latency", "memory.loaded_bandwidth"], markup: { markup($0, $1) })

  static func markup(_ metrics: [PlottedMetric], _ view: RunView) -> Markup {
    let curves = LoadedCurve.all(in: view)
    return .element("section") {
      Markup.element("h3", "Latency under load")
      Markup.element(
        "p", ["class": "quiet"],
        "One thread follows a chain of loads through memory while the others read at a share of their peak.")
      Markup.element("div", ["class": "grid"]) {
        if curves.contains(where: { !$0.points.isEmpty }) { figure(curves) }
        samples(metrics)
      }
    }
  }

  private static func figure(_ curves: [LoadedCurve]) -> Markup? {
    let names = names(curves)
    let all = curves.flatMap(\.points)
    let xUnit = DisplayUnit("B/s", for: all.map(\.bandwidth).max() ?? 0)
    let yUnit = DisplayUnit("s", for: all.map(\.latency).max() ?? 0)
    let bent = curves.first { $0.knee != nil }?.knee
    let kneeText = bent.map { "knee: \(yUnit.text($0.latency)) at \(xUnit.text($0.bandwidth))" }
    let series = zip(names, curves).map { name, curve in
      LinePlot.Series(
        name: name,
        points: curve.points.sorted { $0.bandwidth < $1.bandwidth }.compactMap { point in
          guard let main = point.latencies.mainLevel else { return nil }
          let title = "\(point.load) % load: \(yUnit.text(point.latency)) at \(xUnit.text(point.bandwidth))"
          return LinePlot.Point(x: point.bandwidth, levels: point.latencies.levels, main: main, title: title)
        })
    }
    let plot = LinePlot(
      title: "Latency over bandwidth", description: kneeText ?? "no clear knee",
      x: .init(name: "bandwidth that the others read, \(xUnit.symbol)", unit: xUnit, kind: .linear),
      y: .init(name: "latency a load, \(yUnit.symbol)", unit: yUnit, kind: .linear), series: series,
      knee: bent.map { ($0.bandwidth, $0.latency, kneeText ?? "knee") })
    var table = Table(
      "Latency at each load",
      [
        ("load", .text), ("curve", .text), ("bandwidth", .number), ("latency", .number),
        ("95 % interval", .number),
      ])
    for (name, curve) in zip(names, curves) {
      for point in curve.points {
        table.add([
          "\(point.load) %", name, point.bandwidths.valueText, point.latencies.valueText,
          point.latencies.spreadText,
        ])
      }
    }
    let note =
      bent == nil
      ? "No clear knee: the curve is straight, flat, or has too few loads."
      : "Left of the knee, load costs little latency. Plan below it."
    return Figure(title: "Latency over bandwidth", note: note, draw: { plot.draw(width: $0) }, table: table)
      .markup
  }

  private static func names(_ curves: [LoadedCurve]) -> [String] {
    let varying = Set(curves.flatMap(\.labels.keys)).filter { label in
      Set(curves.map { $0.labels[label] }).count > 1
    }.sorted()
    return curves.map { curve in
      let parts = varying.compactMap { label in curve.labels[label].map { LabelText.text(label, $0) } }
      return parts.isEmpty
        ? curve.labels["pages"].map { LabelText.text("pages", $0) } ?? "latency"
        : parts.joined(separator: ", ")
    }
  }

  private static func samples(_ metrics: [PlottedMetric]) -> Markup {
    let latencies = metrics.filter { $0.metric.id == "memory.loaded_latency" }
      .sorted { ($0.number("load") ?? 0) < ($1.number("load") ?? 0) }
    return latencies.isEmpty ? .empty : GenericSection.figure(latencies, title: "All samples of the latency")
  }
}
