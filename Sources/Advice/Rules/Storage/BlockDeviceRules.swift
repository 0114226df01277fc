internal import Experiment

/// What the block layer does with each request.
enum BlockDeviceRules {
  static let all = [noScheduler, deadline, readAhead, throttling, randomness]

  private static let iops = "aio.iops{rw=randread,block=4k}"
  private static let readTime = "aio.latency{rw=randread,depth=1,phase=total}"
  /// What no turning disk does.
  private static let fast = 20_000.0
  /// What any disk without moving parts does.
  private static let slow = 2_000.0

  static let noScheduler = Rule(
    "storage.scheduler-none", "no second scheduler over disks that are fast without one", .storage,
    for: [.latency, .throughput], reads: [iops, "aio.cpu_per_op{mode=total}", "queue/scheduler"],
    knobs: ["sysfs/block/*/queue/scheduler"],
    risk: "no fairness between guests that share the disk",
    proof: "aio.cpu_per_op{mode=total}, aio.iops and aio.latency{quantile=p99} at the same depth",
    source: "Documentation/block/switching-sched.rst, Documentation/block/blk-mq.rst"
  ) { (facts) throws(Silence) in
    let disk = try MeasuredDisk(facts)
    try facts.need(
      disk.best.value >= fast, "the disk does \(disk.best.text): a scheduler costs nothing there that matters"
    )
    var labels = disk.best.key.labels
    labels["mode"] = "total"
    let cost = facts.measured.first("aio.cpu_per_op", labels)
    return try disk.each { (name) throws(Silence) in
      let key = MeasuredDisk.key(name, "scheduler")
      let word = try facts.word(key)
      try facts.need(word != "none", "\(key) is none")
      let share = cost.map { ", each for \($0.text) of CPU time" } ?? ""
      return Proposal.set(
        key, "none", [Trigger(disk.best)] + (cost.map { [Trigger($0)] } ?? []) + [facts.setting(key)],
        "the disk does \(disk.best.text)\(share); \(word) takes a lock and sorts what guests have sorted")
    }
  }

  static let deadline = Rule(
    "storage.scheduler-deadline", "orders the requests of a disk that turns", .storage,
    for: LayoutGoal.allCases,
    reads: [iops, "host.storage.rotational", "host.storage.driver", "queue/scheduler"],
    knobs: ["sysfs/block/*/queue/scheduler"], risk: "a little CPU time a request",
    proof: "aio.iops and aio.latency{quantile=p99} with several jobs",
    source: "Documentation/block/deadline-iosched.rst"
  ) { (facts) throws(Silence) in
    let disk = try MeasuredDisk(facts)
    let driver = try facts.fact("storage.driver")
    let turns = try facts.fact("storage.rotational")
    try facts.need(
      turns == "yes" && driver == "sd" && disk.best.value < slow,
      "the disk (\(driver)) does \(disk.best.text): it has no head to move")
    return try disk.each { (name) throws(Silence) in
      let key = MeasuredDisk.key(name, "scheduler")
      let word = try facts.word(key)
      try facts.need(word == "none", "\(key) is \(word)")
      return Proposal.set(
        key, "mq-deadline", [Trigger(disk.best), facts.host("storage.rotational"), facts.setting(key)],
        "the disk turns and does \(disk.best.text); ordering by place and by age is what a head needs")
    }
  }

  static let readAhead = Rule(
    "storage.read-ahead", "reads ahead as far as the disk is fast", .storage, for: [.throughput, .density],
    reads: ["aio.bandwidth{rw=read}", readTime, "queue/read_ahead_kb"],
    knobs: ["sysfs/block/*/queue/read_ahead_kb"],
    risk: "more wastes memory and bandwidth at random reads through the page cache",
    proof: "a sequential buffered read with --workload, beside aio.bandwidth{rw=read}",
    source: "Documentation/ABI/stable/sysfs-block (read_ahead_kb)"
  ) { (facts) throws(Silence) in
    let disk = try MeasuredDisk(facts)
    guard let rate = try facts.results("aio.bandwidth", ["rw": "read"]).max(by: { $0.value < $1.value })
    else {
      throw Silence(.notMeasured, "the Run has no sequential reads")
    }
    let time = try facts.readTime("p50")
    // Little's law: what is under way, and as much that is being used meanwhile.
    let needed = rate.value * time.value * 2 / 1024
    let wanted = min(16_384, max(128, MeasuredDisk.powerOfTwo(atLeast: needed)))
    return try disk.each { (name) throws(Silence) in
      let key = MeasuredDisk.key(name, "read_ahead_kb")
      let present = try facts.integer(key)
      let isToChange = facts.goal == .throughput ? wanted > present : wanted * 4 <= present
      try facts.need(
        isToChange, "\(rate.text) at \(time.text) a read need \(wanted) KiB; \(key) is \(present)")
      return Proposal.set(
        key, wanted, [Trigger(rate), Trigger(time), facts.setting(key)],
        "\(rate.text) × \(time.text) are under way at full rate; twice that, as a power of two, is \(wanted) KiB"
      )
    }
  }

  static let throttling = Rule(
    "storage.write-back-throttling", "throttles write-back for the latency that this disk really has",
    .storage,
    for: [.latency, .density], reads: ["\(readTime),quantile=p99", "queue/wbt_lat_usec"],
    knobs: ["sysfs/block/*/queue/wbt_lat_usec"], risk: "write-back takes longer while reads go on",
    proof: "aio.latency{rw=randread,quantile=p99} while a file is written through the page cache",
    source: "Documentation/ABI/stable/sysfs-block (wbt_lat_usec)"
  ) { (facts) throws(Silence) in
    let disk = try MeasuredDisk(facts)
    let tail = try facts.readTime("p99")
    let wanted = max(2_000, Int((tail.value * 2e3).rounded(.up)) * 1_000)
    return try disk.each { (name) throws(Silence) in
      let key = MeasuredDisk.key(name, "wbt_lat_usec")
      let present = try facts.integer(key)
      try facts.need(present > 0, "\(key) is 0: it is off, or the scheduler does it")
      try facts.need(wanted * 4 <= present, "reads take \(tail.text); \(key) is \(present) us")
      return Proposal.set(
        key, wanted, [Trigger(tail), facts.setting(key)],
        "one read in a hundred takes \(tail.text), but write-back is held only when reads take \(present) us")
    }
  }

  static let randomness = Rule(
    "storage.add-random", "fast disks do not feed the random number generator", .storage,
    for: [.latency, .throughput], reads: [iops, "queue/add_random"],
    knobs: ["sysfs/block/*/queue/add_random"], risk: "none is known: other sources suffice",
    proof: "aio.cpu_per_op{mode=total}", source: "Documentation/ABI/stable/sysfs-block (add_random)"
  ) { (facts) throws(Silence) in
    let disk = try MeasuredDisk(facts)
    try facts.need(
      disk.best.value >= slow, "the disk does \(disk.best.text): its timing is random, and cheap")
    return try disk.each { (name) throws(Silence) in
      let key = MeasuredDisk.key(name, "add_random")
      let present = try facts.integer(key)
      try facts.need(present != 0, "\(key) is 0")
      return Proposal.set(
        key, 0, [Trigger(disk.best), facts.setting(key)],
        "the pool is stirred at every request, \(disk.best.text) here; a disk without a head adds little to it"
      )
    }
  }
}
