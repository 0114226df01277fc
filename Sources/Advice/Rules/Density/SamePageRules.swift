/// Merging of equal pages.
enum SamePageRules {
  static let all = [acrossNodes, run, rate, off]

  private static let folder = "sysfs/kernel/mm/ksm"
  private static let equal = "compression.blocks_share{kind=zero|same,block=4k,corpus=process…}"
  private static let source = "Documentation/admin-guide/mm/ksm.rst"
  /// Below this share merging costs more than it frees.
  private static let leastShare = 0.05
  /// Seconds for one look at all memory of the guests.
  private static let pass = 1_200.0

  static let acrossNodes = Rule(
    "density.ksm-nodes", "merges pages only within a node", .density, for: [.density],
    reads: [equal, "memory.latency{cpu_node,memory_node}", "\(folder)/merge_across_nodes"],
    knobs: ["\(folder)/merge_across_nodes"], risk: "less memory is saved",
    proof: "memory.latency of another node, and the guests' own work with --workload", source: source
  ) { (facts) throws(Silence) in
    let share = try EqualPages(facts, least: leastShare)
    let running = try facts.integer("\(folder)/run")
    try facts.need(running == 0, "it can change only while nothing is merged: write 2 to \(folder)/run first")
    let distance = try NodeDistance(facts)
    try facts.need(
      distance.ratio >= 1.5, "another node's memory is only \(FigureText.digits(distance.ratio)) times as far"
    )
    return Proposal.set(
      "\(folder)/merge_across_nodes", 0, share.facts + distance.facts,
      "a merged page would be \(FigureText.digits(distance.ratio)) times as far for the guests of the other nodes"
    )
  }

  static let run = Rule(
    "density.ksm-run", "merges equal pages of guests", .density, for: [.density],
    reads: [equal, "\(folder)/run"], knobs: ["\(folder)/run"],
    risk: "a timing channel between guests, CPU time of ksmd, and a copy at each write to a merged page",
    proof: "pages_sharing after a pass, beside the guests' own work with --workload", source: source
  ) { (facts) throws(Silence) in
    let share = try EqualPages(facts, least: leastShare)
    return Proposal.set(
      "\(folder)/run", 1, share.facts + [facts.setting("\(folder)/run")],
      "\(FigureText.percent(share.share)) of the pages of running processes hold one word only, so they are equal;"
        + " what else is equal comes on top")
  }

  static let rate = Rule(
    "density.ksm-rate", "looks at all memory of the guests in twenty minutes", .density, for: [.density],
    reads: [
      equal, "guests", "host.memory_total_bytes", "\(folder)/pages_to_scan", "\(folder)/sleep_millisecs",
    ],
    knobs: ["\(folder)/pages_to_scan"], risk: "CPU time of ksmd, up to a core",
    proof: "the CPU time of ksmd and full_scans, beside scheduler.noise_share", source: source
  ) { (facts) throws(Silence) in
    _ = try EqualPages(facts, least: leastShare)
    let present = try facts.integer("\(folder)/pages_to_scan")
    let sleep = try facts.integer("\(folder)/sleep_millisecs")
    if let advisor = try? facts.word("\(folder)/advisor_mode"), advisor != "none" {
      throw Silence(.notNeeded, "the kernel's advisor (\(advisor)) chooses the rate itself")
    }
    let total = try facts.bytes("memory_total_bytes")
    let bytes = facts.placement.guests > 0 ? min(total, facts.placement.guestBytes) : total
    let pages = Double(bytes / 4_096)
    let wanted = min(10_000, Int((pages * Double(sleep) / 1_000 / pass / 100).rounded(.up)) * 100)
    let seconds = pages / Double(max(1, present)) * Double(sleep) / 1_000
    try facts.need(wanted >= 2 * present, "a pass takes about \(FigureText.digits(seconds / 60)) min already")
    return Proposal.set(
      "\(folder)/pages_to_scan", wanted,
      [
        Trigger("memory to look at", FigureText.bytes(bytes)), facts.setting("\(folder)/pages_to_scan"),
        facts.setting("\(folder)/sleep_millisecs"),
      ],
      "at \(present) pages every \(sleep) ms a pass takes \(FigureText.digits(seconds / 60)) min at least; \(wanted) make it"
        + " \(FigureText.digits(seconds / 60 * Double(present) / Double(wanted)))")
  }

  static let off = Rule(
    "noise.ksm-off", "merges nothing under guests that must answer quickly", .noise, for: [.latency],
    reads: ["scheduler.noise_share{cpu=all}", "\(folder)/run"], knobs: ["\(folder)/run"],
    risk: "no more pages are merged; those that are stay merged until they are written to",
    proof: "scheduler.noise_share and the guest's own tail", source: source
  ) { (facts) throws(Silence) in
    let present = try facts.integer("\(folder)/run")
    try facts.need(present == 1, "\(folder)/run is \(present): nothing is merged")
    let noise = try facts.result("scheduler.noise_share", ["cpu": "all"])
    return Proposal.set(
      "\(folder)/run", 0, [Trigger(noise), facts.setting("\(folder)/run")],
      "ksmd takes CPU time, and a write to a merged page waits for a copy; a thread that computes loses"
        + " \(FigureText.percent(noise.value)) of its time here")
  }
}

/// The share of pages of real processes that hold one word over and over, zeros included: all of them are equal to others.
struct EqualPages {
  let share: Double
  let facts: [Trigger]

  init(_ facts: RuleFacts, least: Double) throws(Silence) {
    let shares = facts.measured.all("compression.blocks_share", ["block": "4k"]).filter {
      ["zero", "same"].contains($0["kind"]) && $0["codec"] == nil
        && $0["corpus"]?.hasPrefix("process") ?? false
    }
    guard let corpus = shares.first?["corpus"] else {
      throw Silence(
        .notMeasured, "the Run has no pages of processes: measure with assay compression --process of a guest"
      )
    }
    let own = shares.filter { $0["corpus"] == corpus }
    share = own.reduce(0) { $0 + $1.value }
    self.facts = own.map { Trigger($0) }
    try facts.need(
      share >= least, "only \(FigureText.percent(share)) of the pages of \(corpus) are surely equal")
  }
}
