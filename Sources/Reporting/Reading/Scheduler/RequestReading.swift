internal import Experiment

/// What requests see that workers wait for: at their peak, and at shares of it.
struct RequestReading: Sendable {
  static let latencyID = "scheduler.request_latency"
  static let rateID = "scheduler.requests"

  /// One load of one placement of workers.
  struct Point: Sendable {
    /// Per cent of the peak.
    var load: Double
    /// By label: `p50`, `max`.
    var quantiles: [String: Estimate]
    /// Requests a second.
    var rate: Estimate?
  }

  /// Loads over which latency was measured, for one placement of workers.
  struct Curve: Sendable {
    /// In words: `free`.
    var name: String
    /// Lightest load first.
    var points: [Point]
  }

  let curves: [Curve]
  /// All estimates, wake-ups by messages included.
  let estimates: [Estimate]
  let subject: Subject

  init(_ reading: RunReading) {
    let wakeups = reading.estimates(WakeupReading.latencyID).filter { $0["source"] == "message" }
    let all = wakeups + reading.estimates(Self.latencyID) + reading.estimates(Self.rateID)
    let known = all.filter {
      $0["load"] != nil && $0["pinning"] != nil && ($0.metric.id == Self.rateID || $0["quantile"] != nil)
    }
    let keys = Set(known.map(\.metric.key))
    let table = EstimateTable(
      known, by: ["pinning", "load"], hidden: ["quantile", "source"],
      columns: [
        .init("rate", dropped: 6), .init("wake-up p50", dropped: 5), .init("wake-up p99", dropped: 7),
        .init("request p50", dropped: 8), .init("request p99"),
      ], main: 4
    ) { estimate in
      if estimate.metric.id == Self.rateID { return "rate" }
      let kind = estimate.metric.id == Self.latencyID ? "request" : "wake-up"
      return estimate["quantile"].map { "\(kind) \($0)" }
    }
    let curves = Self.curves(known)
    subject = Subject(
      title: "Requests",
      explanation:
        "Workers sleep until a request comes, and work on it for a fixed time. Load: per cent of the closed-loop peak, at random arrivals; latency counts from when a request was due, queueing included.",
      tables: [table], sentence: curves.lazy.compactMap(\.sentence).first,
      others: all.filter { !keys.contains($0.metric.key) })
    self.curves = curves
    estimates = known
  }

  private static func curves(_ estimates: [Estimate]) -> [Curve] {
    let rates = Dictionary(
      estimates.filter { $0.metric.id == rateID }.map { ($0.metric.labels, $0) },
      uniquingKeysWith: { first, _ in first })
    let distributions = LatencyDistribution.all(
      estimates.filter { $0.metric.id == latencyID }, by: ["pinning", "load"])
    var curves: [Curve] = []
    for distribution in distributions {
      guard let load = distribution.labels["load"].flatMap({ Double($0) }), load.isFinite else { continue }
      let name = distribution.labels.filter { $0.key != "load" }.sorted { $0.key < $1.key }.map {
        LabelWords.value($0.key, $0.value, beside: distribution.labels)
      }.joined(separator: ", ")
      let point = Point(load: load, quantiles: distribution.quantiles, rate: rates[distribution.labels])
      if let index = curves.firstIndex(where: { $0.name == name }) {
        curves[index].points.append(point)
      } else {
        curves.append(Curve(name: name, points: [point]))
      }
    }
    return curves
  }
}

extension RequestReading.Curve {
  /// From which load on requests wait too long: p99 beyond doubt above twice that of the lightest load.
  var sentence: String? {
    let known = points.filter { $0.quantiles["p99"]?.interval != nil }
    guard let first = known.first, let base = first.quantiles["p99"], let value = base.value, value > 0,
      let bend = known.firstIndex(where: { ($0.quantiles["p99"]?.interval?.lowerBound ?? 0) > 2 * value }),
      bend > 0,
      let high = known[bend].quantiles["p99"]
    else { return nil }
    let stay = known[bend - 1]
    let rate = stay.rate.flatMap { $0.isResult ? " (\($0.valueText))" : nil } ?? ""
    return
      "At \(text(known[bend])) load p99 is \(high.valueText), more than twice the \(base.valueText) at \(text(first)): plan for \(text(stay)) of the peak\(rate) or less."
  }

  private func text(_ point: RequestReading.Point) -> String { "\(Units.fixed(point.load, decimals: 0)) %" }
}
