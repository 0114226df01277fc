/// What can be known before a domain is migrated. Only asks: nothing is changed at either side.
public struct LibvirtPreCheck: Sendable, Equatable, Codable {
  /// The answers, in the order of the questions; none after one without which the next make no sense.
  public private(set) var checks: [LibvirtCheck] = []
  /// The domain; nil where it is not at the source.
  public private(set) var domain: LibvirtDomain?

  /// Whether nothing failed; what is unknown is left to libvirt.
  public var isPassed: Bool { domain != nil && !checks.contains { $0.verdict == .failed } }

  /// Asks both sides.
  ///
  /// - Parameters:
  ///   - name: the domain's exact name, or its UUID.
  ///   - copiesStorage: whether its disks are copied with it.
  public init(
    domain name: String, from source: Virsh, to destination: Virsh, copiesStorage: Bool = false
  ) {
    guard ask("hosts", { () throws(VirshError) in try Self.hosts(source, destination) }) else { return }
    var named: LibvirtDomain?
    ask("domain") { () throws(VirshError) in
      let (check, domain) = try Self.find(name, source, destination)
      named = domain
      return check
    }
    guard let domain = named else { return }
    self.domain = domain
    ask("versions") { () throws(VirshError) in
      Self.versions(try source.versions(), try destination.versions())
    }
    var found: (xml: String, domain: DomainXML)?
    ask("description") { () throws(VirshError) in
      found = try source.description(of: domain)
      return LibvirtCheck("description", .passed, "\(found?.domain.disks.count ?? 0) disks")
    }
    guard let (xml, description) = found else { return }
    ask("cpu") { () throws(VirshError) in try destination.compareCPU(xml, description) }
    ask("memory") { () throws(VirshError) in
      Self.memory(needed: description.memory, try destination.memory())
    }
    checks.append(Self.storage(description.disks, copiesStorage: copiesStorage))
    checks.append(Self.devices(description.hostDevices))
  }

  /// Keeps an answer; whether it is not a failure.
  @discardableResult
  private mutating func ask(_ name: String, _ question: () throws(VirshError) -> LibvirtCheck) -> Bool {
    let answer: LibvirtCheck
    do {
      answer = try question()
    } catch {
      // Where libvirt cannot be reached or has no such domain, nothing else can be told.
      let isFatal = [.unreachable, .noDomain, .badRequest, .timeLimit].contains(error.kind)
      answer = LibvirtCheck(name, isFatal ? .failed : .unknown, error.description)
    }
    checks.append(answer)
    return answer.verdict != .failed
  }

  /// The domain where it runs at the source only; without it the check says why.
  private static func find(
    _ name: String, _ source: Virsh, _ destination: Virsh
  ) throws(VirshError) -> (check: LibvirtCheck, domain: LibvirtDomain?) {
    let found = try source.domain(named: name)
    let state = try source.state(of: found)
    guard state.isRunning else {
      let check = LibvirtCheck(
        "domain", .failed, "\(found.name) is \(state) at \(source.uri)",
        advice: "only a domain that runs can be migrated live: start it")
      return (check, nil)
    }
    for words in [found.uuid, found.name] {
      if let there = try destination.stateIfAny(words), there.word != "shut off" {
        let check = LibvirtCheck(
          "domain", .failed, "\(destination.uri) has \(words) too, which is \(there)",
          advice: "two of them would write to the same disks: look which one is the right one")
        return (check, nil)
      }
    }
    let seen = "\(found.name) (\(found.uuid)) is \(state) at the source only"
    return (LibvirtCheck("domain", .passed, seen), found)
  }

  private static func hosts(_ source: Virsh, _ destination: Virsh) throws(VirshError) -> LibvirtCheck {
    let advice = "give the URI of another host"
    guard source.uri != destination.uri else {
      return LibvirtCheck("hosts", .failed, "both URIs are \(source.uri)", advice: advice)
    }
    let (here, there) = (try source.host(), try destination.host())
    guard here.uuid != there.uuid else {
      return LibvirtCheck("hosts", .failed, "both URIs lead to the host \(here.uuid)", advice: advice)
    }
    return LibvirtCheck("hosts", .passed, "\(here.uuid) to \(there.uuid)")
  }
}

extension Virsh {
  /// The state of what has this name or UUID; nil where nothing has.
  fileprivate func stateIfAny(_ words: String) throws(VirshError) -> DomainState? {
    do {
      return DomainState(try run(["domstate", words, "--reason"]))
    } catch {
      guard error.kind == .noDomain else { throw error }
      return nil
    }
  }
}
