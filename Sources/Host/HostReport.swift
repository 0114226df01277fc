internal import Platform

/// Everything that Assay knows of a machine: the document behind `assay host`.
public struct HostReport: Codable, Sendable, Equatable {
  /// The form of the document.
  public static let currentSchema = "assay.host/1"

  /// The form of this document: `assay.host/1`.
  public var schema: String
  /// The machine's name; `unknown` for a captured one that does not tell.
  public var host: String
  /// Its shape.
  public var topology: Topology
  /// Kernel, processor, memory management, virtualisation.
  public var facts: HostFacts
  /// The pools of huge pages, smallest page first.
  public var hugePages: [HugePagePool]
  /// Every setting, `kind/name` to value as the kernel prints it.
  public var settings: [String: String]
  /// What can be measured here, and why the rest cannot.
  public var capabilities: [Capability]

  enum CodingKeys: String, CodingKey {
    case schema, host, topology, facts, settings, capabilities
    case hugePages = "huge_pages"
  }

  /// A report of these parts.
  public init(
    host: String, topology: Topology, facts: HostFacts, hugePages: [HugePagePool], settings: [String: String],
    capabilities: [Capability]
  ) {
    schema = Self.currentSchema
    self.host = host
    self.topology = topology
    self.facts = facts
    self.hugePages = hugePages
    self.settings = settings
    self.capabilities = capabilities
  }

  /// Reads this machine, or a captured one from a directory with its `/sys` and `/proc`.
  ///
  /// - Throws: what `Topology.read` throws. Facts and settings do not fail: what cannot be read is unknown.
  public static func read(fsroot: String? = nil) throws -> HostReport {
    let root = HostRoot(directory: fsroot)
    let topology = try Topology.read(fsroot: fsroot)
    let facts = HostFacts.read(root: root)
    let hugePages = HugePagePool.read(root: root)
    return HostReport(
      host: name(root), topology: topology, facts: facts, hugePages: hugePages,
      settings: SettingsSnapshot.read(root: root),
      capabilities: CapabilitySurvey(root: root, topology: topology, facts: facts, hugePages: hugePages).all()
    )
  }

  private static func name(_ root: HostRoot) -> String {
    if root.isLive { return CurrentProcess.hostName }
    return root.text("proc/sys/kernel/hostname") ?? CaptureNote(root: root)?["HostName"] ?? HostFacts.unknown
  }
}
