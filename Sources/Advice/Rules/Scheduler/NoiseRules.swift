internal import Host
internal import Platform

/// What interrupts threads that only compute.
enum NoiseRules {
  static let all = [statistics, watchdog, timers, skew]

  private static let interval = "sysctl/vm.stat_interval"
  private static let nmi = "sysctl/kernel.nmi_watchdog"
  private static let migration = "sysctl/kernel.timer_migration"
  private static let tick = "scheduler.noise_interrupts{source=LOC,cpu=all}"

  static let statistics = Rule(
    "noise.stat-interval", "folds the memory counters of the CPUs less often", .noise, for: [.latency],
    reads: ["scheduler.noise_share{cpu=all}", "scheduler.noise_switches", interval], knobs: [interval],
    risk: "/proc/vmstat lags behind", proof: "scheduler.noise_switches and scheduler.noise_share",
    source: "Documentation/admin-guide/sysctl/vm.rst (stat_interval)"
  ) { (facts) throws(Silence) in
    let noise = try OwnNoise(facts)
    let present = try facts.integer(interval)
    let rates = try facts.results("scheduler.noise_switches")
    guard let quietest = rates.min(by: { $0.value < $1.value }) else {
      throw Silence(.notMeasured, "the Run has no scheduler.noise_switches")
    }
    // One in a hundred of the wake-ups that the quietest CPU has.
    let wanted = quietest.value > 0 ? min(120, max(10, Int((100 / quietest.value).rounded(.up)))) : 120
    try facts.need(
      wanted > present, "\(interval) is \(present) s, of \(quietest.text) switches no part to speak of")
    return Proposal.set(
      interval, wanted, noise.facts + [Trigger(quietest), facts.setting(interval)],
      "\(noise.sentence); folding wakes each CPU every \(present) s, every \(wanted) s it is at most one in a"
        + " hundred of the \(quietest.text) switches of the quietest")
  }

  static let watchdog = Rule(
    "noise.nmi-watchdog", "no watchdog interrupts on the guests' CPUs", .noise, for: [.latency],
    reads: ["scheduler.noise_interrupts{source=NMI}", nmi], knobs: [nmi],
    risk: "a hard lockup is not noticed",
    proof: "scheduler.noise_interrupts{source=NMI} and scheduler.noise_share",
    source: "Documentation/admin-guide/sysctl/kernel.rst (nmi_watchdog)"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(nmi)
    try facts.need(present != 0, "\(nmi) is 0")
    let rate = try facts.result("scheduler.noise_interrupts", ["source": "NMI"])
    try facts.need(rate.value > 0, "no non-maskable interrupt was seen")
    return Proposal.set(
      nmi, 0, [Trigger(rate), facts.setting(nmi)],
      "the watchdog's counter interrupts every CPU, \(rate.text) of such interrupts were seen, and it takes a"
        + " hardware counter")
  }

  static let timers = Rule(
    "noise.timer-migration", "timers of idle CPUs stay where they are", .noise, for: [.latency],
    reads: [tick, "host.config_hz", migration], knobs: [migration],
    risk: "idle CPUs wake up more often, which takes power",
    proof: "scheduler.noise_interrupts{source=LOC} and scheduler.wakeup_latency",
    source: "kernel/time/timer_migration.c, kernel/time/timer.c"
  ) { (facts) throws(Silence) in
    let present = try facts.integer(migration)
    try facts.need(present != 0, "\(migration) is 0")
    let rate = try facts.result("scheduler.noise_interrupts", ["source": "LOC", "cpu": "all"])
    guard let hertz = Double(try facts.fact("config_hz")) else {
      throw Silence(.notHere, "the host does not tell how often its kernel ticks")
    }
    try facts.need(
      rate.value > 1.5 * hertz,
      "a busy CPU takes \(rate.text) timer interrupts at \(FigureText.digits(hertz)) ticks a second")
    return Proposal.set(
      migration, 0, [Trigger(rate), facts.host("config_hz"), facts.setting(migration)],
      "a busy CPU takes \(rate.text) timer interrupts, but only \(FigureText.digits(hertz)) ticks a second are its own: it may"
        + " run those of others")
  }

  static let skew = Rule(
    "noise.skew-tick", "the CPUs tick at different moments", .noise, for: [.latency],
    reads: [tick, "topology.cpus", "host.command_line"], knobs: ["boot/skew_tick"], risk: "takes more power",
    proof: "scheduler.noise{quantile=max} before and after a boot",
    source: "Documentation/admin-guide/kernel-parameters.txt (skew_tick=)"
  ) { (facts) throws(Silence) in
    let cpus = facts.topology.cpus.count
    try facts.need(cpus >= 16, "\(cpus) CPUs hardly meet at the same locks")
    let rate = try facts.result("scheduler.noise_interrupts", ["source": "LOC", "cpu": "all"])
    try facts.need(rate.value >= 50, "busy CPUs tick only \(rate.text)")
    return [
      Proposal(
        action: .boot(parameter: "skew_tick", value: "1"),
        facts: [Trigger(rate), Trigger("topology.cpus", "\(cpus)")],
        derivation: "\(cpus) CPUs tick \(rate.text) at the same moment, and meet at the same locks")
    ]
  }
}
