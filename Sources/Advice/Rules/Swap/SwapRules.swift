/// Swap: what a page costs that comes back, and where it should go.
enum SwapRules {
  static let all = [resident, compressed, cluster, compressor]

  private static let swappiness = "sysctl/vm.swappiness"
  private static let pages = "sysctl/vm.page-cluster"
  private static let zswap = "sysfs/module/zswap/parameters"
  private static let read = "aio.latency{rw=randread,depth=1,phase=total,quantile=p50}"
  private static let unpack = "compression.latency{block=4k,direction=decompress}"
  private static let vm = "Documentation/admin-guide/sysctl/vm.rst"

  static let resident = Rule(
    "swap.keep-guests", "drops page cache before guests' memory is swapped out", .swap,
    for: [.latency, .throughput], reads: [read, "memory.latency", "host.swap_total_bytes", swappiness],
    knobs: [swappiness], risk: "page cache is thrown away earlier",
    proof: "scheduler.request_latency{quantile=p99} while memory is short", source: "\(vm) (swappiness)"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(swappiness)
    try needSwap(facts)
    try facts.need(!isCompressed(facts), "zswap compresses what is swapped: it does not come from the disk")
    let disk = try facts.readTime("p50")
    let load = try facts.result("memory.latency", ["level": "DRAM"])
    let wanted = facts.goal == .latency ? 1 : 10
    try facts.need(wanted < present, "\(swappiness) is \(present)")
    return Proposal.set(
      swappiness, wanted,
      [Trigger(disk), Trigger(load), facts.host("swap_total_bytes"), facts.setting(swappiness)],
      "a page that comes back from swap takes \(disk.text), \(FigureText.digits(disk.value / load.value)) loads from memory;"
        + " guests' memory is anonymous, and only \(wanted == 1 ? "the last resort" : "little of it") goes")
  }

  static let compressed = Rule(
    "swap.compressed-cost", "weighs compressed swap by what it really costs beside the disk", .swap,
    for: [.density], reads: [read, unpack, "\(zswap)/enabled", swappiness], knobs: [swappiness],
    risk: "CPU time for compressing; programs that touch all their memory in turn get slower",
    proof: "the guests' own work with --workload while memory is short", source: "\(vm) (swappiness)"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(swappiness)
    try needSwap(facts)
    try facts.need(isCompressed(facts), "zswap is off (\(zswap)/enabled)")
    let disk = try facts.readTime("p50")
    let codec = try facts.text("\(zswap)/compressor")
    let time = try unpacking(codec, facts)
    let ratio = disk.value / time.value
    // The kernel's own rule: x + ratio × x = 200.
    let wanted = Int((200 * ratio / (1 + ratio)).rounded())
    try facts.need(
      ratio > 1 && wanted >= present + 20, "\(swappiness) is \(present); the costs ask for \(wanted)")
    return Proposal.set(
      swappiness, wanted, [Trigger(disk), Trigger(time), facts.setting(swappiness)],
      "a page from compressed swap takes \(time.text), from a file \(disk.text), \(FigureText.digits(ratio)) times as long;"
        + " x + \(FigureText.digits(ratio)) x = 200 gives \(wanted)")
  }

  static let cluster = Rule(
    "swap.page-cluster", "reads back the page that is wanted, and no neighbours", .swap,
    for: LayoutGoal.allCases, reads: [read, unpack, "host.swap_total_bytes", pages], knobs: [pages],
    risk: "neighbouring pages are read one by one",
    proof: "the guests' own work with --workload while memory is short",
    source: "\(vm) (page-cluster)"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(pages)
    try facts.need(present > 0, "\(pages) is 0")
    try needSwap(facts)
    let disk = try facts.readTime("p50")
    try facts.need(
      disk.value < 1e-3,
      "a read takes \(disk.text): a head moves for it, and neighbours come along for little")
    return Proposal.set(
      pages, 0, [Trigger(disk), facts.host("swap_total_bytes"), facts.setting(pages)],
      "a single read takes \(disk.text), no head moves: \(1 << present) pages at once delay the one that is wanted"
    )
  }

  static let compressor = Rule(
    "swap.compressor", "which compressor for zswap or zram", .swap, for: [.density],
    reads: [
      "compression.ratio{block=4k}", unpack, "compression.throughput{direction=compress}",
      "\(zswap)/compressor",
    ],
    knobs: [], risk: "CPU time for every page that goes and comes back",
    proof: "assay compression with --process of a guest, then the guests' own work while memory is short",
    source: "Documentation/admin-guide/mm/zswap.rst, Documentation/admin-guide/blockdev/zram.rst"
  ) { (facts) throws(Silence) in
    let choice = try PageCodec(facts)
    let present = facts.settings["\(zswap)/compressor"] ?? "unknown"
    if isCompressed(facts), present == choice.algorithm {
      throw Silence(.alreadySet, "zswap compresses with \(present) already")
    }
    let hasSwap = facts.noted["swap_total_bytes"].flatMap { UInt64($0) } ?? 0 > 0
    let how =
      hasSwap
      ? "turn on zswap with compressor \(choice.algorithm) (zswap.enabled=1 zswap.compressor=\(choice.algorithm))"
      : "put swap on a zram device with algorithm \(choice.algorithm); there is no swap for zswap to stand before"
    return Proposal.advise(how, choice.facts, choice.sentence)
  }

  // MARK: What they share

  private static func needSwap(_ facts: RuleFacts) throws(Silence) {
    let swap = try facts.bytes("swap_total_bytes")
    try facts.need(swap > 0, "the host has no swap")
  }

  private static func isCompressed(_ facts: RuleFacts) -> Bool {
    ["Y", "1"].contains(facts.settings["\(zswap)/enabled"] ?? "N")
  }

  /// How long a page takes to come back: by the kernel's own code where that was measured.
  private static func unpacking(_ codec: String, _ facts: RuleFacts) throws(Silence) -> MeasuredFigure {
    let labels = ["block": "4k", "direction": "decompress", "quantile": "p50", "threads": "1"]
    if let own = facts.measured.first(
      "compression.latency", labels.merging(["codec": "zram-\(codec)"]) { $1 })
    {
      return own
    }
    return try facts.result("compression.latency", labels.merging(["codec": codec]) { $1 })
  }
}
