internal import Platform

/// One hop of a chain: TCP from one member of a network to another. The network is shared; closing the link leaves it.
public final class ChainLink: MigrationLink {
  private static let firstPort = 4444
  private let lab: NetworkLab
  /// The members.
  public let from, to: Int
  /// Where the destination listens.
  public let incoming: String
  /// The same.
  public var outgoing: String { incoming }

  /// A link.
  ///
  /// - Parameter number: of the hop, from 0: each has a port of its own.
  public init(in lab: NetworkLab, from: Int, to: Int, number: Int) {
    self.lab = lab
    self.from = from
    self.to = to
    incoming = "tcp:\(lab.address(of: to)):\(Self.firstPort + number)"
  }

  /// The destination's address.
  var address: String { lab.address(of: to) }

  /// Runs `body` inside that side's network.
  public func inNetwork<R>(of side: LinkSide, _ body: () throws -> R) throws -> R {
    try lab.inNetwork(of: side == .source ? from : to, body)
  }

  /// Bytes that the source's interface has sent, headers included.
  public var carriedBytes: UInt64? { lab.counters(of: from)?.sentBytes }

  /// Takes the source off the network, for all later hops too.
  public func cut() {
    // One that was closed, or that is down already, is cut.
    try? lab.cut(from)
  }

  /// Nothing: the network is the chain's.
  public func close() {}
}
