/// Frequency and idle states.
enum PowerRules {
  static let all = [resume, idleStates, governor, preference]

  private static let resumeKey = "sysfs/devices/system/cpu/cpu*/power/pm_qos_resume_latency_us"
  private static let firstResume = "sysfs/devices/system/cpu/cpu0/power/pm_qos_resume_latency_us"
  private static let states = "sysfs/devices/system/cpu/cpu0/cpuidle/state*/latency"
  private static let governors = "sysfs/devices/system/cpu/cpufreq/policy*/scaling_governor"
  private static let preferences = "sysfs/devices/system/cpu/cpufreq/policy*/energy_performance_preference"
  private static let wakeups = "scheduler.wakeup_latency{source=timer,load=0,dma_latency=default|held}"
  private static let requests = "scheduler.request_latency{load=50|closed,quantile=p50}"
  private static let powerSource = "Documentation/admin-guide/pm/cpuidle.rst"

  static let resume = Rule(
    "power.resume-latency", "idle CPUs sleep only as deeply as they wake up in time", .power, for: [.latency],
    reads: [wakeups, states, firstResume], knobs: [resumeKey],
    risk: "takes more power, and leaves neighbours less turbo",
    proof: "scheduler.wakeup_latency{load=0,dma_latency=default} p99", source: powerSource
  ) { (facts) throws(Silence) in
    let sleep = try SleepCost(facts)
    guard let bound = sleep.deepestAllowed else {
      throw Silence(.notNeeded, "every idle state of this host takes longer than what is to be saved")
    }
    let present = try facts.text(firstResume)
    if let limit = Double(present), limit > 0 {
      try facts.need(limit > bound, "\(firstResume) is \(present) us already")
    } else {
      try facts.need(present == "0", "\(firstResume) is \(present): CPUs do not sleep at all")
    }
    return Proposal.set(
      resumeKey, FigureText.digits(bound), sleep.facts + [facts.setting(firstResume)],
      "\(sleep.sentence); states that take up to \(FigureText.digits(bound)) us stay allowed")
  }

  static let idleStates = Rule(
    "power.idle-states", "turns off the idle states that wake up too late, where there is no limit to set",
    .power, for: [.latency], reads: [wakeups, states],
    knobs: ["sysfs/devices/system/cpu/cpu*/cpuidle/state*/disable"],
    risk: "takes more power, and leaves neighbours less turbo",
    proof: "scheduler.wakeup_latency{load=0,dma_latency=default} p99", source: powerSource
  ) { (facts) throws(Silence) in
    try facts.need(facts.settings[firstResume] == nil, "power.resume-latency does it by one limit")
    let sleep = try SleepCost(facts)
    var proposals: [Proposal] = []
    for state in sleep.tooDeep {
      proposals += Proposal.set(
        "sysfs/devices/system/cpu/cpu*/cpuidle/\(state.name)/disable", 1, sleep.facts,
        "\(sleep.sentence); \(state.name) takes \(FigureText.digits(state.microseconds)) us to wake up from")
    }
    try facts.need(!proposals.isEmpty, "no idle state takes that long to wake up from")
    return proposals
  }

  static let governor = Rule(
    "power.governor", "CPUs that are idle between requests keep their frequency", .power,
    for: [.latency, .throughput], reads: [requests, governors, "host.cpufreq_driver"], knobs: [governors],
    risk: "takes more power", proof: "scheduler.request_latency{load=50} p50 and p99",
    source: "Documentation/admin-guide/pm/cpufreq.rst"
  ) { (facts) throws(Silence) in
    let drivers = try facts.fact("cpufreq_driver")
    try facts.need(!isOwnControl(drivers, facts), "\(drivers) follows energy_performance_preference instead")
    let slow = try SlowWhenIdle(facts)
    return Proposal.set(
      governors, "performance", slow.facts + [facts.host("cpufreq_governor")], slow.sentence)
  }

