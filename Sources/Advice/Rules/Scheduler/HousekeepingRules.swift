internal import Platform

/// What runs on the CPUs that are set apart for guests although it could run elsewhere.
enum HousekeepingRules {
  static let all = [watchdogs, interrupts, kernelWork, writeBack, tickless, callbacks, slices]

  private static let mask = "sysctl/kernel.watchdog_cpumask"
  private static let affinity = "irq/default_smp_affinity"
  private static let workqueue = "sysfs/devices/virtual/workqueue/cpumask"
  private static let flusher = "sysfs/bus/workqueue/devices/writeback/cpumask"
  private static let switches = "scheduler.noise_switches"
  private static let softirqs = "scheduler.noise_softirqs{kind=RCU}"

  static let watchdogs = Rule(
    "housekeeping.watchdogs", "the lockup detectors run where no guest is", .noise, for: [.latency],
    reads: ["layout", switches, mask], knobs: [mask], risk: "a guest's CPU that is stuck is not noticed",
    proof: "scheduler.noise_switches and scheduler.noise_share on the guests' CPUs",
    source: "Documentation/admin-guide/sysctl/kernel.rst (watchdog_cpumask)"
  ) { (facts) throws(Silence) in
    let home = try Home(facts)
    let rate = try busiest(facts)
    return Proposal.set(
      mask, facts.placement.housekeeping, [Trigger(rate), home.fact, facts.setting(mask)],
      "\(home.sentence); the detector wakes a thread on each CPU of its mask")
  }

  static let interrupts = Rule(
    "housekeeping.interrupts", "interrupts of devices go where no guest is", .noise, for: [.latency],
    reads: ["layout", "scheduler.noise_interrupts{cpu=all}", affinity],
    knobs: [affinity, "boot/irqaffinity"],
    risk: "too few CPUs for fast devices cost throughput",
    proof: "scheduler.noise_interrupts and aio.latency{quantile=p99}",
    source: "Documentation/core-api/irq/irq-affinity.rst"
  ) { (facts) throws(Silence) in
    let home = try Home(facts)
    let all = try facts.results("scheduler.noise_interrupts", ["cpu": "all"])
    let devices = all.filter { !processorSources.contains($0["source"] ?? "") }
    guard let busiest = devices.max(by: { $0.value < $1.value }) else {
      throw Silence(.notNeeded, "no device interrupted a thread that computes")
    }
    let sum = devices.reduce(0) { $0 + $1.value }
    try facts.need(sum >= 10, "devices interrupt a thread that computes \(FigureText.text(sum, "op/s"))")
    let why =
      "\(home.sentence); devices interrupt them \(FigureText.text(sum, "op/s")) each, most of all \(busiest["source"] ?? "?")"
    return Proposal.set(
      affinity, maskText(facts.placement.housekeeping), [Trigger(busiest), home.fact],
      "\(why); this is for interrupts that are set up from now on")
      + [
        Proposal(
          action: .boot(parameter: "irqaffinity", value: facts.placement.housekeeping.description),
          facts: [Trigger(busiest), home.fact],
          derivation: "\(why); from the next boot for all that nobody places")
      ]
  }

  static let kernelWork = Rule(
    "housekeeping.kernel-work", "unbound kernel work runs where no guest is", .noise, for: [.latency],
    reads: ["layout", switches, workqueue], knobs: [workqueue],
    risk: "kernel work waits longer on few CPUs", proof: "scheduler.noise_switches on the guests' CPUs",
    source: "Documentation/core-api/workqueue.rst (cpumask)"
  ) { (facts) throws(Silence) in
    let home = try Home(facts)
    let rate = try busiest(facts)
    return Proposal.set(
      workqueue, maskText(facts.placement.housekeeping),
      [Trigger(rate), home.fact, facts.setting(workqueue)],
      "\(home.sentence); workers of the kernel are among the \(rate.text) switches there")
  }

  static let writeBack = Rule(
    "housekeeping.write-back", "dirty pages are written back where no guest is", .noise, for: [.latency],
    reads: ["layout", switches, flusher], knobs: [flusher],
    risk: "write-back waits longer on few CPUs", proof: "scheduler.noise_switches while a file is written",
    source: "Documentation/admin-guide/kernel-per-CPU-kthreads.rst"
  ) { (facts) throws(Silence) in
    let home = try Home(facts)
    let rate = try busiest(facts)
    return Proposal.set(
      flusher, maskText(facts.placement.housekeeping), [Trigger(rate), home.fact, facts.setting(flusher)],
      "\(home.sentence); flushers are among the \(rate.text) switches there while disks are written")
  }

