internal import Host
internal import Platform

/// Reclaim and compaction: who finds free memory, and when.
enum ReclaimRules {
  static let all = [watermarks, compaction, collapse]

  private static let scale = "sysctl/vm.watermark_scale_factor"
  private static let proactive = "sysctl/vm.compaction_proactiveness"
  private static let khugepaged = "\(HugePageRules.folder)/khugepaged/defrag"
  /// What kswapd may take to wake up and to free something before the one who allocates must do it himself.
  private static let headStart = 0.010

  static let watermarks = Rule(
    "memory.watermarks", "wakes kswapd early enough for the rate at which memory can be filled", .memory,
    for: [.latency, .density], reads: ["memory.bandwidth{threads=1}", "topology.numa_nodes", scale],
    knobs: [scale], risk: "that share of each node stays free",
    proof: "scheduler.request_latency{quantile=p99} while a program fills memory",
    source: "Documentation/admin-guide/sysctl/vm.rst (watermark_scale_factor)"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(scale)
    let node = facts.topology.nodes.filter { !$0.cpus.isEmpty }.compactMap(\.memoryBytes).max() ?? 0
    try facts.need(node > 0, "the memory of the nodes is not known")
    let fill = try facts.fillRate()
    let needed = fill.value * headStart
    let wanted = min(300, Int((needed / Double(node) * 10_000).rounded(.up)))
    let distance = Double(node) * Double(present) / 10_000
    try facts.need(
      Double(wanted) > 1.5 * Double(present),
      "one thread takes \(FigureText.text(distance / fill.value, "s")) to fill the \(present)/10,000 of a node"
    )
    return Proposal.set(
      scale, wanted,
      [Trigger(fill), facts.setting(scale), Trigger("memory of a node", FigureText.bytes(UInt64(node)))],
      "one thread fills the distance between the watermarks in \(FigureText.text(distance / fill.value, "s"));"
        + " \(wanted)/10,000 of \(FigureText.bytes(UInt64(node))) give kswapd \(FigureText.text(headStart, "s"))"
    )
  }

  static let compaction = Rule(
    "noise.compaction", "no compaction in the background under running guests", .noise, for: [.latency],
    reads: ["scheduler.noise_share{cpu=all}", "scheduler.noise_steal{cpu=all}", proactive],
    knobs: [proactive], risk: "huge pages become rarer; reserve or take them at the start",
    proof: "scheduler.noise{quantile=max} and scheduler.noise_share",
    source: "Documentation/admin-guide/sysctl/vm.rst (compaction_proactiveness)"
  ) { (facts) throws(Silence) in
    let noise = try OwnNoise(facts)
    return Proposal.set(
      proactive, 0, noise.facts + [facts.setting(proactive)],
      "\(noise.sentence); kcompactd moves pages, and their users take faults meanwhile")
  }

  static let collapse = Rule(
    "noise.khugepaged", "no thread rearranges guests' memory into huge pages later", .noise, for: [.latency],
    reads: ["scheduler.noise_share{cpu=all}", "scheduler.noise_steal{cpu=all}", khugepaged],
    knobs: [khugepaged], risk: "what did not get huge pages at the start gets none later",
    proof: "scheduler.noise{quantile=max} and scheduler.noise_share",
    source: "Documentation/admin-guide/mm/transhuge.rst (khugepaged)"
  ) { (facts) throws(Silence) in
    let noise = try OwnNoise(facts)
    try facts.needGuests()
    return Proposal.set(
      khugepaged, 0, noise.facts + [facts.setting(khugepaged)],
      "\(noise.sentence); khugepaged compacts memory and holds the lock of a guest's address space meanwhile")
  }
}

extension RuleFacts {
  /// How fast one thread can dirty memory.
  func fillRate() throws(Silence) -> MeasuredFigure {
    for kernel in ["fill", "write", "copy"] {
      let labels = ["kernel": kernel, "threads": "1"]
      if let figure = measured.first("memory.bandwidth", labels.merging(["store": "ordinary"]) { $1 })
        ?? measured.first("memory.bandwidth", labels)
      {
        return figure
      }
    }
    return try result("memory.bandwidth", ["kernel": "fill", "threads": "1"])
  }
}

/// What the host's own kernel takes from a thread that only computes: what a hypervisor steals is not its doing.
struct OwnNoise {
  private let share: MeasuredFigure
  private let steal: MeasuredFigure?
  /// Less disturbs nobody who is served in milliseconds.
  static let least = 0.001

  init(_ facts: RuleFacts) throws(Silence) {
    share = try facts.result("scheduler.noise_share", ["cpu": "all"])
    steal = facts.measured.first("scheduler.noise_steal", ["cpu": "all"])
    let own = share.value - (steal?.value ?? 0)
    let stolen = steal.map { ", of which a hypervisor stole \(FigureText.percent($0.value))" } ?? ""
    try facts.need(
      own >= Self.least,
      "a thread that computes loses \(FigureText.percent(share.value)) of its time\(stolen)")
  }

  var facts: [Trigger] { [Trigger(share)] + (steal.map { [Trigger($0)] } ?? []) }
  var sentence: String {
    "a thread that computes loses \(FigureText.percent(share.value - (steal?.value ?? 0))) of its time to the host"
  }
}
