internal import Experiment
internal import Statistics

/// Latency over the bandwidth that other CPUs take: one curve, and its knee.
struct LoadReading: Sendable {
  static let latencyID = "memory.loaded_latency"
  static let bandwidthID = "memory.loaded_bandwidth"

  /// One load.
  struct Point: Sendable {
    /// Per cent of the peak that was asked for.
    var load: Double
    var latency: Estimate
    /// What was really taken; nil when it was not recorded.
    var bandwidth: Estimate?
  }

  /// Lightest load first.
  let points: [Point]
  /// The point from which on latency rises steeply; nil when the curve has no clear knee.
  let knee: Int?

  init(_ reading: RunReading) {
    let bandwidths = Dictionary(
      reading.estimates(Self.bandwidthID).map { ($0.metric.labels, $0) },
      uniquingKeysWith: { first, _ in first })
    let all = reading.estimates(Self.latencyID).compactMap { estimate -> Point? in
      guard let load = estimate.metric.labels["load"].flatMap({ Double($0) }), load.isFinite else {
        return nil
      }
      return Point(load: load, latency: estimate, bandwidth: bandwidths[estimate.metric.labels])
    }
    // One place and one kind of pages make one curve: the first of those with most points.
    let curves = Dictionary(grouping: all) { point in
      point.latency.metric.labels.filter { $0.key != "load" }.map { "\($0.key)=\($0.value)" }.sorted()
        .joined()
    }
    let points = (curves.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.value ?? [])
      .sorted { $0.load < $1.load }
    self.points = points
    knee = Self.knee(points)
  }

  /// Over achieved bandwidth where every point has it, in order of bandwidth; else over the load.
  private static func knee(_ points: [Point]) -> Int? {
    let usable = points.enumerated().compactMap { index, point -> (index: Int, x: Double, y: Double)? in
      guard let latency = point.latency.value else { return nil }
      return (index, point.bandwidth?.value ?? -1, latency)
    }
    let known = usable.allSatisfy { $0.x >= 0 }
    let ordered =
      known ? usable.sorted { $0.x < $1.x } : usable.map { ($0.index, points[$0.index].load, $0.y) }
    return Knee.index(x: ordered.map(\.1), y: ordered.map(\.2)).map { ordered[$0].0 }
  }

  /// The point of the knee.
  var kneePoint: Point? { knee.map { points[$0] } }

  /// What the curve says in a sentence; nil without a result at both ends.
  var sentence: String? {
    guard let first = points.first?.latency.value, let last = points.last, let highest = last.latency.value
    else {
      return nil
    }
    let rise = Units.fixed(highest / first, decimals: 1)
    let ends =
      "from \(Units.text(first, unit: "s")) idle to \(Units.text(highest, unit: "s")) (\(rise)×) at full load"
    guard let knee = kneePoint, let latency = knee.latency.value else {
      return "Latency goes \(ends), without a clear knee."
    }
    let place =
      knee.bandwidth?.value.map { Units.text($0, unit: "B/s") }
      ?? "\(Units.fixed(knee.load, decimals: 0)) % load"
    return
      "Latency goes \(ends); the knee is at \(place), \(Units.text(latency, unit: "s")): plan to stay below it."
  }
}
