/// The disks that were measured, and what they can do.
struct MeasuredDisk {
  /// Names of the kernel: `nvme0n1`.
  let names: [String]
  /// The most random reads in a second.
  let best: MeasuredFigure

  /// Throws: `Silence` where no disk was measured, or it is none of this host.
  init(_ facts: RuleFacts) throws(Silence) {
    let disks = try facts.fact("storage.disks").split(separator: ",").map(String.init)
    let present = disks.filter { facts.settings["sysfs/block/\($0)/queue/nr_requests"] != nil }
    if present.isEmpty {
      throw Silence(.notHere, "the measured disk \(disks.joined(separator: ", ")) is not here")
    }
    names = present
    let rates = try facts.results("aio.iops", ["rw": "randread", "block": "4k"])
    guard let best = rates.max(by: { $0.value < $1.value }) else {
      throw Silence(.notMeasured, "the Run has no random reads")
    }
    self.best = best
  }

  /// The key of a setting of a disk's queue.
  static func key(_ name: String, _ file: String) -> String { "sysfs/block/\(name)/queue/\(file)" }

  /// What a rule asks of each disk; disks that it has nothing to say of are left out.
  ///
  /// Throws: what the rule says of the first disk where it has nothing to say of any.
  func each(
    _ body: (_ name: String) throws(Silence) -> [Proposal]
  ) throws(Silence) -> [Proposal] {
    var proposals: [Proposal] = []
    var first: Silence?
    for name in names {
      do throws(Silence) {
        proposals += try body(name)
      } catch {
        first = first ?? error
      }
    }
    if proposals.isEmpty, let first { throw first }
    return proposals
  }

  /// The smallest power of two that is not below a number.
  static func powerOfTwo(atLeast number: Double) -> Int {
    var power = 1
    while Double(power) < number, power < 1 << 40 { power *= 2 }
    return power
  }
}

extension RuleFacts {
  /// The time of a single random read, typical and in the worst of a hundred.
  func readTime(_ quantile: String) throws(Silence) -> MeasuredFigure {
    try result(
      "aio.latency",
      [
        "rw": "randread", "block": "4k", "depth": "1", "phase": "total", "direction": "read",
        "quantile": quantile,
      ])
  }
}
