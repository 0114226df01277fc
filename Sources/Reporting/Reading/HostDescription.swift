internal import Experiment
internal import Host
internal import Platform

/// A host in a few lines for people: name and text, `unknown` where a fact is missing.
struct HostDescription: Sendable {
  /// What the line is about, and what it says.
  typealias Line = (name: String, text: String)

  let lines: [Line]

  init(_ host: Fingerprint) {
    let topology = host.topology
    lines = [
      ("CPU", Self.fact("cpu_model", in: host) ?? Units.unknown),
      ("CPUs", Self.shape(topology)),
      ("Caches", Self.caches(topology)),
      ("Memory", Self.memory(host)),
      ("Kernel", Self.joined(["kernel", "distribution"], in: host)),
      ("Hypervisor", Self.fact("hypervisor", in: host) ?? Units.unknown),
      ("Huge pages", Self.fact("thp_enabled", in: host).map { "THP \($0)" } ?? Units.unknown),
    ]
  }

  /// A fact wherever it stands; nil when it is missing or unknown.
  static func fact(_ name: String, in host: Fingerprint) -> String? {
    let value = host.mustMatch[name] ?? host.declared[name] ?? host.noted[name]
    return value == Units.unknown || value?.isEmpty == true ? nil : value
  }

  /// What the kernel's number of NUMA balancing stands for.
  static func balancing(_ value: String) -> String {
    ["0": "off", "1": "on", "2": "memory tiering"][value] ?? value
  }

  private static func joined(_ names: [String], in host: Fingerprint) -> String {
    let known = names.compactMap { fact($0, in: host) }
    return known.isEmpty ? Units.unknown : known.joined(separator: ", ")
  }

  /// `96 CPUs on 48 cores in 4 packages, 4 NUMA nodes; allowed here: 0-31`
  static func shape(_ topology: Topology) -> String {
    var text = Units.count(topology.cpus.count, "CPU")
    if topology.cores > 0 { text += " on \(Units.count(topology.cores, "core"))" }
    if topology.packages > 0 { text += " in \(Units.count(topology.packages, "package"))" }
    text += ", \(Units.count(topology.nodes.count, "NUMA node"))"
    if topology.coreKinds.count > 1 {
      text += "; " + topology.coreKinds.map { "\($0.name) \($0.cpus)" }.joined(separator: ", ")
    }
    if topology.allowedCPUs != topology.cpus { text += "; allowed here: \(topology.allowedCPUs)" }
    if !topology.offlineCPUs.isEmpty { text += "; offline: \(topology.offlineCPUs)" }
    return text
  }

  /// `L1 32 KiB per core · L2 1 MiB per core · L3 32 MiB per 8 CPUs`: sizes of data caches by level.
  static func caches(_ topology: Topology) -> String {
    let data = topology.caches.filter { $0.kind != .instruction }
    let levels = Array(Set(data.map(\.level))).sorted()
    guard !levels.isEmpty else { return Units.unknown }
    return levels.map { level in
      let caches = data.filter { $0.level == level }
      let kinds = Set(caches.map { "\(Units.size($0.bytes)) \(sharing($0.cpus, topology))" }).sorted()
      return "L\(level) \(kinds.joined(separator: " or "))"
    }.joined(separator: " · ")
  }

  private static func sharing(_ cpus: CPUSet, _ topology: Topology) -> String {
    if topology.cores > 0, topology.coreCPUs.contains(cpus) { return "a core" }
    return cpus.count == 1 ? "a CPU" : "for \(cpus.count) CPUs"
  }

  private static func memory(_ host: Fingerprint) -> String {
    let nodes = host.topology.nodes
    let known = nodes.compactMap(\.memoryBytes)
    let total =
      fact("memory_total_bytes", in: host).flatMap { UInt64($0) }
      ?? (known.count == nodes.count && !known.isEmpty ? known.reduce(0, +) : nil)
    let place = nodes.count == 1 ? "one NUMA node" : "\(nodes.count) NUMA nodes"
    return total.map { "\(Units.size($0)) on \(place)" } ?? Units.unknown
  }
}
