internal import Experiment
internal import Host

/// Transparent and reserved huge pages: what a page walk costs here, and who gets huge pages.
enum HugePageRules {
  static let all = [enabled, always, defrag, shared, pool]

  static let folder = "sysfs/kernel/mm/transparent_hugepage"
  private static let source = "Documentation/admin-guide/mm/transhuge.rst"
  private static let latency = "memory.latency{pages,working_set}"

  static let enabled = Rule(
    "memory.thp-madvise", "lets programs that ask for huge pages have them", .memory,
    for: LayoutGoal.allCases, reads: [latency, "warning memory.huge_pages_missing", "\(folder)/enabled"],
    knobs: ["\(folder)/enabled"],
    risk: "programs that ask for huge pages and touch little of them use more memory",
    proof: "memory.latency{pages=thp} of the largest working set, and the guest's own work", source: source
  ) { (facts) throws(Silence) in
    let word = try facts.word("\(folder)/enabled")
    try facts.need(word == "never", "\(folder)/enabled is \(word): who asks for huge pages gets them")
    if let missing = facts.measured.warnings["memory.huge_pages_missing"] {
      return Proposal.set(
        "\(folder)/enabled", "madvise", [Trigger("warning memory.huge_pages_missing", missing)],
        "the benchmark asked for huge pages and got none; QEMU asks for them for its guests' memory")
    }
    let gain = try HugePageGain(facts, least: 1.1)
    return Proposal.set("\(folder)/enabled", "madvise", gain.facts, gain.sentence)
  }

  static let always = Rule(
    "memory.thp-always", "gives huge pages to programs that do not ask", .memory, for: [.throughput],
    reads: [latency, "\(folder)/enabled"], knobs: ["\(folder)/enabled"],
    risk: "memory that is touched sparsely is used up in pieces of 2 MiB",
    proof: "the host's own work with --workload, and memory.latency{pages=thp}", source: source
  ) { (facts) throws(Silence) in
    let word = try facts.word("\(folder)/enabled")
    try facts.need(word == "madvise", "\(folder)/enabled is \(word)")
    let gain = try HugePageGain(facts, least: 1.2)
    return Proposal.set("\(folder)/enabled", "always", gain.facts, gain.sentence)
  }

  static let defrag = Rule(
    "memory.thp-defrag", "who waits in a page fault for memory to be compacted", .memory,
    for: LayoutGoal.allCases, reads: [latency, "memory.bandwidth{kernel=copy}", "\(folder)/defrag"],
    knobs: ["\(folder)/defrag"], risk: "huge pages come later, or not at all, where memory is fragmented",
    proof: "scheduler.request_latency{quantile=p99}, and the start of a guest with --workload", source: source
  ) { (facts) throws(Silence) in
    let word = try facts.word("\(folder)/defrag")
    if word == "always" {
      let copy = try facts.result("memory.bandwidth", ["kernel": "copy", "threads": "1"])
      let stall = FigureText.text(Double(2 << 20) / copy.value, "s")
      return Proposal.set(
        "\(folder)/defrag", facts.goal == .latency ? "madvise" : "defer+madvise",
        [Trigger(copy), facts.setting("\(folder)/defrag")],
        "with always every program may wait for 2 MiB to be moved, at the measured rate \(stall) at least;"
          + " guests still ask for it")
    }
    try facts.need(word == "never", "\(folder)/defrag is \(word): only who asks waits, or nobody")
    let gain = try HugePageGain(facts, least: 1.1)
    return Proposal.set(
      "\(folder)/defrag", "madvise", gain.facts,
      "\(gain.sentence); with never a guest that starts on fragmented memory gets few")
  }

  static let shared = Rule(
    "memory.thp-shared", "huge pages for guests on shared memory (memfd, vhost-user, virtiofs)", .memory,
    for: [.latency, .throughput], reads: [latency, "\(folder)/shmem_enabled"],
    knobs: ["\(folder)/shmem_enabled"], risk: "shared memory that asks for huge pages uses more memory",
    proof: "the guest's own work with --workload, with a guest on memfd", source: source
  ) { (facts) throws(Silence) in
    try facts.needGuests()
    let word = try facts.word("\(folder)/shmem_enabled")
    try facts.need(word == "never", "\(folder)/shmem_enabled is \(word)")
    let gain = try HugePageGain(facts, least: 1.1)
    return Proposal.set(
      "\(folder)/shmem_enabled", "advise", gain.facts,
      "\(gain.sentence); with never guests on memfd get none although QEMU asks")
  }

  static let pool = Rule(
    "memory.huge-page-pool", "reserves the guests' memory in huge pages on their nodes", .memory,
    for: [.latency], reads: [latency, "guests", "topology.numa_nodes"],
    knobs: ["sysfs/devices/system/node/node*/hugepages/hugepages-*kB/nr_hugepages"],
    risk:
      "this memory is gone for everything else, and guests must be told to use it (memoryBacking hugepages)",
    proof: "the guest's own tail latency with --workload, beside guests on transparent huge pages",
    source: "Documentation/admin-guide/mm/hugetlbpage.rst"
  ) { (facts) throws(Silence) in
    try facts.needGuests()
    let gain = try HugePageGain(facts, least: 1.1)
    var proposals: [Proposal] = []
    for (node, bytes) in facts.placement.bytesByNode.sorted(by: { $0.key < $1.key }) {
      guard let memory = facts.topology.node(node)?.memoryBytes, bytes <= memory / 10 * 9 else { continue }
      let pages = (bytes + (2 << 20) - 1) >> 21
      let key = "sysfs/devices/system/node/node\(node)/hugepages/hugepages-2048kB/nr_hugepages"
      guard let present = facts.settings[key].flatMap({ UInt64($0) }), present < pages else { continue }
      proposals += Proposal.set(
        key, pages,
        gain.facts + [
          Trigger("guests on node \(node)", "\(FigureText.bytes(bytes)) of \(FigureText.bytes(memory))")
        ], "\(gain.sentence); \(FigureText.bytes(bytes)) of guests in pages of 2 MiB are \(pages)")
    }
    try facts.need(!proposals.isEmpty, "the pools hold the guests already, or a node has no room for one")
    return proposals
  }
}

/// What huge pages save here: the same chase over the same memory in pages of both sizes.
struct HugePageGain {
  let small: MeasuredFigure
  let huge: MeasuredFigure
  let ratio: Double

  /// Of the largest working set that was chased in both, on a node's own memory.
  init(_ facts: RuleFacts, least: Double) throws(Silence) {
    var best: (small: MeasuredFigure, huge: MeasuredFigure)?
    for small in try facts.results("memory.latency", ["pages": "4k"]) {
      guard small["cpu_node"] == small["memory_node"], let size = small.number("working_set"),
        size > best?.small.number("working_set") ?? 0
      else { continue }
      var labels = small.key.labels
      labels["pages"] = "thp"
      if let huge = facts.measured.first("memory.latency", labels) { best = (small, huge) }
    }
    guard let best else {
      throw Silence(.notMeasured, "the Run has no working set that was chased in small and in huge pages")
    }
    (small, huge, ratio) = (best.small, best.huge, best.small.value / best.huge.value)
    let words = "\(small.text) with small pages against \(huge.text) with huge ones"
    try facts.need(ratio >= least, "a load takes \(words): less than \(FigureText.digits(least)) times")
  }

  var facts: [Trigger] { [Trigger(small), Trigger(huge)] }
  var sentence: String {
    "a load from a large working set takes \(FigureText.digits(ratio)) times as long with pages of 4 KiB"
  }
}
