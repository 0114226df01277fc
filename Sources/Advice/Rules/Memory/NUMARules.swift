internal import Experiment
internal import Host
internal import Platform
internal import Tuning

/// Memory of other nodes: what it costs here, and who moves pages.
enum NUMARules {
  static let all = [promotion, demotion, balancingOff, balancingOn, zoneReclaim]

  private static let balancing = "sysctl/kernel.numa_balancing"
  private static let zone = "sysctl/vm.zone_reclaim_mode"
  private static let demotes = "sysfs/kernel/mm/numa/demotion_enabled"
  private static let source = "Documentation/admin-guide/sysctl/kernel.rst (numa_balancing)"
  private static let matrix = "memory.latency{cpu_node,memory_node}"

  static let promotion = Rule(
    "numa.tier-promotion", "moves hot pages out of slow memory nodes", .numa, for: [.throughput, .density],
    reads: [matrix, "topology.numa_nodes", balancing], knobs: [balancing],
    risk: "hinting faults and copies; each costs the program that takes it",
    proof: "the host's own work with --workload, with a working set that spills into the slow node",
    source: source
  ) { (facts) throws(Silence) in
    let tier = try SlowTier(facts)
    try facts.need(
      facts.kernel.map { $0 >= KernelVersion("5.18") ?? $0 } ?? true, "tiering needs Linux 5.18")
    let present = try facts.integer(balancing)
    let wanted = present | 2 | (facts.homeNodes > 1 ? 1 : 0)
    return Proposal.set(
      balancing, wanted, tier.facts + [facts.setting(balancing)],
      "\(tier.sentence); bit 2 of numa_balancing brings pages that turn hot back to fast memory")
  }

  static let demotion = Rule(
    "numa.tier-demotion", "moves cold pages to slow memory nodes instead of dropping or swapping them", .numa,
    for: [.throughput, .density], reads: [matrix, "topology.numa_nodes", demotes], knobs: [demotes],
    risk: "pages may go to a node outside of their process's cpuset",
    proof: "the host's own work with --workload while memory is short",
    source: "Documentation/ABI/testing/sysfs-kernel-mm-numa"
  ) { (facts) throws(Silence) in
    let tier = try SlowTier(facts)
    return Proposal.set(
      demotes, 1, tier.facts + [facts.setting(demotes)],
      "\(tier.sentence); a demoted page is that far away, a dropped one as far as the disk")
  }

  static let balancingOff = Rule(
    "numa.balancing-off", "no hinting faults where guests are bound to their node", .numa, for: [.latency],
    reads: ["guests", "scheduler.noise_share{cpu=all}", balancing], knobs: [balancing],
    risk: "memory of what is not bound, and was placed badly, stays there",
    proof: "scheduler.request_latency{quantile=p99} and the guest's own tail", source: source
  ) { (facts) throws(Silence) in
    try facts.needGuests()
    try facts.need(facts.homeNodes > 1, "one node has all CPUs: nothing is balanced")
    try facts.need(facts.placement.isWithinNodes, "not every guest fits into one node")
    let noise = try facts.result("scheduler.noise_share", ["cpu": "all"])
    return Proposal.set(
      balancing, 0, [Trigger(noise), facts.setting(balancing), facts.guestFact],
      "every guest lives in one node: a hinting fault can only find what is known, and takes time from it")
  }

  static let balancingOn = Rule(
    "numa.balancing-on", "moves pages towards the CPUs that use them", .numa, for: [.throughput, .density],
    reads: [matrix, "memory.bandwidth{cpu_node,memory_node}", balancing], knobs: [balancing],
    risk: "hinting faults cost the programs that take them",
    proof: "the host's own work with --workload, not pinned", source: source
  ) { (facts) throws(Silence) in
    try facts.need(facts.homeNodes > 1, "one node has all CPUs: nothing to balance")
    let present = try facts.integer(balancing)
    try facts.need(present == 0, "\(balancing) is \(present) already")
    let distance = try NodeDistance(facts)
    try facts.need(
      distance.ratio >= 1.2, "another node's memory is only \(FigureText.digits(distance.ratio)) times as far"
    )
    return Proposal.set(
      balancing, 1, distance.facts,
      "memory of another node is \(FigureText.digits(distance.ratio)) times as far, and programs that are not"
        + " bound end up beside it")
  }