  static let preference = Rule(
    "power.energy-preference", "tells the processor's own frequency control what counts", .power,
    for: [.latency, .throughput], reads: [requests, preferences, "host.cpufreq_driver"],
    knobs: [preferences], risk: "takes more power",
    proof: "scheduler.request_latency{load=50} p50 and p99",
    source: "Documentation/admin-guide/pm/intel_pstate.rst, Documentation/admin-guide/pm/amd-pstate.rst"
  ) { (facts) throws(Silence) in
    let drivers = try facts.fact("cpufreq_driver")
    if !isOwnControl(drivers, facts) {
      throw Silence(.notHere, "\(drivers) with this governor takes no energy_performance_preference")
    }
    let slow = try SlowWhenIdle(facts)
    let wanted = facts.goal == .latency ? "performance" : "balance_performance"
    let present = Set(facts.matching(preferences).map(\.text))
    try facts.need(
      facts.goal == .latency || present.isSubset(of: ["power", "balance_power"]),
      "\(preferences) is \(present.sorted().joined(separator: " and "))")
    return Proposal.set(preferences, wanted, slow.facts + [facts.host("cpufreq_driver")], slow.sentence)
  }

  /// Whether the processor chooses its frequency by a preference: in the active modes under the governor powersave;
  /// under performance it takes no other.
  private static func isOwnControl(_ drivers: String, _ facts: RuleFacts) -> Bool {
    ["intel_pstate", "amd-pstate-epp"].contains(drivers) && facts.noted["cpufreq_governor"] == "powersave"
  }
}

/// Requests that take longer on half idle CPUs than on busy ones: the frequency does not follow.
private struct SlowWhenIdle {
  let half: MeasuredFigure
  let busy: MeasuredFigure
  private static let least = 1.1

  init(_ facts: RuleFacts) throws(Silence) {
    let labels = ["pinning": "none", "quantile": "p50"]
    half = try facts.result("scheduler.request_latency", labels.merging(["load": "50"]) { $1 })
    busy = try facts.result("scheduler.request_latency", labels.merging(["load": "closed"]) { $1 })
    try facts.need(
      half.value >= Self.least * busy.value,
      "a request takes \(half.text) on half idle CPUs and \(busy.text) on busy ones: they are not slowed down"
    )
  }

  var facts: [Trigger] { [Trigger(half), Trigger(busy)] }
  var sentence: String {
    "a request takes \(half.text) on CPUs that are half idle, but \(busy.text) on busy ones, where it also queues"
  }
}

/// What waking up costs while nothing holds the idle states off.
private struct SleepCost {
  struct State {
    var name: String
    var microseconds: Double
  }

  private let free: MeasuredFigure
  private let held: MeasuredFigure
  private let states: [State]
  private static let least = 1.3

  init(_ facts: RuleFacts) throws(Silence) {
    let labels = ["source": "timer", "load": "0", "policy": "other", "quantile": "p99"]
    free = try facts.result("scheduler.wakeup_latency", labels.merging(["dma_latency": "default"]) { $1 })
    held = try facts.result("scheduler.wakeup_latency", labels.merging(["dma_latency": "held"]) { $1 })
    try facts.need(
      free.value >= Self.least * held.value,
      "an idle CPU wakes up in \(free.text), and in \(held.text) where it may not sleep: no state is to blame"
    )
    states = facts.matching("sysfs/devices/system/cpu/cpu0/cpuidle/state*/latency").compactMap { key, text in
      let parts = key.split(separator: "/")
      guard parts.count > 1, let microseconds = Double(text) else { return nil }
      return State(name: String(parts[parts.count - 2]), microseconds: microseconds)
    }
    if states.isEmpty { throw Silence(.notHere, "the host lists no idle states") }
  }

  /// Half of what holding the states off saves: a state that takes longer is to blame for some of it.
  private var tolerated: Double { (free.value - held.value) * 1e6 / 2 }
  /// Microseconds of the deepest state that stays allowed; nil where only spinning would do.
  var deepestAllowed: Double? {
    guard !tooDeep.isEmpty else { return nil }
    return states.map(\.microseconds).filter { $0 <= tolerated && $0 > 0 }.max()
  }
  var tooDeep: [State] { states.filter { $0.microseconds > tolerated } }
  var facts: [Trigger] { [Trigger(free), Trigger(held)] }
  var sentence: String {
    "an idle CPU wakes up in \(free.text), but in \(held.text) where it may not sleep deeply"
  }
}
