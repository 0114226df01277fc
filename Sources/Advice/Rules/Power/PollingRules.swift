/// Spinning before sleeping: worth as much as the sleep costs.
enum PollingRules {
  static let all = [longer, shorter, guest]

  private static let key = "sysfs/module/kvm/parameters/halt_poll_ns"
  private static let idleGovernor = "sysfs/devices/system/cpu/cpuidle/current_governor"
  private static let wakeup = "scheduler.wakeup_latency{source=timer,load=0,dma_latency=default,quantile=p99}"
  private static let polling = "Documentation/virt/kvm/halt-polling.rst"

  static let longer = Rule(
    "virtualization.halt-poll-longer", "polls for a halted virtual CPU as long as its sleep would cost",
    .virtualization, for: [.latency], reads: [wakeup, key], knobs: [key],
    risk: "polling takes idle CPU time, up to a whole CPU when wake-ups are frequent",
    proof: "the guest's own tail latency with --workload; scheduler.wakeup_latency inside of the guest",
    source: polling
  ) { (facts) throws(Silence) in
    let (wait, wanted, present) = try sleep(facts)
    try facts.need(
      wanted > present, "a sleep costs \(wait.text), and KVM polls for up to \(present) ns already")
    return Proposal.set(
      key, wanted, [Trigger(wait), facts.setting(key)],
      "a sleep costs \(wait.text) until the thread runs again; polling for twice as long, in steps of 10 us, costs at"
        + " most what it can save and is bounded by the kernel's own growing and shrinking")
  }

  static let shorter = Rule(
    "virtualization.halt-poll-shorter", "polls no longer than the sleep that it saves", .virtualization,
    for: [.throughput, .density], reads: [wakeup, key], knobs: [key],
    risk: "guests that wait for each other answer later",
    proof: "the guests' own work with --workload on busy CPUs", source: polling
  ) { (facts) throws(Silence) in
    let (wait, wanted, present) = try sleep(facts)
    try facts.need(
      wanted * 2 <= present, "a sleep costs \(wait.text), and KVM polls for at most \(present) ns")
    return Proposal.set(
      key, wanted, [Trigger(wait), facts.setting(key)],
      "a sleep costs \(wait.text); polling for up to \(present) ns spends more than it can save")
  }

  static let guest = Rule(
    "virtualization.guest-haltpoll", "a guest's idle CPU spins for a while before it halts", .virtualization,
    for: [.latency], reads: [wakeup, "host.hypervisor", idleGovernor], knobs: [idleGovernor],
    risk: "takes the host's CPU time while it spins",
    proof: "scheduler.wakeup_latency{load=0} p50 and p99 in the guest",
    source: "Documentation/virt/guest-halt-polling.rst"
  ) { (facts) throws(Silence) in
    let hypervisor = try facts.fact("hypervisor")
    if hypervisor != "kvm" { throw Silence(.notHere, "this is no KVM guest (hypervisor: \(hypervisor))") }
    let present = try facts.text(idleGovernor)
    try facts.need(present != "haltpoll", "\(idleGovernor) is haltpoll")
    let offers = "sysfs/devices/system/cpu/cpuidle/available_governors"
    if !(facts.settings[offers] ?? "").split(separator: " ").contains("haltpoll") {
      throw Silence(.notHere, "\(offers) does not offer haltpoll, or is not known")
    }
    let wait = try cost(facts)
    try facts.need(wait.value >= 50e-6, "an idle CPU wakes up in \(wait.text)")
    return Proposal.set(
      idleGovernor, "haltpoll", [Trigger(wait), facts.setting(idleGovernor)],
      "an idle CPU wakes up in \(wait.text): leaving the guest and coming back is most of it")
  }

  /// What a sleep costs, and how long polling is worth it.
  ///
  /// Polling for as long as a sleep costs never costs more than twice the best choice (Karlin, Li, Manasse, Owicki,
  /// "Empirical studies of competitive spinning for a shared-memory multiprocessor", SOSP 1991).
  private static func sleep(
    _ facts: RuleFacts
  ) throws(Silence) -> (wait: MeasuredFigure, wanted: Int, present: Int) {
    let present = try facts.integer(key)
    let wait = try cost(facts)
    let factor = facts.goal == .latency ? 2.0 : 1
    let wanted = Int((wait.value * factor * 1e5).rounded(.up)) * 10_000
    return (wait, min(500_000, max(10_000, wanted)), present)
  }

  private static func cost(_ facts: RuleFacts) throws(Silence) -> MeasuredFigure {
    try facts.result(
      "scheduler.wakeup_latency",
      ["source": "timer", "load": "0", "policy": "other", "dma_latency": "default", "quantile": "p99"])
  }
}
