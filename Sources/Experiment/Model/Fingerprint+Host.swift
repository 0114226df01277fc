public import Host

extension Fingerprint {
  /// Facts that must match: they decide what the hardware can do.
  static let mustMatchNames = ["architecture", "cpu_model", "cpu_flags"]
  /// Facts that may be under test.
  static let declaredNames = ["kernel", "kernel_version"]

  /// The fingerprint of a host: its facts, sorted by what they mean for a comparison.
  public init(_ host: HostReport) {
    let topology = host.topology
    var mustMatch: [String: String] = [
      "topology":
        "\(topology.packages) packages, \(topology.nodes.count) nodes, \(topology.cores) cores, \(topology.cpus.count) CPUs"
    ]
    for name in Self.mustMatchNames { mustMatch[name] = host.facts[name] ?? "unknown" }
    var declared: [String: String] = [:]
    for name in Self.declaredNames { declared[name] = host.facts[name] ?? "unknown" }
    let sorted = Set(Self.mustMatchNames + Self.declaredNames)
    var noted = host.facts.filter { !sorted.contains($0.key) }
    noted["host"] = host.host
    self.init(
      mustMatch: mustMatch, declared: declared, noted: noted, topology: topology, settings: host.settings)
  }
}
