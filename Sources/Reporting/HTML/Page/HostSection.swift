internal import Experiment
internal import Host
internal import Platform

/// What the host is.
enum HostSection {
  static func markup(_ host: Fingerprint) -> Markup {
    SectionParts.section("Host") {
      SectionParts.grid {
        Markup.element("div") {
          facts(host)
          settings(host.settings)
        }
        Markup.element("div") {
          topology(host.topology)
          nodes(host.topology)
        }
      }
    }
  }

  /// What a planner looks for first besides the lines of every report; everything else waits behind a click.
  private static let leading = ["cpufreq_governor", "numa_balancing", "clocksource"]
  /// What these lines say already.
  private static let told = [
    "topology", "cpu_model", "memory_total_bytes", "kernel", "distribution", "hypervisor", "thp_enabled",
  ]

  private static func facts(_ host: Fingerprint) -> Markup {
    let all = host.mustMatch.merging(host.declared, uniquingKeysWith: { $1 })
      .merging(host.noted, uniquingKeysWith: { $1 })
    let lines = HostDescription(host).lines.map { (name: $0.name, value: $0.text) }
    let first = leading.compactMap { name in all[name].map { fact(name, $0) } }
    let others = all.filter { !(leading + told).contains($0.key) }.sorted { $0.key < $1.key }
    return .joined([
      Facts.markup(lines + first + [mitigations(all)].compactMap { $0 }),
      SectionParts.details(Units.count(others.count, "further fact")) {
        if !others.isEmpty { Facts.markup(others.map { fact($0.key, $0.value) }) }
      },
    ])
  }

  /// How many of the processor's weaknesses are mitigated, and the names of those that are open.
  private static func mitigations(_ facts: [String: String]) -> (name: String, value: String)? {
    let prefix = "mitigation_"
    let states = facts.filter { $0.key.hasPrefix(prefix) }
    guard !states.isEmpty else { return nil }
    let open = states.filter { $0.value.hasPrefix("Vulnerable") }.keys.sorted()
    let names = open.map { LabelText.name(String($0.dropFirst(prefix.count))) }.joined(separator: ", ")
    let closed = states.count { $0.value.hasPrefix("Mitigation") }
    return ("mitigations", "\(closed) in use, \(open.count) open\(names.isEmpty ? "" : " (\(names))")")
  }

  /// A fact in words; numbers of bytes as people write them.
  private static func fact(_ name: String, _ value: String) -> (name: String, value: String) {
    if name == "numa_balancing" { return (LabelText.name(name), HostDescription.balancing(value)) }
    guard name.hasSuffix("_bytes"), let bytes = Double(value) else { return (LabelText.name(name), value) }
    return (LabelText.name(String(name.dropLast("_bytes".count))), Units.binary(bytes))
  }

  private static func settings(_ settings: [String: String]) -> Markup? {
    guard !settings.isEmpty else { return nil }
    var table = Table("Settings as the kernel prints them", [("setting", .text), ("value", .prose)])
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
      table.rows.append([.element("code", key), .element("code", value)])
    }
    return SectionParts.details(Units.count(settings.count, "setting")) { table.markup }
  }

  private static func topology(_ topology: Topology) -> Markup? {
    let drawing = TopologyDrawing(topology)
    let notes = [
      "Each small box is a CPU; the threads of one core touch.",
      topology.allowedCPUs == topology.cpus ? nil : "Dashed: not allowed to this process.",
      topology.coreKinds.count > 1
        ? "Kinds of cores: \(topology.coreKinds.map { "\($0.name) \($0.cpus)" }.joined(separator: "; ")); all but the first are rounded."
        : nil,
      topology.offlineCPUs.isEmpty ? nil : "Offline: \(topology.offlineCPUs).",
    ]
    return Figure(
      title: "Topology", note: notes.compactMap { $0 }.joined(separator: " "),
      draw: { drawing.draw(width: $0) }
    ).markup
  }

  private static func nodes(_ topology: Topology) -> Markup {
    var table = Table(
      "NUMA nodes",
      [("node", .text), ("CPUs", .text), ("memory", .number), ("kind", .text), ("distances", .text)])
    table.isNamedAbove = false
    for (index, node) in topology.nodes.enumerated() {
      let distances = index < topology.distances.count ? topology.distances[index] : []
      table.add([
        String(node.id), node.memoryOnly ? "none" : "\(node.cpus)",
        Units.size(node.memoryBytes),
        node.kind ?? (node.memoryOnly ? "memory only" : "–"),
        distances.isEmpty ? Units.unknown : distances.map(String.init).joined(separator: " "),
      ])
    }
    return table.markup
  }
}