  static let zoneReclaim = Rule(
    "numa.zone-reclaim-off", "takes memory from another node before page cache is thrown away", .numa,
    for: LayoutGoal.allCases, reads: [matrix, "aio.latency{rw=randread,phase=total}", zone],
    knobs: [zone], risk: "programs that were placed well may get memory further away",
    proof: "scheduler.request_latency and aio.latency while one node is full",
    source: "Documentation/admin-guide/sysctl/vm.rst (zone_reclaim_mode)"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(zone)
    try facts.need(present != 0, "\(zone) is 0")
    let distance = try NodeDistance(facts)
    let disk = try facts.result(
      "aio.latency", ["rw": "randread", "depth": "1", "phase": "total", "quantile": "p50"])
    let more = distance.remote.value - distance.local.value
    try facts.need(disk.value > 1_000 * more, "a read from disk is not much further than the other node")
    return Proposal.set(
      zone, 0, distance.facts + [Trigger(disk)],
      "a load from another node takes \(FigureText.text(more, "s")) more, a page of cache that was thrown away"
        + " comes back in \(disk.text)")
  }
}

extension RuleFacts {
  /// The guests that were asked for, as a fact.
  var guestFact: Trigger {
    Trigger("guests", "\(placement.guests) of \(FigureText.bytes(placement.guestBytes)) together")
  }
}

/// The furthest node with CPUs, beside the near one: the same chase over the same memory.
struct NodeDistance {
  let local: MeasuredFigure
  let remote: MeasuredFigure
  var ratio: Double { remote.value / local.value }
  var facts: [Trigger] { [Trigger(local), Trigger(remote)] }

  init(_ facts: RuleFacts) throws(Silence) {
    let homes = Set(facts.topology.nodes.filter { !$0.cpus.isEmpty }.map(\.id))
    let pairs = try Self.pairs(facts).filter { homes.contains($0.remote.number("memory_node") ?? -1) }
    guard let furthest = pairs.max(by: { $0.ratio < $1.ratio }) else {
      throw Silence(.notMeasured, "the Run has no latency of another node's memory beside the own one's")
    }
    self = furthest
  }

  private init(local: MeasuredFigure, remote: MeasuredFigure) {
    self.local = local
    self.remote = remote
  }

  /// Every chase of another node's memory beside that of the own one.
  static func pairs(_ facts: RuleFacts) throws(Silence) -> [NodeDistance] {
    try facts.results("memory.latency").compactMap { remote in
      guard let node = remote["cpu_node"], let other = remote["memory_node"], node != other, Int(node) != nil
      else { return nil }
      var labels = remote.key.labels
      labels["memory_node"] = node
      return facts.measured.first("memory.latency", labels).map { NodeDistance(local: $0, remote: remote) }
    }
  }
}

/// A node of memory without CPUs that is slower than memory beside a CPU.
struct SlowTier {
  let node: Int
  let distance: NodeDistance
  var facts: [Trigger] { distance.facts }
  var sentence: String {
    "node \(node) has no CPUs, and its memory is \(FigureText.digits(distance.ratio)) times as far"
  }

  init(_ facts: RuleFacts) throws(Silence) {
    let fast: Set<String?> = ["HBM", "MCDRAM", "GPUMemory"]
    let nodes = facts.topology.nodes.filter {
      $0.memoryOnly && ($0.memoryBytes ?? 0) > 0 && !fast.contains($0.kind)
    }
    try facts.need(!nodes.isEmpty, "no node of the host is slow memory without CPUs")
    let ids = Set(nodes.map(\.id))
    let slow = try NodeDistance.pairs(facts).filter { ids.contains($0.remote.number("memory_node") ?? -1) }
    guard let nearest = slow.min(by: { $0.ratio < $1.ratio }), let node = nearest.remote.number("memory_node")
    else { throw Silence(.notMeasured, "the Run has no latency of the memory without CPUs") }
    self.node = node
    distance = nearest
    try facts.need(
      nearest.ratio >= 1.3, "its memory is only \(FigureText.digits(nearest.ratio)) times as far")
  }
}
