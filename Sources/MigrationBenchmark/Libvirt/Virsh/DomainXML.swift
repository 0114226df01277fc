internal import Platform

/// What a migration needs to know of a domain's description.
public struct DomainXML: Sendable, Equatable {
  /// A disk with something in it.
  public struct Disk: Sendable, Equatable, Codable {
    /// The guest's name of it.
    public var target: String
    /// The file, device or remote name.
    public var source: String
    /// libvirt's kind of source: `file`, `block`, `network`, `volume`.
    public var type: String
    /// Whether the guest cannot write to it.
    public var isReadOnly: Bool
    /// libvirt's cache mode; nil for the default.
    public var cache: String?

    /// Whether every host reaches it by the same name over a network.
    public var isRemote: Bool { type == "network" }
  }

  /// What runs it: `kvm`, `qemu` (translation).
  public var type: String
  /// Its machine type: `pc-q35-7.2`.
  public var machine: String?
  /// Its architecture.
  public var architecture: String?
  /// Bytes of memory.
  public var memory: Double
  /// Its disks that have something in them.
  public var disks: [Disk]
  /// Devices of the host that were given to it, and cannot move with it.
  public var hostDevices: Int
  /// Whether it has a channel to a guest agent.
  public var hasAgent: Bool

  /// Reads what `virsh dumpxml` says; nil for what is not the whole description of a domain.
  init?(_ text: String) {
    guard let root = XMLNode(text), root.name == "domain", let memory = root.child("memory"),
      let amount = Double(memory.text),
      let unit = VirshText.number("1 \(memory.attributes["unit"] ?? "KiB")")
    else { return nil }
    type = root.attributes["type"] ?? "unknown"
    self.memory = amount * unit
    let system = root.child("os")?.child("type")
    machine = system?.attributes["machine"]
    architecture = system?.attributes["arch"]
    let devices = root.child("devices")?.children ?? []
    disks = devices.filter { $0.name == "disk" }.compactMap(Self.disk)
    hostDevices = devices.count(where: { $0.name == "hostdev" })
    hasAgent = devices.contains {
      $0.name == "channel" && $0.child("target")?.attributes["name"] == "org.qemu.guest_agent.0"
    }
  }

  private static func disk(_ node: XMLNode) -> Disk? {
    guard let attributes = node.child("source")?.attributes,
      let source = ["file", "dev", "name", "volume", "dir"].compactMap({ attributes[$0] }).first
    else { return nil }
    return Disk(
      target: node.child("target")?.attributes["dev"] ?? "?", source: source,
      type: node.attributes["type"] ?? "unknown",
      isReadOnly: node.child("readonly") != nil || node.attributes["device"] == "cdrom",
      cache: node.child("driver")?.attributes["cache"])
  }
}
