internal import Platform

extension Run {
  /// Takes what was observed once, outside of this process and of a Session: nothing is known of what disturbed it, so
  /// that its one block is suspect. The Run is complete with it.
  ///
  /// - Parameters:
  ///   - part: what was done: `migration.libvirt`.
  ///   - seconds: how long it took.
  public mutating func observe(_ measurements: [Measurement], part: String, seconds: Double) {
    plan.blocks = 1
    var round = Round(order: [part])
    round.reports = [(part, SampleReport(measurements: measurements, noise: Noise()))]
    merge(round, block: 0, attempt: 0, seconds: seconds)
    blocks[blocks.count - 1].verdict = measurements.isEmpty ? .invalid : .suspect
    blocks[blocks.count - 1].reasons = ["what disturbed it was not recorded"]
    status = .complete
  }
}
