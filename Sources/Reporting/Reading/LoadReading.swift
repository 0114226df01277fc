internal import Experiment
internal import Statistics

/// Latency over the bandwidth that other CPUs take: a curve for each place and kind of pages, and its knee.
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
    /// `75 %`.
    var loadText: String { "\(Units.fixed(load, decimals: 0)) %" }
  }

  /// One place and one kind of pages.
  struct Curve: Sendable {
    /// Lightest load first.
    let points: [Point]
    /// The point from which on latency rises steeply; nil when the curve has no clear knee.
    let knee: Int?

    init(_ points: [Point]) {
      self.points = points.sorted { $0.load < $1.load }
      knee = Self.knee(self.points)
    }

    /// The point of the knee.
    var kneePoint: Point? { knee.map { points[$0] } }
  }

  /// Most points first.
  let curves: [Curve]
  /// How it was measured.
  static let explanation = "One thread's loads while other CPUs read at a share of their peak."

  init(_ reading: RunReading) {
    let bandwidths = Dictionary(
      reading.estimates(Self.bandwidthID).map { ($0.metric.labels, $0) },
      uniquingKeysWith: { first, _ in first })
    let all = reading.estimates(Self.latencyID).compactMap { estimate -> Point? in
      guard let load = estimate["load"].flatMap({ Double($0) }), load.isFinite else { return nil }
      return Point(load: load, latency: estimate, bandwidth: bandwidths[estimate.metric.labels])
    }
    let places = Dictionary(grouping: all) { point in
      point.latency.metric.labels.filter { $0.key != "load" }.map { "\($0.key)=\($0.value)" }.sorted()
        .joined()
    }
    curves = places.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { Curve($0.value) }
  }

  /// The curve with most points: what a short report shows.
  var main: Curve? { curves.first }
}

extension LoadReading.Curve {
  /// Over achieved bandwidth where every point has it, in order of bandwidth; else over the load.
  private static func knee(_ points: [LoadReading.Point]) -> Int? {
    let usable = points.enumerated().compactMap { index, point -> (index: Int, x: Double, y: Double)? in
      guard let latency = point.latency.value else { return nil }
      return (index, point.bandwidth?.value ?? -1, latency)
    }
    let known = usable.allSatisfy { $0.x >= 0 }
    let ordered =
      known ? usable.sorted { $0.x < $1.x } : usable.map { ($0.index, points[$0.index].load, $0.y) }
    return Knee.index(x: ordered.map(\.1), y: ordered.map(\.2)).map { ordered[$0].0 }
  }

  /// Where the knee is: `21.1 GB/s, 136 ns`, or `75 % load, 136 ns` where the bandwidth is not known.
  var kneeText: String? {
    guard let point = kneePoint, let latency = point.latency.value else { return nil }
    let place = point.bandwidth?.value.map { Units.text($0, unit: "B/s") } ?? "\(point.loadText) load"
    return "\(place), \(Units.text(latency, unit: "s"))"
  }

  /// What the curve says in a sentence; nil without a result at both ends.
  var sentence: String? {
    guard let first = points.first?.latency.value, let highest = points.last?.latency.value else {
      return nil
    }
    let rise = Units.fixed(highest / first, decimals: 1)
    let ends =
      "from \(Units.text(first, unit: "s")) idle to \(Units.text(highest, unit: "s")) (\(rise)×) at full load"
    guard let kneeText else { return "Latency goes \(ends), without a clear knee." }
    return "Latency goes \(ends); the knee is at \(kneeText): plan to stay below it."
  }
}
