internal import Platform

/// TCP between two networks of our own that the kernel shapes: a `NetworkLab` of two. Needs root and iproute2.
///
/// The rate is that of the wire: with packets of 1,500 bytes, 1,448 of 1,514 bytes are payload (95.6 %).
public final class ShapedLink: MigrationLink {
  // The networks are empty: no port is taken.
  private static let port = 4444
  private let lab: NetworkLab
  /// Where the destination listens.
  public let incoming: String
  /// The same.
  public var outgoing: String { incoming }

  /// Makes it.
  ///
  /// - Parameter rate: bytes a second on the wire, each way.
  /// - Throws: `LinkError` of kind `refused` where this machine or this user cannot have it.
  public init(rate: Double) throws(LinkError) {
    lab = try NetworkLab(members: 2, rate: rate)
    incoming = "tcp:\(lab.address(of: 1)):\(Self.port)"
  }

  deinit { close() }

  /// Runs `body` inside that side's network.
  public func inNetwork<R>(of side: LinkSide, _ body: () throws -> R) throws -> R {
    try lab.inNetwork(of: side == .source ? 0 : 1, body)
  }

  /// Bytes that the source's interface has sent, headers included: one for all that TCP hands over in one piece, up to
  /// 64 KiB. Kept by the interface, so nil once it was closed.
  public var carriedBytes: UInt64? { lab.counters(of: 0)?.sentBytes }

  /// Takes the source's interface down and ends all connections by TCP at both sides.
  public func cut() {
    // One that was closed, or that is down already, is cut.
    try? lab.cut(0)
  }

  /// Lets go of the networks; they are gone when QEMU is.
  public func close() { lab.close() }
}
