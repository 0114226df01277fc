/// Something that happened in QEMU: `STOP`, `RESUME`, `MIGRATION`, `SHUTDOWN`.
public struct QMPEvent: Sendable, Equatable {
  /// QEMU's name for it.
  public let name: String
  /// When, by QEMU: microseconds since 1970 on the host's real-time clock.
  public let microseconds: Int64
  /// When this process read it, in nanoseconds of `Clock.now()`; long after it came where nothing was awaited.
  public let arrival: UInt64
  let line: [UInt8]

  /// What QEMU says about it.
  ///
  /// - Throws: `MonitorError.nonsense` where that is not a `Value`.
  public func data<Value: Decodable>(as type: Value.Type) throws(MonitorError) -> Value {
    do { return try QMPText.decode(Details<Value>.self, from: line).data } catch {
      throw .nonsense(awaited: "details of \(name)", detail: QMPMessage.Nonsense(line).detail)
    }
  }

  private struct Details<Value: Decodable>: Decodable {
    let data: Value
  }
}

extension QMPEvent {
  private struct Migration: Decodable {
    let status: MigrationStatus
  }

  private struct Pass: Decodable {
    let pass: Int
  }

  /// The state that a `MIGRATION` event tells of (needs the capability `events`).
  public var migrationStatus: MigrationStatus {
    get throws(MonitorError) { try data(as: Migration.self).status }
  }

  /// The round that a `MIGRATION_PASS` event tells of (needs the capability `events`).
  public var migrationPass: Int {
    get throws(MonitorError) { try data(as: Pass.self).pass }
  }
}
