internal import Experiment

/// The loads on storage of a Run, sorted into the questions that they answer.
struct AIOReading: Sendable {
  /// All of them.
  let loads: [AIOLoad]
  /// Figures whose labels name no load.
  let strangers: [Estimate]
  /// Loads that differ only in depth: at least two, of others than random reads three.
  let sweeps: [[AIOLoad]]
  /// Loads that differ only in their engine, at least two, each in its plain way.
  let engines: [[AIOLoad]]
  /// Loads that differ only in how they submit and reap, at least two, the plain one first.
  let batches: [[AIOLoad]]
  /// Sequential reads and writes that are not synced.
  let sequential: [AIOLoad]
  /// Random writes, mixes, and all that is synced; of sweeps only depths at which there is another to compare with.
  let writes: [AIOLoad]
  /// Loads at a given rate.
  let rates: [[AIOLoad]]
  /// Loads that differ only in the node of the CPUs that submit.
  let nodes: [[AIOLoad]]
  /// What stands beside nothing else.
  let singles: [AIOLoad]

  init(_ reading: RunReading) {
    (loads, strangers) = AIOLoad.all(reading)
    let closed = loads.filter { $0["rate"] == nil && $0["cpu_node"] == nil }
    nodes = AIOLoad.groups(loads.filter { $0["rate"] == nil && $0["cpu_node"] != nil }, over: ["cpu_node"])
    // Two depths of writes and sequential loads are no sweep: other parts have them for other questions.
    let sweeps = AIOLoad.groups(closed, over: ["depth"]).filter {
      $0.count > ($0[0]["rw"] == "randread" ? 1 : 2)
    }
    let engines = AIOLoad.groups(closed, over: ["engine", "batch", "completion"]).map(Self.perEngine)
      .filter { $0.count > 1 }
    let batches = AIOLoad.groups(closed, over: ["batch", "completion"]).filter { $0.count > 1 }.map { group in
      group.filter(\.isPlain) + group.filter { !$0.isPlain }
    }
    let swept = Set(sweeps.joined().map(\.labels))
    let writing = closed.filter { $0["rw"] == "randwrite" || $0["rw"] == "randrw" || $0.isSynced }
    let places = Set(writing.filter { !swept.contains($0.labels) }.map(Self.place))
    let writes = writing.filter { !swept.contains($0.labels) || places.contains(Self.place($0)) }
    let sequential = closed.filter { ($0["rw"] == "read" || $0["rw"] == "write") && !$0.isSynced }
    let shown = Set(
      (sweeps + engines + batches + [sequential, writes]).joined().map(\.labels))
    singles = closed.filter { !shown.contains($0.labels) }
    rates = AIOLoad.groups(loads.filter { $0["rate"] != nil }, over: ["rate"])
    self.sweeps = sweeps
    self.engines = engines
    self.batches = batches
    self.sequential = sequential
    self.writes = writes
  }

  /// What the reports say, in their order.
  static func subjects(_ reading: RunReading) -> [Subject] {
    [
      DepthReading(reading).subject, KneeReading(reading).subject, EngineReading(reading).subject,
      BatchingReading(reading).subject, SequentialReading(reading).subject, WriteReading(reading).subject,
      RateReading(reading).subject, NodeReading(reading).subject,
    ]
  }

  /// One load of each engine: the plain one where there is such a one.
  private static func perEngine(_ loads: [AIOLoad]) -> [AIOLoad] {
    AIOLoad.groups(loads, over: ["batch", "completion"]).compactMap { group in
      group.first(where: \.isPlain) ?? group.first
    }
  }

  /// Where writes can be compared with each other.
  private static func place(_ load: AIOLoad) -> [String?] { ["block", "depth", "jobs"].map { load[$0] } }
}
