extension QMPConnection {
  private struct Address: Encodable {
    let uri: String
  }

  /// Turns capabilities on or off, at the source and at the destination alike; those that are not named stay.
  public func setMigrationCapabilities(_ states: [MigrationCapability: Bool]) throws(MonitorError) {
    struct State: Encodable {
      let capability: MigrationCapability
      let state: Bool
    }
    struct Arguments: Encodable {
      let capabilities: [State]
    }
    let sorted = states.sorted { $0.key.rawValue < $1.key.rawValue }
    try execute(
      "migrate-set-capabilities",
      Arguments(capabilities: sorted.map { State(capability: $0.key, state: $0.value) }))
  }

  /// Sets parameters; those that are nil stay.
  public func setMigrationParameters(_ parameters: MigrationParameters) throws(MonitorError) {
    try execute("migrate-set-parameters", parameters)
  }

  /// The parameters as they are.
  public func queryMigrationParameters() throws(MonitorError) -> MigrationParameters {
    try execute("query-migrate-parameters", giving: MigrationParameters.self)
  }

  /// Starts a migration and does not wait for it.
  ///
  /// - Parameter address: `unix:PATH` or `tcp:HOST:PORT`.
  public func migrate(to address: String) throws(MonitorError) {
    try execute("migrate", Address(uri: address))
  }

  /// Has a machine that was started with `-incoming defer` listen; when this returns, it does.
  public func migrateIncoming(at address: String) throws(MonitorError) {
    try execute("migrate-incoming", Address(uri: address))
  }

  /// Cancels it; QEMU does so in its own time and says `cancelled` then. Without a migration it does nothing.
  public func cancelMigration() throws(MonitorError) { try execute("migrate_cancel") }

  /// Switches from pre-copy to post-copy, which had to be allowed before.
  public func startPostcopy() throws(MonitorError) { try execute("migrate-start-postcopy") }

  /// Goes on from the state in which the capability `pause-before-switchover` waits.
  public func continueMigration() throws(MonitorError) {
    try execute("migrate-continue", ["state": MigrationStatus.preSwitchover])
  }

  /// How the migration stands. QEMU may answer `completed` before all numbers are in: ask again while `totalTime` is 0.
  public func queryMigration() throws(MonitorError) -> MigrationProgress {
    try execute("query-migrate", giving: MigrationProgress.self)
  }

  /// Starts a measurement of how fast the guest dirties its memory; `queryDirtyRate` gives the result.
  ///
  /// - Parameter seconds: 1 to 60.
  public func startDirtyRate(seconds: Int) throws(MonitorError) {
    try execute("calc-dirty-rate", ["calc-time": seconds])
  }

  /// The last measurement of `startDirtyRate`.
  public func queryDirtyRate() throws(MonitorError) -> DirtyRate {
    try execute("query-dirty-rate", giving: DirtyRate.self)
  }
}
