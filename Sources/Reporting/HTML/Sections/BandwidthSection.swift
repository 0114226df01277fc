internal import Experiment

/// Memory bandwidth: all samples of every loop, the scaling over threads, and the NUMA matrix.
enum BandwidthSection: PageSection {
  static let metricIDs = BandwidthTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    let bandwidth = BandwidthReading(reading)
    return ["copy", "triad", "read"].compactMap { kernel in
      bandwidth.peak(kernel: kernel).map { row in
        Card(
          "Peak \(kernel) bandwidth", row.estimate,
          notes: [Units.count(row.threads, "thread"), kernel == "read" ? "" : "\(row.store) stores"])
      }
    }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let bandwidth = BandwidthReading(reading)
    guard !bandwidth.rows.isEmpty else { return .empty }
    let counts = bandwidth.threadCounts
    let ends = [counts.first, counts.last].compactMap { $0 }
    return SectionParts.section(
      "Memory bandwidth", better: "higher is better", explanation: bandwidth.explanation
    ) {
      SectionParts.grid {
        for threads in counts where ends.contains(threads) { figure(threads, bandwidth, reading) }
        scaling(bandwidth)
        for matrix in bandwidth.matrices { NodeMatrixMap.markup(matrix) }
      }
      SectionParts.details("All samples with other numbers of threads") {
        for threads in counts where !ends.contains(threads) { figure(threads, bandwidth, reading) }
      }
      SectionParts.details("All samples of other nodes and pairs of nodes") {
        if !bandwidth.otherRows.isEmpty {
          SampleFigure("Other nodes and pairs of nodes", bandwidth.otherRows.map(\.estimate), reading).markup
        }
      }
    }
  }

  private static func figure(_ threads: Int, _ bandwidth: BandwidthReading, _ reading: RunReading) -> Markup {
    let title = threads == 0 ? "All samples" : Units.count(threads, "thread")
    return SampleFigure(
      title: title, labels: ["loop"], more: ["on the bus"],
      rows: bandwidth.rows(threads: threads).map { row in
        .init(name: row.name, labels: [row.name], more: [row.busText], estimate: row.estimate)
      }, intervalName: reading.intervalName
    ).markup
  }

  /// A curve for each primary loop.
  private static func scaling(_ bandwidth: BandwidthReading) -> Markup? {
    let rows = bandwidth.scalings.flatMap(\.rows)
    let counts = Set(rows.map(\.threads))
    guard let least = counts.min(), let most = counts.max() else { return nil }
    let unit = ScaledUnit("B/s", for: rows.compactMap(\.estimate.value).max() ?? 0)
    let series = bandwidth.scalings.map { scaling in
      LinePlot.Series(
        name: scaling.name,
        points: scaling.rows.compactMap { row in
          LinePlot.Point(
            x: Double(row.threads), row.estimate,
            title: "\(Units.count(row.threads, "thread")): \(row.estimate.markedText)")
        })
    }
    let isWide = most / max(1, least) > 8
    let plot = LinePlot(
      title: "Bandwidth over threads",
      x: .init(
        name: isWide ? "threads, logarithmic" : "threads", unit: ScaledUnit("1", for: 1),
        kind: isWide ? .logarithmic(base: 2) : .linear,
        format: { $0 == $0.rounded() ? Units.plain($0) : "" }),
      y: .init(name: unit.symbol, unit: unit, kind: .linear), series: series)
    return Figure(
      title: plot.title, note: Legend.curves(rows.map(\.estimate)), draw: { plot.draw(width: $0) }
    )
    .markup
  }
}
