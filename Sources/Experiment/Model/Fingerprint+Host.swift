public import Host
internal import Platform

extension Fingerprint {
  /// Facts that must match: they decide what the hardware can do.
  static let mustMatchFacts: [HostFacts.Name] = [.architecture, .cpuModel, .cpuFlags]
  /// Facts that may be under test.
  static let declaredFacts: [HostFacts.Name] = [.kernel, .kernelVersion]
  /// The names of facts that may be under test.
  public static let declaredNames = declaredFacts.map(\.rawValue)
  /// Facts that change by themselves while a host runs: no difference between two Runs.
  static let passingFacts: [HostFacts.Name] = [.memoryAvailable]

  /// The fingerprint of a host: its facts, sorted by what they mean for a comparison.
  public init(_ host: HostReport) {
    let facts = host.facts.dictionary
    func pick(_ names: [HostFacts.Name]) -> [String: String] {
      facts.filter { fact in names.contains { $0.rawValue == fact.key } }
    }
    var mustMatch = pick(Self.mustMatchFacts)
    mustMatch["topology"] = Self.shape(host.topology)
    mustMatch["memory_gib"] = Self.gibibytes(host.facts.number(.memoryTotal))
    let elsewhere = Self.mustMatchFacts + Self.declaredFacts + Self.passingFacts
    var noted = facts.filter { fact in !elsewhere.contains { $0.rawValue == fact.key } }
    noted["host"] = host.host
    self.init(
      mustMatch: mustMatch, declared: pick(Self.declaredFacts), noted: noted, topology: host.topology,
      settings: host.settings)
  }

  private static func shape(_ topology: Topology) -> String {
    "packages \(topology.packages), nodes \(topology.nodes.count), cores \(topology.cores), CPUs \(topology.cpus.count)"
  }

  /// Whole GiB: kernels differ in the few MiB that they keep for themselves.
  private static func gibibytes(_ bytes: UInt64?) -> String {
    bytes.map { String(Int((Double($0) / 1_073_741_824).rounded())) } ?? HostFacts.unknown
  }
}
