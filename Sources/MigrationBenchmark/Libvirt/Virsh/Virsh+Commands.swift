extension Virsh {
  /// Versions of libvirt and the hypervisor.
  public func versions() throws(VirshError) -> LibvirtVersions {
    let output = try run(["version", "--daemon"])
    return try understood(LibvirtVersions(output), output, of: "version")
  }

  /// The host and its CPU model.
  public func host() throws(VirshError) -> LibvirtHost {
    let output = try run(["capabilities"])
    return try understood(LibvirtHost(output), output, of: "capabilities")
  }

  /// Bytes of memory there.
  public func memory() throws(VirshError) -> LibvirtMemory {
    let output = try run(["nodememstats"])
    return try understood(LibvirtMemory(output), output, of: "nodememstats")
  }

  /// The domain of exactly this name or UUID.
  ///
  /// libvirt also takes a number for that of a running domain, which may be another one tomorrow: digits
  /// alone are refused.
  ///
  /// - Throws: `noDomain`; `badRequest` for what is neither a name nor a UUID.
  public func domain(named name: String) throws(VirshError) -> LibvirtDomain {
    guard !name.isEmpty, !name.hasPrefix("-"), name.contains(where: { !$0.isNumber }) else {
      throw VirshError(
        .badRequest,
        "\"\(name)\" could be another domain's number; name the domain by its exact name or its UUID")
    }
    // `domuuid` knows no UUIDs, and `domname` no names.
    let uuid = Self.isUUID(name) ? name.lowercased() : try run(["domuuid", name])
    let found = LibvirtDomain(name: try run(["domname", uuid]), uuid: uuid)
    guard found.name == name || found.uuid == name.lowercased() else {
      throw VirshError(
        .noDomain, "\(uri) has no domain \"\(name)\"; what it found by that is \(found.name) (\(found.uuid))")
    }
    return found
  }

  private static func isUUID(_ text: String) -> Bool {
    text.split(separator: "-", omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
      && text.allSatisfy { $0 == "-" || $0.isHexDigit }
  }

  /// Whether it runs, and why.
  public func state(of domain: LibvirtDomain) throws(VirshError) -> DomainState {
    let output = try run(["domstate", domain.uuid, "--reason"])
    return try understood(DomainState(output), output, of: "domstate")
  }

  /// What `dominfo` says, by its labels.
  public func info(of domain: LibvirtDomain) throws(VirshError) -> [String: String] {
    let output = try run(["dominfo", domain.uuid])
    return Dictionary(VirshText.fields(output)) { first, _ in first }
  }

  /// Its description, as text and understood.
  public func description(of domain: LibvirtDomain) throws(VirshError) -> (xml: String, domain: DomainXML) {
    let output = try run(["dumpxml", domain.uuid])
    return (output, try understood(DomainXML(output), "XML that ends too early", of: "dumpxml"))
  }

  /// What it does at the moment, such as migrate.
  public func job(of domain: LibvirtDomain, timeout: Double? = nil) throws(VirshError) -> DomainJob {
    try job(["domjobinfo", domain.uuid], timeout)
  }

  /// What it did last: after a migration, ask the **destination**, which alone knows the whole downtime.
  /// libvirt tells once and forgets.
  public func completedJob(of domain: LibvirtDomain) throws(VirshError) -> DomainJob {
    try job(["domjobinfo", domain.uuid, "--completed"], nil)
  }

  private func job(_ arguments: [String], _ limit: Double?) throws(VirshError) -> DomainJob {
    let output = try jobText(arguments, limit)
    return try understood(DomainJob(output), output, of: "domjobinfo")
  }

  /// The exact numbers; rounded ones where `virsh` is too old for them.
  private func jobText(_ arguments: [String], _ limit: Double?) throws(VirshError) -> String {
    do {
      return try run(arguments + ["--rawstats"], timeout: limit)
    } catch {
      guard error.kind == .unsupported else { throw error }
      return try run(arguments, timeout: limit)
    }
  }

  /// Ends what it does; a migration ends with the domain at the source.
  ///
  /// - Throws: `noJob` when it is over already.
  public func abortJob(of domain: LibvirtDomain) throws(VirshError) {
    _ = try run(["domjobabort", domain.uuid])
  }

  /// The longest that its migration may stop it, in seconds.
  public func downtimeLimit(of domain: LibvirtDomain) throws(VirshError) -> Double {
    let output = try run(["migrate-getmaxdowntime", domain.uuid])
    return try understood(Double(output), output, of: "migrate-getmaxdowntime") / 1000
  }

  /// Sets that, in whole milliseconds and at least one.
  public func setDowntimeLimit(_ seconds: Double, of domain: LibvirtDomain) throws(VirshError) {
    let limit = LibvirtStrategy.milliseconds(seconds)
    _ = try run(["migrate-setmaxdowntime", domain.uuid, "\(limit)"])
  }

  /// Sets how fast it may be migrated, in MiB a second, while it is.
  public func setBandwidth(mebibytes: Int, of domain: LibvirtDomain) throws(VirshError) {
    _ = try run(["migrate-setspeed", domain.uuid, "\(mebibytes)"])
  }

  /// Asks the guest agent for a sign of life.
  ///
  /// - Throws: `unsupported` where the domain has no agent.
  public func pingAgent(of domain: LibvirtDomain, timeout limit: Double) throws(VirshError) {
    _ = try run(
      ["qemu-agent-command", domain.uuid, #"{"execute":"guest-ping"}"#, "--timeout", "1"], timeout: limit)
  }
}
