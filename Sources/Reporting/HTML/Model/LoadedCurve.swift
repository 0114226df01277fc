internal import Experiment
internal import Statistics

/// Latency over the bandwidth that other threads draw, of one place and one kind of pages.
struct LoadedCurve {
  /// One load.
  struct Point {
    /// Per cent of the peak that was asked for.
    var load: Int
    /// Bytes a second that the loading threads really read.
    var bandwidth: Double
    /// Seconds a load of the chase.
    var latency: Double
    /// The samples behind both.
    var bandwidths: PlottedMetric
    var latencies: PlottedMetric
  }

  /// Labels but the load: what tells curves apart.
  var labels: [String: String]
  /// By load.
  var points: [Point]

  /// The point where latency begins to rise fast; nil where there is no clear bend.
  var knee: Point? {
    let sorted = points.sorted { ($0.bandwidth, $0.load) < ($1.bandwidth, $1.load) }
    return Knee.index(x: sorted.map(\.bandwidth), y: sorted.map(\.latency)).map { sorted[$0] }
  }

  /// The curves of a Run: loads of which both the latency and the bandwidth have valid samples.
  static func all(in view: RunView) -> [LoadedCurve] {
    let bandwidths = Dictionary(
      view.metrics("memory.loaded_bandwidth").map { ($0.metric.labels, $0) },
      uniquingKeysWith: { first, _ in first })
    let groups = view.metrics("memory.loaded_latency").grouped { metric in
      metric.metric.labels.filter { $0.key != "load" }
    }
    return groups.map { labels, members in
      let points = members.compactMap { latency -> Point? in
        guard let load = latency.number("load"), let time = latency.mainLevel,
          let bandwidth = bandwidths[latency.metric.labels], let rate = bandwidth.mainLevel
        else { return nil }
        return Point(
          load: load, bandwidth: rate.value, latency: time.value, bandwidths: bandwidth, latencies: latency)
      }
      return LoadedCurve(labels: labels, points: points.sorted { $0.load < $1.load })
    }
  }
}
