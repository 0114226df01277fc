internal import Platform

/// What the virtual machine is doing (`query-status`).
public struct RunState: Sendable, Equatable, Decodable {
  /// QEMU's word: `running`, `paused`, `prelaunch`, `inmigrate`, `postmigrate`.
  public let status: String
  /// Whether its processors run.
  public let running: Bool
}

extension QMPConnection {
  /// What the machine is doing.
  public func queryStatus() throws(MonitorError) -> RunState {
    try execute("query-status", giving: RunState.self)
  }

  /// QEMU's version.
  public func queryVersion() throws(MonitorError) -> QEMUVersion {
    try execute("query-version", giving: QEMUVersion.self)
  }

  /// Stops the processors; the event `STOP` tells when.
  public func stop() throws(MonitorError) { try execute("stop") }

  /// Has the processors run; the event `RESUME` tells when.
  public func cont() throws(MonitorError) { try execute("cont") }

  /// Writes guest-physical memory into a file, which QEMU creates or cuts.
  ///
  /// - Parameters:
  ///   - address: of the first byte.
  ///   - size: in bytes.
  public func pmemsave(
    _ address: UInt64, size: UInt64, to path: String, within limit: Duration = .seconds(60)
  )
    throws(MonitorError)
  {
    struct Arguments: Encodable {
      let val, size: UInt64
      let filename: String
    }
    try execute("pmemsave", Arguments(val: address, size: size, filename: path), within: limit)
  }

  /// Has QEMU end. Its end may come before its answer, which is no error.
  public func quit(within limit: Duration = usualLimit) throws(MonitorError) {
    do { try execute("quit", within: limit) } catch {
      guard case .ended(_, .exited(0), _) = error else { throw error }
    }
  }
}
