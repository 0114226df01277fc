/// How many requests may wait where.
enum QueueRules {
  static let all = [deeper, shallower, contexts]

  private static let knee = "aio.knee_depth{p99_limit}"
  private static let limit = "sysctl/fs.aio-max-nr"
  private static let proof = "aio.iops and aio.latency{quantile=p99} at the knee and at four times its depth"
  private static let source = "Documentation/ABI/stable/sysfs-block (nr_requests)"

  static let deeper = Rule(
    "storage.queue-deeper", "room for the depth at which the disk is fastest", .storage, for: [.throughput],
    reads: [knee, "queue/nr_requests", "queue/scheduler"], knobs: ["sysfs/block/*/queue/nr_requests"],
    risk: "a deep queue raises the latency of those who wait", proof: proof, source: source
  ) { (facts) throws(Silence) in
    let disk = try MeasuredDisk(facts)
    let depth = try facts.result("aio.knee_depth")
    let wanted = MeasuredDisk.powerOfTwo(atLeast: 2 * depth.value)
    return try disk.each { (name) throws(Silence) in
      let key = MeasuredDisk.key(name, "nr_requests")
      let word = try facts.word(MeasuredDisk.key(name, "scheduler"))
      let present = try facts.integer(key)
      try facts.need(present < wanted, "the knee is at depth \(depth.text); \(key) is \(present)")
      try facts.need(
        word != "none", "without a scheduler the disk's own queue of \(present) is the bound, and cannot grow"
      )
      return Proposal.set(
        key, wanted, [Trigger(depth), facts.setting(key)],
        "the disk is fastest at depth \(depth.text); twice that, as a power of two, leaves room for a second program"
      )
    }
  }

  static let shallower = Rule(
    "storage.queue-shallower", "no more requests in the queue than the disk serves in time", .storage,
    for: [.latency], reads: [knee, "aio.latency{rw=randread,phase=total,quantile=p99}", "queue/nr_requests"],
    knobs: ["sysfs/block/*/queue/nr_requests"], risk: "programs that submit more wait at submission",
    proof: proof, source: source
  ) { (facts) throws(Silence) in
    let disk = try MeasuredDisk(facts)
    let depth = try facts.result("aio.knee_depth")
    let wanted = max(8, MeasuredDisk.powerOfTwo(atLeast: depth.value))
    let tails = try facts.results(
      "aio.latency", ["rw": "randread", "phase": "total", "direction": "read", "quantile": "p99"])
    let single = try facts.readTime("p99")
    let deep = tails.filter { Double($0.number("depth") ?? 0) > depth.value }
    guard let worst = deep.max(by: { $0.value < $1.value }) else {
      throw Silence(.notMeasured, "the Run has no depth beyond the knee at \(depth.text)")
    }
    try facts.need(
      worst.value >= 3 * single.value, "beyond the knee a read takes \(worst.text), alone \(single.text)")
    return try disk.each { (name) throws(Silence) in
      let key = MeasuredDisk.key(name, "nr_requests")
      let present = try facts.integer(key)
      try facts.need(present >= 4 * wanted, "the knee is at depth \(depth.text); \(key) is \(present)")
      return Proposal.set(
        key, wanted, [Trigger(depth), Trigger(worst), Trigger(single), facts.setting(key)],
        "beyond depth \(depth.text) the disk does no more within its limit, but reads take \(worst.text) instead of"
          + " \(single.text); the next power of two keeps the rest out of the queue")
    }
  }

  static let contexts = Rule(
    "storage.aio-max-nr", "room for the native asynchronous I/O of all guests", .storage,
    for: LayoutGoal.allCases, reads: ["guests", knee, limit], knobs: [limit],
    risk: "none by itself: the rings that programs ask for are kernel memory",
    proof: "start the guests with aio=native: io_setup fails with EAGAIN where it is too little",
    source: "Documentation/admin-guide/sysctl/fs.rst (aio-nr and aio-max-nr); QEMU block/linux-aio.c"
  ) { (facts) throws(Silence) in
    try facts.needGuests()
    let present = try facts.integer(limit)
    let depth = facts.measured.first("aio.knee_depth")
    let each = max(qemuEvents, Int(depth?.value.rounded(.up) ?? 0))
    let need = facts.placement.guests * each
    try facts.need(
      2 * need > present, "\(facts.placement.guests) guests need \(need) requests; \(limit) is \(present)")
    let wanted = min(16_777_216, MeasuredDisk.powerOfTwo(atLeast: Double(2 * need)))
    return Proposal.set(
      limit, wanted,
      [facts.guestFact] + (depth.map { [Trigger($0)] } ?? []) + [facts.setting(limit)],
      "QEMU asks for \(qemuEvents) requests for each thread that does I/O with aio=native; one such thread for each of"
        + " \(facts.placement.guests) guests takes \(need), and half is left for others")
  }

  /// `MAX_EVENTS` of QEMU's block/linux-aio.c.
  private static let qemuEvents = 1_024
}
