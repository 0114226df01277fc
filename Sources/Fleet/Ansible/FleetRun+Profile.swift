internal import Platform

/// A profile for a fleet.
public struct FleetProfile: Sendable, Equatable {
  /// Its name, by which it is verified and taken back.
  public var name: String
  /// Its file.
  public var path: String
  /// All files that the nodes need: the profile, what it includes, the catalog.
  public var files: [String]
  /// Time after which a node takes it back unless it was confirmed: `5m`.
  public var confirmWithin: String
  /// A shell command that says by its exit code whether a node is well.
  public var health: String?
  /// Nodes a batch behind the canary: `5`, `25%`.
  public var batch: String?

  /// A profile.
  public init(
    name: String, path: String, files: [String], confirmWithin: String = "5m", health: String? = nil,
    batch: String? = nil
  ) {
    self.name = name
    self.path = path
    self.files = files
    self.confirmWithin = confirmWithin
    self.health = health
    self.batch = batch
  }
}

extension FleetRun {
  /// Applies a profile: one node first, then batches; a batch with a failure is taken back whole, and nothing after it is
  /// touched.
  ///
  /// - Returns: the state at its end. Nodes without a step `confirm` were not touched or were taken back.
  public func apply(
    _ profile: FleetProfile, inventory: String, limit: String? = nil, binary: NodeBinary
  ) async throws -> FleetState {
    try await tune(.apply, profile.name, inventory, limit, binary) { variables in
      variables.assay_profile = try CurrentProcess.absolute(profile.path)
      variables.assay_profile_files = try profile.files.map { path throws(SystemError) in
        try CurrentProcess.absolute(path)
      }
      variables.assay_confirm_within = profile.confirmWithin
      variables.assay_health = profile.health
      variables.assay_batch = profile.batch
    }
  }

  /// Takes a profile back on every node, each for itself; one that never had it is done as well.
  public func revert(
    _ name: String, inventory: String, limit: String? = nil, binary: NodeBinary
  ) async throws -> FleetState {
    try await tune(.revert, name, inventory, limit, binary) { _ in }
  }

  private func tune(
    _ action: FleetState.Action, _ name: String, _ inventory: String, _ limit: String?, _ binary: NodeBinary,
    _ fill: (inout FleetVariables) throws -> Void
  ) async throws -> FleetState {
    try refuseUsedDirectory()
    let hosts = try await FleetInventory.read(
      inventory, limit: limit, programs: programs, arguments: ansibleArguments
    ).hosts
    var state = FleetState(
      id: "\(Timestamp.nowForFileName())-\(binary.sha256.prefix(8))-\(CurrentProcess.identifier)",
      action: action,
      started: Timestamp.now(), profile: name, binary: binary,
      nodes: hosts.map { FleetState.Node(name: $0.name, address: $0.address) })
    var variables = FleetVariables(state, store)
    variables.assay_profile_name = name
    try fill(&variables)
    let playbook = action == .apply ? PlaybookFiles.apply : PlaybookFiles.revert
    let play = try prepare(playbook, inventory, hosts.map(\.name), try variables.encoded())
    try await run(play, &state)
    return state
  }
}
