public import Platform

/// Answers the clients of the link benchmark, one measurement at a time; others wait in the listener's queue meanwhile.
///
///     let server = try LinkServer(at: NetworkAddress(numeric: "::", port: 0))
///     print(server.address.port)
///     let tally = try server.run(idleLimit: .seconds(600)) { line in … }
///
/// Nothing that comes is trusted, every measurement has an end that is known when it begins, and nothing waits longer than
/// `patience` for the other side.
public final class LinkServer: Sendable {
  /// A client sends its request at once; who is silent for longer is none.
  private static let greeting = Duration.seconds(2)

  private let listener: NetworkListener
  private let patience: Duration

  /// Listens.
  ///
  /// - Parameter patience: how long a client may say nothing in the middle of its measurement.
  /// - Throws: what `NetworkListener` throws.
  public init(at address: NetworkAddress, patience: Duration = TCPConnection.patience) throws(SystemError) {
    listener = try NetworkListener(at: address)
    self.patience = patience
  }

  /// Where it listens, with the port that was taken.
  public var address: NetworkAddress { listener.address }

  /// Answers until no request came for so long, or until `stop()`.
  ///
  /// - Parameter said: gets a line about each measurement, and about who was turned away.
  /// - Throws: when no connection can be accepted any more.
  public func run(idleLimit: Duration, said: (String) -> Void) throws(SystemError) -> NetworkListener.Tally {
    try listener.serve(idleLimit: idleLimit, said: said) { connection in
      try connection.limit(eachCall: patience)
      return try serve(connection)
    }
  }

  /// Ends `run` once the measurement that is being taken is over.
  public func stop() { listener.shutDown() }

  /// One connection, and those that belong to it.
  ///
  /// - Returns: what was measured, for people; nil of a mere look.
  private func serve(_ connection: TCPConnection) throws -> String? {
    let request = try greet(connection)
    switch request.kind {
    case .probe:
      try answer(.accepted, connection)
      return nil
    case .echo:
      try answer(.accepted, connection)
      return "\(connection.peer): latency, \(try echo(connection, request)) messages"
    case .stream:
      return try receive(connection, request)
    }
  }

  /// The request that a connection begins with; one that is none of ours is told why, where it would understand.
  private func greet(_ connection: TCPConnection) throws(LinkProblem) -> LinkRequest {
    let peer = connection.peer
    let deadline = Deadline.after(min(patience, Self.greeting))
    do {
      var frame = try connection.receive(exactly: LinkFrames.magic.count, until: deadline)
      if frame == LinkFrames.magic {
        frame += try connection.receive(exactly: LinkRequest.length - frame.count, until: deadline)
      }
      return try LinkRequest(frame: frame)
    } catch let refusal as LinkRequest.Refusal {
      throw refuse(connection, refusal)
    } catch {
      throw LinkProblem("\(peer) connected and sent no request: \(error)")
    }
  }

  private func refuse(_ connection: TCPConnection, _ refusal: LinkRequest.Refusal) -> LinkProblem {
    let peer = connection.peer
    switch refusal {
    case .foreign: return LinkProblem("\(peer) connected and sent something else than a request")
    case .version(let version):
      // One that is gone already needs no answer.
      try? answer(.version, connection)
      return LinkProblem(
        "\(peer) speaks version \(version) of the link protocol, this is version \(LinkFrames.version)")
    case .range:
      try? answer(.refused, connection)
      return LinkProblem("\(peer) asked for a measurement that is out of range")
    }
  }

  private func answer(_ status: LinkReply.Status, _ connection: TCPConnection) throws(SystemError) {
    try connection.sendAll(LinkReply(status).frame)
  }

  // MARK: - Latency

  /// Sends back what comes, until the client ends.
  ///
  /// - Returns: whole messages.
  private func echo(_ connection: TCPConnection, _ request: LinkRequest) throws(SystemError) -> Int {
    let deadline = Deadline.after(.seconds(request.warmUp + request.window) + patience)
    var piece = [UInt8](repeating: 0, count: 4_096)
    var total = 0
    while !deadline.isOver {
      do throws(SystemError) {
        let bytes = try connection.receive(into: &piece, count: piece.count)
        if bytes == 0 { break }
        let sent = try connection.send(piece, count: bytes)
        if sent < bytes { try connection.sendAll(Array(piece[sent..<bytes])) }
        total += bytes
      } catch {
        // A client that is done breaks the connection.
        if error.isPeerGone { break }
        throw error
      }
    }
    return total / LinkFrames.messageBytes
  }

  // MARK: - Bandwidth

  private func receive(_ first: TCPConnection, _ request: LinkRequest) throws -> String {
    let connections = try gather(first, request)
    let receivers = StreamReceivers(
      connections: connections, warmUp: request.warmUp, window: request.window)
    let outcomes = try receivers.run { () throws(SystemError) in
      if let last = connections.last { try answer(.accepted, last) }
    }
    for outcome in outcomes { _ = try outcome.get() }
    return "\(first.peer): bandwidth, \(connections.count) \(connections.count == 1 ? "stream" : "streams")"
  }

  /// All connections of a measurement, each but the last told that it is in.
  private func gather(_ first: TCPConnection, _ request: LinkRequest) throws -> [TCPConnection] {
    var connections = [first]
    let deadline = Deadline.after(patience)
    if request.streams > 1 { try answer(.accepted, first) }
    while connections.count < request.streams {
      guard let next = try listener.next(until: deadline) else {
        throw LinkProblem.lost(first.peer, "\(connections.count) of \(request.streams) streams came")
      }
      try next.limit(eachCall: patience)
      // A stranger is told by `greet`, another client here; one that is gone already needs no answer.
      guard let asked = try? greet(next) else { continue }
      guard asked == request else {
        try? answer(.busy, next)
        continue
      }
      connections.append(next)
      if connections.count < request.streams { try answer(.accepted, next) }
    }
    return connections
  }
}
