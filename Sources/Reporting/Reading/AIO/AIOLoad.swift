internal import Experiment

/// What was measured of one load on storage: one engine, access, block size, depth and so on.
struct AIOLoad: Sendable {
  /// Labels that tell figures of one load apart, by the name of the metric.
  private static let own: [String: Set<String>] = [
    AIOFigure.latencyID: ["phase", "direction", "quantile"], AIOFigure.cpuID: ["mode"],
  ]

  /// What the figures have in common: engine, access and so on.
  let labels: [String: String]
  /// Every figure, in the Run's order.
  let estimates: [Estimate]
  /// By name and own labels.
  private let figures: [Metric.Key: Estimate]

  private init(labels: [String: String], estimates: [Estimate]) {
    self.labels = labels
    self.estimates = estimates
    figures = Dictionary(
      estimates.map { estimate in
        let own = Self.own[estimate.metric.id, default: []]
        return (
          Metric.Key(id: estimate.metric.id, labels: estimate.metric.labels.filter { own.contains($0.key) }),
          estimate
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// The loads of a Run in the order of people, and the figures whose labels do not name a load.
  static func all(_ reading: RunReading) -> (loads: [AIOLoad], strangers: [Estimate]) {
    let estimates = reading.estimates.filter { AIOFigure.ids.contains($0.metric.id) }
    let known = estimates.filter(isKnown)
    let groups = Dictionary(grouping: known) { estimate in
      let own = Self.own[estimate.metric.id, default: []]
      return estimate.metric.labels.filter { !own.contains($0.key) }
    }
    let loads = groups.map { AIOLoad(labels: $0.key, estimates: $0.value) }
    return (sorted(loads), estimates.filter { !isKnown($0) })
  }

  private static func isKnown(_ estimate: Estimate) -> Bool {
    guard estimate["engine"] != nil, estimate["rw"] != nil, estimate["block"] != nil,
      let depth = estimate.number("depth"), depth > 0, depth <= 1 << 20
    else { return false }
    // Submitting and completing have no direction: both are timed together.
    return own[estimate.metric.id, default: []].allSatisfy {
      estimate[$0] != nil || ($0 == "direction" && estimate["phase"] != "total")
    }
  }

  /// By access, block and so on.
  static func sorted(_ loads: [AIOLoad]) -> [AIOLoad] {
    let rest = Set(loads.flatMap(\.labels.keys)).subtracting(AIOWords.order).sorted()
    let ranked = loads.map { load in
      (load, (AIOWords.order + rest).map { LabelWords.rank($0, load.labels[$0]) })
    }
    return ranked.sorted { left, right in
      zip(left.1, right.1).first { $0.0 != $0.1 }.map { $0.0 < $0.1 } ?? false
    }.map(\.0)
  }

  /// Loads that differ only in these labels, in the order of people.
  static func groups(_ loads: [AIOLoad], over labels: Set<String>) -> [[AIOLoad]] {
    var groups: [(key: [String: String], loads: [AIOLoad])] = []
    var places: [[String: String]: Int] = [:]
    for load in loads {
      let key = load.labels.filter { !labels.contains($0.key) }
      if let place = places[key] {
        groups[place].loads.append(load)
      } else {
        places[key] = groups.count
        groups.append((key, [load]))
      }
    }
    return groups.map(\.loads)
  }

  /// The value of a label.
  subscript(label: String) -> String? { labels[label] }
  /// Requests in flight that each job asked for.
  var depth: Int { labels["depth"].flatMap { Int($0) } ?? 0 }
  /// Whether every write, or every so many, is made durable.
  var isSynced: Bool { labels["sync"].map { $0 != "none" } ?? false }
  /// Whether requests go out and are reaped in the plain way: one by one, by system call.
  var isPlain: Bool { labels["batch"] ?? "1" == "1" && labels["completion"] ?? "syscall" == "syscall" }

  /// A figure of the load.
  func figure(_ id: String, _ own: [String: String] = [:]) -> Estimate? {
    figures[Metric.Key(id: id, labels: own)]
  }

  /// Latency from submit to completion; of both directions that of reads, unless one is asked for.
  func latency(_ quantile: String, direction: String? = nil) -> Estimate? {
    (direction.map { [$0] } ?? ["read", "write"]).lazy.compactMap { direction in
      figure(AIOFigure.latencyID, ["phase": "total", "direction": direction, "quantile": quantile])
    }.first
  }

  /// All latencies from submit to completion: one distribution for each direction, and with several what to add to the
  /// name of each: `, writes`.
  var namedDistributions: [(suffix: String, distribution: LatencyDistribution)] {
    let parts = LatencyDistribution.all(
      estimates.filter { $0.metric.id == AIOFigure.latencyID && $0["phase"] == "total" }, by: ["direction"])
    return parts.map { part in
      let direction = part.labels["direction"].flatMap { AIOWords.text("direction", $0) } ?? Units.unknown
      return (parts.count > 1 ? ", \(direction)" : "", part)
    }
  }
}
