public import Host

/// What a host was when it was measured.
public struct Fingerprint: Codable, Sendable, Equatable {
  /// Facts that must be equal for two Runs to be comparable.
  public var mustMatch: [String: String]
  /// Facts that may be the one thing under test: the kernel.
  public var declared: [String: String]
  /// Everything else worth knowing.
  public var noted: [String: String]
  /// The shape of the machine.
  public var topology: Topology
  /// Every setting read, `kind/name` to value as the kernel prints it.
  public var settings: [String: String]

  /// A fingerprint of these facts.
  public init(
    mustMatch: [String: String], declared: [String: String], noted: [String: String],
    topology: Topology, settings: [String: String]
  ) {
    self.mustMatch = mustMatch
    self.declared = declared
    self.noted = noted
    self.topology = topology
    self.settings = settings
  }
}
