internal import Experiment

/// How much sequential reads and writes move.
struct SequentialReading: Sendable {
  let loads: [AIOLoad]
  let subject: Subject

  init(_ reading: RunReading) {
    loads = AIOReading(reading).sequential
    let table = EstimateTable(
      loads, heads: ["rw", "block", "depth"], [.bandwidth, .p99, .cpu, .held(dropped: 2)])
    subject = Subject(
      title: "Sequential I/O bandwidth", better: "higher is better",
      explanation: "Bytes a second of all jobs, each through its own stretch from start to end.",
      tables: [table].filter { !$0.rows.isEmpty }, sentence: Self.sentence(loads))
  }

  /// The load of an access that moves most.
  static func peak(_ loads: [AIOLoad], _ access: String) -> AIOLoad? {
    loads.filter { $0["rw"] == access && $0.figure(AIOFigure.bandwidthID)?.isResult == true }
      .max { $0.figure(AIOFigure.bandwidthID)?.value ?? 0 < $1.figure(AIOFigure.bandwidthID)?.value ?? 0 }
  }

  private static func sentence(_ loads: [AIOLoad]) -> String? {
    let parts = [("read", "Reads"), ("write", "writes")].compactMap { access, words -> String? in
      guard let load = peak(loads, access), let bandwidth = load.figure(AIOFigure.bandwidthID) else {
        return nil
      }
      let block = LabelWords.value("block", load["block"] ?? Units.unknown, beside: [:])
      return "\(words) reach \(bandwidth.valueText) (\(block) blocks, depth \(load.depth))"
    }
    guard let first = parts.first else { return nil }
    return "\(first.capitalizedFirst)\(parts.count > 1 ? ", \(parts[1])" : "")."
  }
}

/// What writing costs: random writes, mixes of reads and writes, and making writes durable.
struct WriteReading: Sendable {
  let loads: [AIOLoad]
  let subject: Subject

  init(_ reading: RunReading) {
    loads = AIOReading(reading).writes
    let synced = AIOLoad.groups(loads, over: ["sync"]).filter { $0.contains(where: \.isSynced) }
    let keys = Set(synced.joined().map(\.labels))
    let rest = loads.filter { !keys.contains($0.labels) }
    // What is stamped and read back differs in more than its place.
    let plain = [rest.filter { $0["verify"] == nil }, rest.filter { $0["verify"] != nil }].map { loads in
      EstimateTable(
        loads, heads: ["rw", "depth"],
        [
          .rate, .quantile("p99", "read", dropped: 7), .quantile("p99", "write"), .cpu, .held(dropped: 3),
        ])
    }
    let policies = EstimateTable(
      synced.flatMap(\.self), heads: ["sync"],
      [
        .rate, .quantile("p50", "read", dropped: 5), .quantile("p99", "read", dropped: 7),
        .quantile("p50", "write", dropped: 5), .quantile("p99", "write"), .cpu, .held,
      ])
    subject = Subject(
      title: "Writes, mixes and what durability costs",
      explanation:
        "Rate: operations a second of all jobs, reads and writes together. Sync: what makes writes durable (fsync, fdatasync, or files opened with O_DSYNC); none leaves it to the device's cache.",
      tables: (plain + [policies]).filter { !$0.rows.isEmpty }, sentence: Self.sentence(loads))
  }

  /// What the dearest way to make writes durable leaves of the rate, where that is beyond doubt.
  private static func sentence(_ loads: [AIOLoad]) -> String? {
    for group in AIOLoad.groups(loads, over: ["sync"]) {
      guard let base = group.first(where: { !$0.isSynced })?.figure(AIOFigure.rateID) else { continue }
      let synced = group.filter(\.isSynced).compactMap { $0.figure(AIOFigure.rateID) }
      guard let least = synced.filter({ $0.value != nil }).min(by: { $0.value ?? 0 < $1.value ?? 0 }),
        least.isClearlyBelow(base), let times = base.times(least)
      else { continue }
      let policy = LabelWords.value("sync", least["sync"] ?? Units.unknown, beside: [:])
      return
        "With \(policy) \(base.valueText) become \(least.valueText) (\(times) less): group what must be durable into fewer, larger writes."
    }
    return nil
  }
}
