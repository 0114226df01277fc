public import Experiment

extension LibvirtOutcome {
  /// The figures of it, by the names of the other migrations'; none of one that did not complete but that.
  ///
  /// - Parameter labels: strategy, domain.
  public func measurements(_ labels: [String: String]) -> [Measurement] {
    var all: [Measurement] = []
    func add(
      _ name: String, _ unit: String, _ better: Metric.Direction, _ value: Double?,
      _ role: Metric.Role = .informational, series: Series? = nil
    ) {
      guard let value, value.isFinite else { return }
      all.append(
        Measurement(
          id: "migration.\(name)", labels: labels, unit: unit, better: better, role: role, value: value,
          series: series))
    }
    let isDone = ending == .completed
    add("converged", "1", .higher, isDone ? 1 : 0)
    guard isDone else { return all }
    add("blackout", "s", .lower, heartbeat.blackout, .primary)
    add("blackout_resolution", "s", .lower, heartbeat.resolution)
    add("reported_pause", "s", .lower, reportedDowntime)
    // Without the start of virsh, where libvirt told.
    add("total", "s", .lower, account?.elapsed ?? seconds, .primary)
    add("transferred", "B", .lower, account?.transferred)
    add("rounds", "1", .lower, account?.rounds, series: series(\.rounds))
    add("throughput", "B/s", .higher, account?.throughput, series: series(\.throughput))
    add("remaining", "B", .lower, account?.remaining, series: series(\.remaining))
    return all
  }

  /// How a number ran, where the source told it more than once.
  private func series(_ number: (DomainJob) -> Double?) -> Series? {
    let points = timeline.compactMap { sample in number(sample.job).map { (sample.seconds, $0) } }
    return points.count > 1 ? Series(seconds: points.map { $0.0 }, values: points.map { $0.1 }) : nil
  }
}
