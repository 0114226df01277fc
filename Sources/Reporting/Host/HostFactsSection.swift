internal import Host

/// What is known of kernel, processor, memory and surroundings; what is not is named as unknown.
struct HostFactsSection {
  let report: HostReport
  let terminal: TerminalText

  /// A name and what is known of it; nil: nothing.
  private typealias Row = (name: String, text: String?)

  func lines() -> [String] {
    groups().flatMap { group in
      let known = group.rows.compactMap { row in row.text.map { (name: row.name, text: $0) } }
      let unknown = group.rows.filter { $0.text == nil }.map(\.name).joined(separator: ", ")
      return terminal.heading(group.title) + terminal.fields(known, column: HostText.column)
        + (unknown.isEmpty
          ? []
          : terminal.fields([(HostFacts.unknown, unknown)], column: HostText.column)
            .map { terminal.paint($0, .caution) })
    }
  }

  private func groups() -> [(title: String, rows: [Row])] {
    let facts = report.facts
    func row(_ label: String, _ names: HostFacts.Name...) -> Row {
      var known: [String] = []
      for value in names.compactMap({ facts[$0] }) where !known.contains(value) { known.append(value) }
      return (label, known.isEmpty ? nil : known.joined(separator: ", "))
    }
    func bytes(_ label: String, _ name: HostFacts.Name) -> Row {
      (label, facts.number(name).map { $0 == 0 ? "none" : HostText.memory($0) })
    }
    let pools = report.hugePages.map { "\($0.total) x \(HostText.memory($0.pageBytes))" }.joined(
      separator: ", ")
    return [
      (
        "Kernel",
        [
          row("release", .kernel, .architecture), row("version", .kernelVersion),
          row("distribution", .distribution), row("command line", .commandLine),
          row("clocksource", .clocksource), ("mitigations", mitigations()),
        ]
      ),
      (
        "Processor",
        [
          row("model", .cpuModel),
          ("family, model, stepping", identity()),
          row("microcode", .microcode), ("vector units", vectorUnits()), row("SMT", .smtControl),
          row("frequency", .frequencyDriver, .frequencyGovernor), row("idle", .idleDriver, .idleGovernor),
          row("isolated CPUs", .isolatedCPUs),
        ]
      ),
      (
        "Memory",
        [
          bytes("total", .memoryTotal), bytes("available", .memoryAvailable), bytes("swap", .swapTotal),
          row("transparent huge pages", .thpEnabled), ("huge page pools", pools.isEmpty ? nil : pools),
          ("NUMA balancing", facts[.numaBalancing].map { HostDescription.balancing($0) }),
        ]
      ),
      (
        "Surroundings",
        [
          row("hypervisor", .hypervisor), row("container", .container), row("product", .product),
          row("init", .initSystem), row("cgroups", .cgroupVersion, .cgroupPath),
          row("pressure (PSI)", .pressure),
        ]
      ),
    ]
  }

  private func identity() -> String? {
    let parts = [HostFacts.Name.cpuFamily, .cpuModelNumber, .cpuStepping].map { report.facts[$0] }
    guard parts.contains(where: { $0 != nil }) else { return nil }
    return parts.map { $0 ?? HostFacts.unknown }.joined(separator: ", ")
  }

  private func mitigations() -> String? {
    let all = report.facts.mitigations
    if all.isEmpty { return nil }
    let open = all.filter { $0.value.hasPrefix("Vulnerable") }.keys.sorted()
    let mitigated = all.values.count { $0.hasPrefix("Mitigation") }
    let unaffected = all.values.count { $0.hasPrefix("Not affected") }
    return "\(mitigated) at work, \(unaffected) not needed"
      + (open.isEmpty ? "" : ", vulnerable: \(open.joined(separator: ", "))")
  }

  private func vectorUnits() -> String? {
    guard let flags = report.facts[.cpuFlags] else { return nil }
    let present = Set(flags.split(separator: " "))
    let wanted = [
      "sse2", "sse4_2", "avx", "avx2", "fma", "avx512f", "avx512bw", "avx512vl", "amx_tile", "asimd", "sve",
      "sve2",
    ]
    let found = wanted.filter { present.contains(Substring($0)) }
    return found.isEmpty ? "none known" : found.joined(separator: " ")
  }
}
