internal import ArgumentParser
internal import MigrationBenchmark

/// An existing domain that libvirt migrates, on the command line.
struct LibvirtOptions: ParsableArguments {
  @Option(help: "Migrate an existing domain instead: libvirt's URI of the host where it runs.")
  var libvirt: String?

  @Option(help: "The domain's exact name, or its UUID; no other is touched.")
  var domain: String?

  @Option(
    help:
      "Where it goes: libvirt's URI of the other host. Without --libvirt the node that serves: HOST, HOST:PORT."
  )
  var to: String?

  @Option(
    help: "How the domain is asked for signs of life: none, agent, ping:ADDRESS.", transform: Self.heartbeat)
  var heartbeat: LibvirtHeartbeat.Method?

  @Flag(help: "Copy the domain's disks with it, where both hosts share none.")
  var copyStorage = false

  @Option(help: "Where the domain's memory is sent, where that is not the other host's name: tcp://10.0.0.2.")
  var migrateURI: String?

  @Flag(help: "Only check whether the domain can be migrated.")
  var checkOnly = false

  func validate() throws {
    let named = [("--libvirt", libvirt), ("--domain", domain), ("--to", to)]
    let missing = named.filter { $0.1?.isEmpty ?? true }.map(\.0)
    if libvirt != nil || domain != nil, !missing.isEmpty {
      throw ValidationError(
        "a domain is migrated with --libvirt, --domain and --to; missing: \(missing.joined(separator: ", "))")
    }
    if libvirt == nil, heartbeat != nil || migrateURI != nil || copyStorage || checkOnly {
      throw ValidationError("--heartbeat, --migrate-uri, --copy-storage and --check-only are for --libvirt")
    }
  }

  /// What is asked for; nil where no domain is named.
  var request: (source: String, domain: String, destination: String)? {
    guard let libvirt, let domain, let to else { return nil }
    return (libvirt, domain, to)
  }

  /// The node to which guests of our own go; nil where none is named.
  var node: String? { libvirt == nil ? to : nil }

  private static func heartbeat(_ text: String) throws -> LibvirtHeartbeat.Method {
    switch text {
    case "none": return .none
    case "agent": return .guestAgent
    default:
      guard text.hasPrefix("ping:"), text.count > 5 else {
        throw ValidationError("'\(text)' is none of: none, agent, ping:ADDRESS")
      }
      return .ping(address: String(text.dropFirst(5)))
    }
  }
}
