/// Promises of memory.
enum OvercommitRules {
  static let all = [heuristic]

  private static let mode = "sysctl/vm.overcommit_memory"
  private static let ratio = "sysctl/vm.overcommit_ratio"
  private static let kilobytes = "sysctl/vm.overcommit_kbytes"

  static let heuristic = Rule(
    "density.overcommit", "lets guests start that fit, although their memory is promised whole", .density,
    for: LayoutGoal.allCases,
    reads: ["guests", "host.memory_total_bytes", "host.swap_total_bytes", mode, ratio, kilobytes],
    knobs: [mode], risk: "the out-of-memory killer decides late, instead of a refusal early",
    proof: "start all guests: in mode 2 the last ones are refused with ENOMEM",
    source: "Documentation/mm/overcommit-accounting.rst"
  ) { (facts) throws(Silence) in
    try facts.needGuests()
    let present = try facts.integer(mode)
    try facts.need(present == 2, "\(mode) is \(present): nothing is counted strictly")
    let memory = try facts.bytes("memory_total_bytes")
    let swap = try facts.bytes("swap_total_bytes")
    let fixed = try facts.integer(kilobytes)
    let share = Double(try facts.integer(ratio)) / 100
    let granted = (fixed > 0 ? Double(fixed) * 1_024 : Double(memory) * share) + Double(swap)
    let needed = Double(facts.placement.guestBytes)
    try facts.need(
      needed > granted, "the guests need \(FigureText.text(needed, "B")) of \(FigureText.text(granted, "B"))")
    try facts.need(facts.placement.guestBytes <= memory, "the guests need more than the host's memory")
    return Proposal.set(
      mode, 0,
      [
        facts.guestFact, facts.host("memory_total_bytes"), facts.host("swap_total_bytes"),
        facts.setting(mode), facts.setting(ratio),
      ],
      "QEMU maps all memory of a guest at its start; mode 2 grants \(FigureText.text(granted, "B")), the guests need"
        + " \(FigureText.text(needed, "B")), which the host has")
  }
}
