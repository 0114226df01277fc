public import Experiment
internal import Platform
public import VirtualMachine

/// The way to another node, where a `GuestServer` holds the destination.
public final class NodeLink: MigrationLink {
  /// Where migrations arrive: the same seen from both ends.
  public let incoming: String
  /// The same.
  public var outgoing: String { incoming }
  /// It sees nothing of what goes over it.
  public var carriedBytes: UInt64? { nil }
  /// The source.
  public var guestsHere: Int { 1 }
  private let address: NetworkAddress
  private let seconds: Double

  /// A link to a node.
  ///
  /// - Parameter seconds: after which the node ends the guest, whatever becomes of this process.
  /// - Throws: `LinkError` of kind `failed` when the node does not answer.
  public init(to node: PeerNode, holding seconds: Double) throws(LinkError) {
    self.seconds = seconds
    do {
      address = try node.address()
      let host = try GuestServer.look(at: address)
      let name = address.host.contains(":") ? "[\(address.host)]" : address.host
      incoming = "tcp:\(name):\(host.migrationPort)"
    } catch { throw LinkError(.failed, "\(error)") }
  }

  /// Orders the destination there.
  public func startDestination(_ options: BeaconGuest.Options, within limit: Duration) throws -> BeaconGuest {
    try BeaconGuest(at: address, options, holding: seconds, within: limit)
  }

  /// Nothing: the way between two nodes is not this process's to break.
  public func cut() {}

  /// Nothing: each guest ends by itself.
  public func close() {}
}
