/// The clock behind gettimeofday.
enum ClockRules {
  static let all = [source]

  private static let key = "sysfs/devices/system/clocksource/clocksource0/current_clocksource"

  static let source = Rule(
    "power.clocksource", "reads the time without a system call", .power, for: LayoutGoal.allCases,
    reads: ["host.clocksource", "host.clocksources", "host.cpu_flags"], knobs: [key],
    risk:
      "an unstable counter makes time jump; the kernel chose another clock for a reason: look into its log first",
    proof: "scheduler.request_latency{quantile=p50} and the host's own work with --workload",
    source: "Documentation/timers/timekeeping.rst, kernel/time/clocksource.c"
  ) { (facts) throws(Silence) in
    let present = try facts.word(key)
    try facts.need(
      ["hpet", "acpi_pm", "jiffies", "refined-jiffies"].contains(present), "the clock is \(present)")
    let offered = try facts.fact("clocksources").split(separator: " ")
    guard offered.contains("tsc") else {
      throw Silence(.notHere, "the kernel offers no tsc: it found it unstable, or there is none")
    }
    return Proposal.set(
      key, "tsc", [facts.host("clocksources"), facts.setting(key)],
      "\(present) is read through the bus, with a system call each time; the kernel still offers tsc, so it does"
        + " not hold it for unstable")
  }
}
