internal import VirtualMachine

/// Why there was no migration to measure: what, where, and what to do. What goes wrong once it has begun is an outcome.
public struct MigrationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What kind of failure.
  public enum Kind: String, Sendable, Equatable, Codable {
    /// QEMU is not here, or does not start.
    case missing
    /// QEMU is too old.
    case tooOld
    /// This host has no room for the guests, or they none for their pages.
    case noRoom
    /// This QEMU, this kernel or this user cannot do it; another may.
    case notMeasurable
    /// The destination cannot listen where it should.
    case addressTaken
    /// The guest gives no sign of life.
    case noBeat
    /// The user ended it before it began.
    case interrupted
    /// QEMU or the system failed otherwise.
    case failed
  }

  /// What kind of failure.
  public let kind: Kind
  /// For people.
  public let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }

  /// What was thrown while QEMU was being started or spoken to.
  init(_ error: any Error) {
    switch error {
    case let error as MigrationError: self = error
    case let error as LinuxGuestRefusal: self.init(.tooOld, error.description)
    case let error as TwinError:
      self.init(error.kind == .missing ? .missing : .noRoom, error.description)
    default: self.init(.failed, "\(error)")
    }
  }

  /// Runs what throws anything.
  static func wrapping<Value>(_ body: () throws -> Value) throws(MigrationError) -> Value {
    do { return try body() } catch { throw MigrationError(error) }
  }

  static let interrupted = MigrationError(.interrupted, "ended before the migration began, as asked for")
}
