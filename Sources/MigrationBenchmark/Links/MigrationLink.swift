public import VirtualMachine

/// The two ends of a migration.
public enum LinkSide: Sendable, Hashable, CaseIterable {
  /// Where the machine runs.
  case source
  /// Where it goes.
  case destination
}

/// What a migration goes over.
///
///     let link = try spec.open()
///     defer { link.close() }
///     let source = try link.inNetwork(of: .source) { try MonitoredQEMU(…) }
///     …
///     try destination.monitor.migrateIncoming(at: link.incoming)
///     try source.monitor.migrate(to: link.outgoing)
public protocol MigrationLink: AnyObject, Sendable {
  /// Where the destination listens (`migrate-incoming`): `unix:PATH` or `tcp:ADDRESS:PORT`.
  var incoming: String { get }

  /// Where the source sends (`migrate`).
  var outgoing: String { get }

  /// Runs `body` on the calling thread inside that side's network: QEMU of that side is started there. A plain call
  /// where the link has no networks of its own.
  ///
  /// - Throws: `LinkError` when it was closed; what `body` throws.
  func inNetwork<R>(of side: LinkSide, _ body: () throws -> R) throws -> R

  /// Starts the other end.
  ///
  /// - Throws: what `BeaconGuest` throws.
  func startDestination(_ options: BeaconGuest.Options, within limit: Duration) throws -> BeaconGuest

  /// Guests of one migration that are on this host at the same time.
  var guestsHere: Int { get }

  /// Bytes from source to destination so far, without the headers of the channel where it can tell them; nil where it
  /// cannot count.
  var carriedBytes: UInt64? { get }

  /// Breaks it, both ways, at once: the fault "link cut". It stays broken.
  func cut()

  /// Gives everything back; a second time does nothing. Letting go of it does the same.
  func close()
}

extension MigrationLink {
  /// A plain call.
  public func inNetwork<R>(of side: LinkSide, _ body: () throws -> R) throws -> R { try body() }

  /// On this host, in the network of that side.
  public func startDestination(_ options: BeaconGuest.Options, within limit: Duration) throws -> BeaconGuest {
    try inNetwork(of: .destination) { try BeaconGuest(.destination, options, within: limit) }
  }

  /// Source and destination.
  public var guestsHere: Int { 2 }
}
