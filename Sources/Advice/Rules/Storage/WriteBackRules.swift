/// How much may be dirty before somebody writes it back.
enum WriteBackRules {
  static let all = [background, foreground]

  private static let writeRate = "aio.bandwidth{rw=write|randwrite}"
  private static let memory = "host.memory_total_bytes"
  private static let source = "Documentation/admin-guide/sysctl/vm.rst (dirty_bytes, dirty_background_bytes)"
  private static let goals: [LayoutGoal] = [.latency, .density]

  static let background = Rule(
    "storage.dirty-background", "begins write-back before much has piled up", .storage, for: goals,
    reads: [writeRate, memory, "sysctl/vm.dirty_background_bytes", "sysctl/vm.dirty_background_ratio"],
    knobs: ["sysctl/vm.dirty_background_bytes"], risk: "writes more often and in smaller pieces",
    proof: "aio.latency{rw=randread,quantile=p99} while a file is written through the page cache",
    source: source
  ) { (facts) throws(Silence) in
    let dirty = try DirtyMemory(facts, "dirty_background", worthSeconds: 5)
    return dirty.proposal(
      seconds: 0.5, least: 16, "of writing pile up before write-back begins")
  }

  static let foreground = Rule(
    "storage.dirty-limit", "bounds what a sync, or the end of a migration, has to wait for", .storage,
    for: goals, reads: [writeRate, memory, "sysctl/vm.dirty_bytes", "sysctl/vm.dirty_ratio"],
    knobs: ["sysctl/vm.dirty_bytes"], risk: "too little throttles programs that write in bursts",
    proof:
      "the time of a sync after a large write with --workload, and migration.blackout of a guest with a cache",
    source: source
  ) { (facts) throws(Silence) in
    let dirty = try DirtyMemory(facts, "dirty", worthSeconds: 10)
    return dirty.proposal(seconds: 2, least: 64, "of writing may be waited for in one sync")
  }
}

/// What may be dirty now, in seconds of what the disk writes.
private struct DirtyMemory {
  private let name: String
  private let present: Double
  private let rate: MeasuredFigure
  private let triggers: [Trigger]

  init(_ facts: RuleFacts, _ name: String, worthSeconds: Double) throws(Silence) {
    self.name = name
    let (bytesKey, ratioKey) = ("sysctl/vm.\(name)_bytes", "sysctl/vm.\(name)_ratio")
    let rates =
      facts.measured.all("aio.bandwidth", ["rw": "write"])
      + facts.measured.all("aio.bandwidth", ["rw": "randwrite"])
    guard let rate = rates.max(by: { $0.value < $1.value }) else {
      throw Silence(.notMeasured, "the Run has no writes (aio.bandwidth{rw=write})")
    }
    self.rate = rate
    let bytes = try facts.integer(bytesKey)
    if bytes > 0 {
      present = Double(bytes)
      triggers = [Trigger(rate), facts.setting(bytesKey)]
    } else {
      let share = Double(try facts.integer(ratioKey)) / 100
      present = Double(try facts.bytes("memory_total_bytes")) * share
      triggers = [Trigger(rate), facts.setting(ratioKey), facts.host("memory_total_bytes")]
    }
    let seconds = FigureText.text(present / rate.value, "s")
    try facts.need(
      present / rate.value >= worthSeconds, "what may be dirty is written in \(seconds) at \(rate.text)")
  }

  func proposal(seconds: Double, least: Int, _ what: String) -> [Proposal] {
    let mebibytes = min(32_768, max(least, Int(rate.value * seconds) >> 20))
    return Proposal.set(
      "sysctl/vm.\(name)_bytes", mebibytes << 20, triggers,
      "up to \(FigureText.text(present / rate.value, "s")) \(what); \(FigureText.text(seconds, "s")) at \(rate.text) are"
        + " \(mebibytes) MiB")
  }
}