  static let tickless = Rule(
    "housekeeping.tickless", "no tick while a virtual CPU is alone on its CPU", .noise, for: [.latency],
    reads: ["layout", "scheduler.noise_interrupts{source=LOC,cpu=all}", "host.config_no_hz_full"],
    knobs: ["boot/nohz_full"], risk: "entering the kernel becomes slower on these CPUs",
    proof: "scheduler.noise_interrupts{source=LOC} and scheduler.switch before and after a boot",
    source: "Documentation/timers/no_hz.rst"
  ) { (facts) throws(Silence) in
    let home = try Home(facts)
    let built = try facts.fact("config_no_hz_full")
    if built != "y" { throw Silence(.notHere, "the kernel was built without NO_HZ_FULL") }
    let rate = try facts.result("scheduler.noise_interrupts", ["source": "LOC", "cpu": "all"])
    try facts.need(rate.value >= 50, "a busy CPU ticks only \(rate.text)")
    return [
      Proposal(
        action: .boot(parameter: "nohz_full", value: facts.placement.exclusive.description),
        facts: [Trigger(rate), home.fact],
        derivation: "\(home.sentence), and each is interrupted \(rate.text) by its tick")
    ]
  }

  static let callbacks = Rule(
    "housekeeping.rcu-callbacks", "RCU callbacks run where no guest is", .noise, for: [.latency],
    reads: ["layout", softirqs, "host.config_rcu_nocb_cpu"], knobs: ["boot/rcu_nocbs"],
    risk: "more wake-ups of the threads that run them", proof: "\(softirqs) before and after a boot",
    source: "Documentation/admin-guide/kernel-per-CPU-kthreads.rst"
  ) { (facts) throws(Silence) in
    let home = try Home(facts)
    let built = try facts.fact("config_rcu_nocb_cpu")
    if built != "y" { throw Silence(.notHere, "the kernel was built without RCU_NOCB_CPU") }
    let rate = try facts.result("scheduler.noise_softirqs", ["kind": "RCU"])
    try facts.need(rate.value >= 10, "RCU callbacks run only \(rate.text) on a CPU")
    return [
      Proposal(
        action: .boot(parameter: "rcu_nocbs", value: facts.placement.exclusive.description),
        facts: [Trigger(rate), home.fact],
        derivation: "\(home.sentence), and RCU callbacks run there \(rate.text)")
    ]
  }

  static let slices = Rule(
    "housekeeping.slices", "services and sessions of the host run where no guest is", .cgroup,
    for: [.latency],
    reads: ["layout", switches, "systemd/system.slice/AllowedCPUs", "systemd/user.slice/AllowedCPUs"],
    knobs: ["systemd/*/AllowedCPUs"], risk: "services of the host have fewer CPUs at once",
    proof: "scheduler.noise_switches on the guests' CPUs", source: "man 5 systemd.resource-control"
  ) { (facts) throws(Silence) in
    let home = try Home(facts)
    let rate = try busiest(facts)
    var proposals: [Proposal] = []
    for slice in ["system.slice", "user.slice"] {
      let key = "systemd/\(slice)/AllowedCPUs"
      guard facts.settings[key] != nil else { continue }
      proposals += Proposal.set(
        key, facts.placement.housekeeping, [Trigger(rate), home.fact],
        "\(home.sentence); what runs in \(slice) is among the \(rate.text) switches there")
    }
    if proposals.isEmpty { throw Silence(.notHere, "systemd does not run here, or was not asked") }
    return proposals
  }

  // MARK: What they share

  /// The first columns of /proc/interrupts that the processor itself is behind.
  private static let processorSources: Set<String> = [
    "all", "LOC", "RES", "CAL", "TLB", "NMI", "PMI", "IWI", "RTR", "TRM", "THR", "DFR", "MCE", "MCP", "SPU",
    "ERR", "MIS", "PIN", "NPI", "PIW", "HYP", "HRE", "HVS",
  ]

  /// Switches of the CPU that has most, where they are worth a rule.
  private static func busiest(_ facts: RuleFacts) throws(Silence) -> MeasuredFigure {
    guard let most = try facts.results("scheduler.noise_switches").max(by: { $0.value < $1.value }) else {
      throw Silence(.notMeasured, "the Run has no scheduler.noise_switches")
    }
    try facts.need(most.value >= 10, "a thread that computes is switched away from only \(most.text)")
    return most
  }

  /// The form of a mask that the kernel prints: groups of 32 bits, highest first.
  static func maskText(_ cpus: CPUSet) -> String {
    let groups = cpus.words.reversed().flatMap { word in [word >> 32, word & UInt64(UInt32.max)] }
      .drop { $0 == 0 }
    guard let first = groups.first else { return "0" }
    let rest = groups.dropFirst().map { group in
      let digits = String(group, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
    return ([String(first, radix: 16)] + rest).joined(separator: ",")
  }

  /// CPUs that are set apart, and those that are left to the host.
  private struct Home {
    let fact: Trigger
    let sentence: String

    init(_ facts: RuleFacts) throws(Silence) {
      try facts.needExclusiveCPUs()
      try facts.need(!facts.placement.housekeeping.isEmpty, "the layout leaves the host no CPU")
      fact = Trigger("layout.guests", "CPUs \(facts.placement.exclusive)")
      sentence = "CPUs \(facts.placement.exclusive) are the guests' own"
    }
  }
}
