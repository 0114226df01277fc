internal import Experiment

/// Latency under load: the curves with the knee marked, the loads as a table, all samples.
enum LoadedLatencySection: PageSection {
  static let metricIDs = LoadedLatencyTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    guard let curve = LoadReading(reading).curves.first(where: { $0.knee != nil }),
      let point = curve.kneePoint,
      let bandwidth = point.bandwidth
    else { return [] }
    return [
      Card(
        "Latency bends at", bandwidth,
        notes: ["\(point.loadText) load", "\(point.latency.markedText) a load"])
    ]
  }

  static func markup(_ reading: RunReading) -> Markup {
    let curves = LoadReading(reading).curves
    let latencies = reading.estimates(LoadReading.latencyID).sorted {
      ($0.number("load") ?? 0) < ($1.number("load") ?? 0)
    }
    guard !latencies.isEmpty else { return .empty }
    return SectionParts.section(
      "Memory latency under load", better: "lower is better", explanation: LoadReading.explanation
    ) {
      SectionParts.grid {
        figure(curves, reading)
        SampleFigure("All samples of the latency", latencies, reading).markup
      }
    }
  }

  private static func figure(_ curves: [LoadReading.Curve], _ reading: RunReading) -> Markup? {
    let varying = curves.compactMap(\.points.first?.latency).varyingLabels.filter { $0 != "load" }
    let names = curves.map { curve in
      curve.points.first?.latency.name(by: varying.isEmpty ? ["pages"] : varying) ?? ""
    }
    let points = curves.flatMap(\.points)
    let xUnit = ScaledUnit("B/s", for: points.compactMap(\.bandwidth?.value).max() ?? 0)
    let yUnit = ScaledUnit("s", for: points.compactMap(\.latency.value).max() ?? 0)
    let bent = curves.first { $0.knee != nil }
    let plot = LinePlot(
      title: "Latency over bandwidth",
      x: .init(name: "bandwidth that the others read, \(xUnit.symbol)", unit: xUnit, kind: .linear),
      y: .init(name: "latency a load, \(yUnit.symbol)", unit: yUnit, kind: .linear),
      series: zip(names, curves).map { name, curve in
        LinePlot.Series(name: name, points: curve.points.compactMap(Self.point).sorted { $0.x < $1.x })
      },
      knee: bent.flatMap { curve in
        curve.kneePoint.flatMap(Self.point).map { ($0.x, $0.y, "knee: \(curve.kneeText ?? "")") }
      })
    let notes = [curves.first?.sentence ?? "", Legend.curves(points.map(\.latency))]
    return Figure(
      title: plot.title, note: notes.filter { !$0.isEmpty }.joined(separator: " "),
      draw: { plot.draw(width: $0) }, table: table(zip(names, curves).map { ($0, $1) }, reading)
    ).markup
  }

  /// A point that has both a latency and a bandwidth.
  private static func point(_ point: LoadReading.Point) -> LinePlot.Point? {
    point.bandwidth?.value.flatMap { bandwidth in
      LinePlot.Point(
        x: bandwidth, point.latency,
        title:
          "\(point.loadText) load: \(point.latency.markedText) at \(Units.text(bandwidth, unit: "B/s"))")
    }
  }

  private static func table(_ curves: [(name: String, curve: LoadReading.Curve)], _ reading: RunReading)
    -> Table
  {
    SampleFigure(
      title: "Latency at each load", labels: ["load", "curve", "others take"],
      rows: curves.flatMap { name, curve in
        curve.points.map { point in
          .init(
            name: name,
            labels: [point.loadText, name, point.bandwidth?.markedText ?? Units.unknown],
            estimate: point.latency)
        }
      }, intervalName: reading.intervalName
    ).table
  }
}
