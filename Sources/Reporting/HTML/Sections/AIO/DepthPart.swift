internal import Experiment

/// I/O over depth: rate and latency of each sweep, and the latencies of the first one at each depth.
enum DepthPart {
  /// So many depths have their distribution drawn.
  private static let mostDistributions = 5

  /// What a planner asks for first.
  static func cards(_ reading: RunReading) -> [Card] {
    guard let sweep = DepthReading(reading).sweeps.first, let first = sweep.loads.first else { return [] }
    let access = AIOWords.sentence(
      first.labels.filter { ["engine", "rw", "block", "jobs"].contains($0.key) })
    let rates = sweep.loads.compactMap { $0.figure(AIOFigure.rateID) }.filter(\.isResult)
    let best = rates.max { $0.value ?? 0 < $1.value ?? 0 }
    return [
      best.map { Card("I/O, highest rate", $0, notes: ["depth \($0["depth"] ?? Units.unknown)", access]) },
      first.latency("p50").map { Card("I/O latency, p50", $0, notes: ["depth \(first.depth)", access]) },
    ].compactMap(\.self)
  }

  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let depth = DepthReading(reading)
    let samples = depth.subject.tables.flatMap(\.estimates)
    return SubjectMarkup.section(depth.subject, samples: samples, reading) {
      rates(depth.sweeps)
      // Of several sweeps each quantile has a figure, so that a sweep has one colour in all of them.
      if depth.sweeps.count > 1 {
        latencies(depth.sweeps, ["p50"])
        latencies(depth.sweeps, ["p99"])
      } else {
        latencies(depth.sweeps, ["p99", "p50"])
      }
      depth.sweeps.first.map { distributions($0) } ?? distributions(depth.singles)
    }
  }

  private static var depthAxis: LinePlot.AxisSpecification {
    .init(name: "depth of each job, logarithmic", unit: ScaledUnit("1", for: 1), kind: .logarithmic(base: 2))
  }

  private static func rates(_ sweeps: [DepthReading.Sweep]) -> Markup? {
    let series = sweeps.map { sweep in
      LinePlot.Series(name: sweep.name, points: sweep.points { $0.figure(AIOFigure.rateID) })
    }
    let knee = sweeps.lazy.flatMap(\.knees).first { $0.depths.first != nil && $0.rate.value != nil }
    return figure(
      LinePlot(
        title: "How much rate more depth brings", x: depthAxis,
        y: .init(
          name: "operations a second, logarithmic", unit: ScaledUnit("", for: 1),
          kind: .logarithmic(base: 10),
          format: Axis.ownUnit("")),
        series: series,
        knee: knee.flatMap { knee in
          knee.rate.value.map { (Double(knee.depths[0]), $0, knee.limitText) }
        }, isKneeBelow: true),
      estimates: sweeps.flatMap(\.loads).compactMap { $0.figure(AIOFigure.rateID) },
      note: knee.map {
        "Ringed: the highest rate that was found to keep \($0.limitText), \($0.rate.valueText) at depth \($0.depthText)."
      } ?? "")
  }

  private static func latencies(_ sweeps: [DepthReading.Sweep], _ quantiles: [String]) -> Markup? {
    let series = sweeps.flatMap { sweep in
      quantiles.map { quantile in
        LinePlot.Series(
          name: quantiles.count > 1 ? "\(sweep.name), \(quantile)" : sweep.name,
          points: sweep.points { $0.latency(quantile) })
      }
    }
    return figure(
      LinePlot(
        title: "How much latency more depth costs\(quantiles.count > 1 ? "" : ": \(quantiles[0])")",
        x: depthAxis,
        y: .init(
          name: "latency from submit to completion, logarithmic", unit: ScaledUnit("s", for: 1),
          kind: .logarithmic(base: 10), format: Axis.ownUnit("s")), series: series),
      estimates: sweeps.flatMap(\.loads).flatMap { load in quantiles.compactMap { load.latency($0) } },
      note: "Where the rate rises no more, each further request only waits.")
  }

  private static func figure(_ plot: LinePlot, estimates: [Estimate], note: String) -> Markup? {
    var plot = plot
    plot.series.removeAll(where: \.points.isEmpty)
    guard plot.series.contains(where: { $0.points.count > 1 }) else { return nil }
    let notes = [note, Legend.curves(estimates)].filter { !$0.isEmpty }
    return Figure(title: plot.title, note: notes.joined(separator: " "), draw: { plot.draw(width: $0) })
      .markup
  }

  private static func distributions(_ sweep: DepthReading.Sweep) -> Markup? {
    // The first, the last and some between, evenly.
    let count = sweep.loads.count
    let places = Set((0..<mostDistributions).map { $0 * (count - 1) / (mostDistributions - 1) })
    return distributions(
      "How many operations take how long: \(sweep.name)",
      places.sorted().map { ("depth \(sweep.loads[$0].depth)", sweep.loads[$0]) })
  }

  private static func distributions(_ loads: [AIOLoad]) -> Markup? {
    distributions(
      "How many operations take how long",
      loads.prefix(mostDistributions).map { (AIOWords.sentence($0.labels), $0) })
  }

  private static func distributions(_ title: String, _ loads: [(name: String, load: AIOLoad)]) -> Markup? {
    DistributionFigure(
      title: title, xName: "takes at least", things: "operations",
      entries: loads.flatMap { name, load in
        load.namedDistributions.map { ("\(name)\($0.suffix)", $0.distribution) }
      }
    ).markup
  }
}

extension DepthReading.Sweep {
  /// A point for each depth with a result.
  func points(_ figure: (AIOLoad) -> Estimate?) -> [LinePlot.Point] {
    loads.compactMap { load in
      figure(load).flatMap { estimate in
        LinePlot.Point(
          x: Double(load.depth), estimate, title: "depth \(load.depth): \(estimate.markedText)")
      }
    }
  }
}
