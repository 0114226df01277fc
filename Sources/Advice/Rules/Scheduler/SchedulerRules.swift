/// How long threads run, where they stay, and where the kernel lets others in.
enum SchedulerRules {
  static let all = [migrationCost, shortSlice, longSlice, preemption]

  private static let cost = "debugfs/sched/migration_cost_ns"
  private static let slice = "debugfs/sched/base_slice_ns"
  private static let model = "debugfs/sched/preempt"
  private static let switching = "scheduler.switch{kind=futex,pairing=same_cpu}"
  /// Above this share of its slice a switch costs work, below it nobody notices.
  private static let switchShare = 0.005

  static let migrationCost = Rule(
    "scheduler.migration-cost", "counts a thread as cache-hot for as long as a move really costs here",
    .scheduler, for: [.latency, .throughput],
    reads: ["scheduler.migration_cost{level=L2,pairing=same_node|other_node}", cost], knobs: [cost],
    risk: "too long leaves CPUs idle beside queues; too short moves threads away from their caches",
    proof: "scheduler.request_latency{quantile=p99} and scheduler.requests",
    source: "kernel/sched/fair.c (task_hot, sysctl_sched_migration_cost)"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(cost)
    let moves = try facts.results("scheduler.migration_cost", ["level": "L2"]).filter {
      ["same_node", "other_node"].contains($0["pairing"])
    }
    guard let dearest = moves.max(by: { $0.value < $1.value }) else {
      throw Silence(.notMeasured, "the Run has no move between caches (scheduler.migration_cost)")
    }
    let measured = Int((dearest.value * 1e5).rounded(.up)) * 10_000
    let why = "a thread with a full L2 takes \(dearest.text) to warm up in another cache"
    if facts.goal == .throughput, Double(measured) > 1.5 * Double(present) {
      return Proposal.set(
        cost, measured, [Trigger(dearest), facts.setting(cost)],
        "\(why); it is moved after \(present) ns already")
    }
    let least = max(50_000, measured)
    try facts.need(
      facts.goal == .latency && least * 4 <= present,
      "\(why); \(present) ns is of that size, or moving less serves another goal")
    return Proposal.set(
      cost, least, [Trigger(dearest), facts.setting(cost)],
      "\(why), yet it waits \(present) ns beside an idle CPU before it may move there")
  }

  static let shortSlice = Rule(
    "scheduler.slice-short", "shorter time slices where threads wait for whole ones", .scheduler,
    for: [.latency],
    reads: ["scheduler.wakeup_latency{source=message,load=90,quantile=p99}", switching, slice],
    knobs: [slice], risk: "more switches: throughput of busy CPUs falls a little",
    proof: "scheduler.wakeup_latency{source=message} and scheduler.request_latency, p99, at load 90",
    source: "Documentation/scheduler/sched-eevdf.rst"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(slice)
    let wait = try facts.result(
      "scheduler.wakeup_latency", ["source": "message", "load": "90", "quantile": "p99"])
    try facts.need(
      wait.value >= Double(present) * 1e-9,
      "a woken thread waits \(wait.text), less than a slice of \(present) ns")
    let change = try switchCost(facts)
    // At most one fiftieth of a slice for the switch.
    let wanted = max(100_000, max(present / 2, Int(change.value * 50e9)) / 10_000 * 10_000)
    try facts.need(
      Double(wanted) <= 0.75 * Double(present),
      "a switch takes \(change.text): shorter slices would cost too much")
    return Proposal.set(
      slice, wanted, [Trigger(wait), Trigger(change), facts.setting(slice)],
      "a woken thread waits \(wait.text), a slice or more of those before it; half of it halves the wait, and a"
        + " switch of \(change.text) stays below 2 % of it")
  }

  static let longSlice = Rule(
    "scheduler.slice-long", "longer time slices where switching costs work", .scheduler, for: [.throughput],
    reads: [switching, slice], knobs: [slice], risk: "those who wait, wait longer",
    proof: "scheduler.requests{load=closed} and the host's own work with --workload",
    source: "Documentation/scheduler/sched-eevdf.rst"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(slice)
    try facts.need(present > 0, "\(slice) is 0")
    let change = try switchCost(facts)
    let share = change.value / (Double(present) * 1e-9)
    try facts.need(share >= switchShare, "a switch takes \(FigureText.percent(share)) of a slice")
    let wanted = min(20_000_000, Int((change.value / switchShare * 1e4).rounded(.up)) * 100_000)
    return Proposal.set(
      slice, wanted, [Trigger(change), facts.setting(slice)],
      "a switch takes \(FigureText.percent(share)) of a slice; with \(wanted) ns"
        + " \(FigureText.percent(change.value / Double(wanted) * 1e9))")
  }

  static let preemption = Rule(
    "scheduler.preempt-full", "lets a waiting real-time thread in wherever the kernel can", .scheduler,
    for: [.latency], reads: ["scheduler.wakeup_latency{policy=fifo,load=1,quantile=p99}", model],
    knobs: [model], risk: "throughput of system calls falls a little",
    proof: "scheduler.wakeup_latency{policy=fifo,load=1} p99 and max, beside scheduler.switch",
    source: "Documentation/admin-guide/kernel-parameters.txt (preempt=)"
  ) { (facts) throws(Silence) in
    let word = try facts.word(model)
    try facts.need(word == "none" || word == "voluntary", "\(model) is \(word)")
    let wait = try facts.result(
      "scheduler.wakeup_latency", ["policy": "fifo", "load": "1", "quantile": "p99"])
    try facts.need(wait.value >= 100e-6, "a real-time thread is let in within \(wait.text) under load")
    return Proposal.set(
      model, "full", [Trigger(wait), facts.setting(model)],
      "no other thread can hold up a real-time thread for \(wait.text); the kernel between its preemption points can"
    )
  }

  private static func switchCost(_ facts: RuleFacts) throws(Silence) -> MeasuredFigure {
    try facts.result("scheduler.switch", ["kind": "futex", "pairing": "same_cpu"])
  }
}
