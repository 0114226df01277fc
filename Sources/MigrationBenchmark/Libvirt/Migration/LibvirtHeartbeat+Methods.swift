internal import Platform

extension LibvirtHeartbeat {
  private static let ping = "/usr/bin/ping"
  private static let pings = [ping, "/bin/ping"]
  /// Seconds until a question counts as not answered; the program's start included.
  private static let patience = 2.0

  /// Begins to ask a domain; nil for the method `none`.
  ///
  /// - Throws: `VirshError`: `missing` without `ping`, `badRequest` for what is no address, `unsupported` for
  ///   a domain without an agent that answers.
  static func start(
    _ method: Method, domain: LibvirtDomain, source: Virsh, destination: Virsh
  ) throws(VirshError) -> LibvirtHeartbeat? {
    switch method {
    case .none: return nil
    case .ping(let address): return try begin(pinger(address))
    case .guestAgent:
      try source.pingAgent(of: domain, timeout: patience)
      return try begin { Self.answers(at: source, domain) || Self.answers(at: destination, domain) }
    }
  }

  private static func begin(_ probe: @escaping @Sendable () -> Bool) throws(VirshError) -> LibvirtHeartbeat {
    do {
      return try LibvirtHeartbeat(probe)
    } catch {
      throw VirshError(.refused, "the heartbeat has no thread: \(error)")
    }
  }

  private static func answers(at side: Virsh, _ domain: LibvirtDomain) -> Bool {
    // An error is what silence looks like.
    (try? side.pingAgent(of: domain, timeout: patience)) != nil
  }

  private static func pinger(_ address: String) throws(VirshError) -> @Sendable () -> Bool {
    guard let program = pings.first(where: Files.exists) else {
      throw VirshError(.missing, "\(ping) is not there; install it with: apt-get install iputils-ping")
    }
    guard !address.isEmpty, !address.hasPrefix("-") else {
      throw VirshError(.badRequest, "\"\(address)\" is no address that could be pinged")
    }
    let words = ["-n", "-q", "-c", "1", "-W", "1", address]
    return { (try? HelperProgram.run(program, words, timeout: Self.patience))?.status == 0 }
  }
}
