public import Platform

/// Makes connections to a link server, each with its request and the server's answer. Nothing waits longer than
/// `patience` for the other side.
public struct LinkClient: Sendable {
  /// The server's address.
  public let address: NetworkAddress
  /// How long the other side may say nothing, or take nothing.
  public let patience: Duration

  /// A client of the server at an address.
  public init(_ address: NetworkAddress, patience: Duration = TCPConnection.patience) {
    self.address = address
    self.patience = patience
  }

  /// Whether a link server that can be spoken with answers there.
  ///
  /// - Throws: `LinkProblem` when none does.
  public func probe() throws(LinkProblem) { try open(LinkRequest(.probe)).abandon() }

  /// A connection, without a request.
  func connect() throws(LinkProblem) -> TCPConnection {
    do throws(SystemError) {
      let connection = try TCPConnection.connect(to: address, until: .after(patience))
      try connection.limit(eachCall: patience)
      return connection
    } catch {
      throw .unreachable(address.description, error)
    }
  }

  /// A connection whose request was accepted.
  func open(_ request: LinkRequest) throws(LinkProblem) -> TCPConnection {
    let connection = try connect()
    try ask(request, on: connection)
    return connection
  }

  /// Sends a request and waits until it is accepted.
  func ask(_ request: LinkRequest, on connection: TCPConnection) throws(LinkProblem) {
    let peer = address.description
    let answer: [UInt8]
    do throws(SystemError) {
      try connection.sendAll(request.frame)
      answer = try connection.receive(exactly: LinkReply.length, until: .after(patience))
    } catch {
      if error.isPeerGone { throw .foreign(peer, []) }
      throw .unreachable(peer, error)
    }
    guard let reply = LinkReply(frame: answer) else { throw .foreign(peer, answer) }
    if let problem = LinkProblem.denied(peer, reply) { throw problem }
  }
}
