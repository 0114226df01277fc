internal import Experiment
internal import Platform
internal import Statistics

extension LoadRunner.Result {
  /// All that is reported of a load.
  func measurements(of load: IOLoad, labels more: [String: String], isSteady: Bool? = nil) -> [Measurement] {
    let operations = Double(total.operations)
    guard operations > 0 else { return [] }
    let labels = load.labels.merging(more) { own, _ in own }
    func value(
      _ name: String, _ unit: String, _ better: Metric.Direction, _ value: Double,
      _ add: [String: String] = [:],
      primary: Bool = false
    ) -> Measurement {
      Measurement(
        id: "aio.\(name)", labels: labels.merging(add) { $1 }, unit: unit, better: better,
        role: primary ? .primary : .informational, value: value)
    }
    var all = [
      value("iops", "op/s", .higher, rate, primary: load.primary && load.rate == nil),
      value("bandwidth", "B/s", .higher, rate * Double(load.blockBytes)),
      value("cpu_per_op", "s", .lower, total.userSeconds / operations, ["mode": "user"]),
      value("cpu_per_op", "s", .lower, total.systemSeconds / operations, ["mode": "system"]),
      value(
        "cpu_per_op", "s", .lower, (total.userSeconds + total.systemSeconds) / operations, ["mode": "total"],
        primary: load.primary),
      value("switches_per_op", "1", .lower, Double(total.switches) / operations),
      value("depth_held", "1", .higher, total.depthHeld),
    ]
    if let isSteady { all.append(value("steady", "1", .higher, isSteady ? 1 : 0)) }
    // Of reads and writes together, these phases tell no direction.
    let direction: String? = total.writes.total == 0 ? "read" : total.reads.total == 0 ? "write" : nil
    let phases: [(String, String?, LatencyHistogram)] = [
      ("total", "read", total.reads), ("total", "write", total.writes), ("submit", direction, total.submit),
      ("complete", direction, total.complete),
    ]
    for (phase, direction, histogram) in phases {
      var labels = labels
      labels["phase"] = phase
      labels["direction"] = direction
      all += LatencyMeasurements.of(
        histogram, id: "aio.latency", labels: labels, primary: load.primary && phase == "total" ? ["p99"] : []
      )
    }
    return all
  }
}
