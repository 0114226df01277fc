internal import Experiment

/// Memory latency: the staircase over working sets with the caches marked, all samples, and the NUMA matrix.
enum LatencySection: PageSection {
  static let metricIDs = LatencyTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    LatencyReading(reading).memories.map { point in
      Card(
        "DRAM latency, \(point.pages) pages", point.estimate,
        notes: [Units.size(point.workingSet)])
    }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let latency = LatencyReading(reading)
    let estimates = reading.estimates(LatencyReading.id)
    guard !estimates.isEmpty else { return .empty }
    let points = latency.staircases.flatMap(\.points)
    return SectionParts.section(
      "Memory latency", better: "lower is better", explanation: LatencyReading.explanation
    ) {
      SectionParts.grid {
        staircase(latency)
        Markup.element("div") {
          figure("Each level, by a working set well inside it", latency.representatives, reading)?.tableMarkup
          figure("All samples in memory itself", points.filter { $0.level == "DRAM" }, reading)?.markup
        }
        latency.matrix.map { NodeMatrixMap.markup($0) }
      }
      SectionParts.details("All samples of the other working sets") {
        figure("The other working sets", points.filter { $0.level != "DRAM" }, reading)?.markup
      }
      SectionParts.details("All samples of other nodes and pairs of nodes") {
        if !latency.others.isEmpty {
          SampleFigure("Other nodes and pairs of nodes", latency.others, reading).markup
        }
      }
    }
  }

  private static func figure(
    _ title: String, _ points: [LatencyReading.Point], _ reading: RunReading
  ) -> SampleFigure? {
    guard !points.isEmpty else { return nil }
    return SampleFigure(
      title: title, labels: ["level", "pages", "working set"],
      rows: points.map { point in
        let size = Units.size(point.workingSet)
        return .init(
          name: "\(point.level), \(size), \(point.pages)", labels: [point.level, point.pages, size],
          estimate: point.estimate)
      }, intervalName: reading.intervalName)
  }

  private static func staircase(_ latency: LatencyReading) -> Markup? {
    let points = latency.staircases.flatMap(\.points)
    guard latency.staircases.contains(where: { $0.points.count > 1 }) else { return nil }
    let unit = ScaledUnit("s", for: points.compactMap(\.estimate.value).max() ?? 0)
    let largest = points.map(\.workingSet).max() ?? 0
    let plot = LinePlot(
      title: "Latency over the working set",
      x: .init(
        name: "working set, logarithmic", unit: ScaledUnit("B", for: 1), kind: .logarithmic(base: 2),
        format: { Units.binary($0) }),
      y: .init(
        name: "latency a load, \(unit.symbol), logarithmic", unit: unit, kind: .logarithmic(base: 10)),
      series: latency.staircases.map { staircase in
        LinePlot.Series(
          name: LabelText.value("pages", staircase.pages),
          points: staircase.points.compactMap { point in
            LinePlot.Point(
              x: Double(point.workingSet), point.estimate,
              title: "\(Units.size(point.workingSet)): \(point.estimate.markedText)")
          })
      },
      guides: latency.caches.filter { $0.bytes <= largest }.map { cache in
        LinePlot.Guide(x: Double(cache.bytes), name: "\(cache.name) \(Units.size(cache.bytes))")
      })
    let notes = [
      "Dotted lines: sizes of the caches that one CPU sees.", latency.shortCacheSentence ?? "",
      Legend.curves(points.map(\.estimate)),
    ]
    return Figure(
      title: plot.title, note: notes.filter { !$0.isEmpty }.joined(separator: " "),
      draw: { plot.draw(width: $0) }
    ).markup
  }
}
