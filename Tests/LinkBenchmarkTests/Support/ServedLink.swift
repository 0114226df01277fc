import Platform
import Synchronization

@testable import Experiment
@testable import LinkBenchmark

/// A link server of this process on a port of its own; it ends with its owner.
final class ServedLink: Sendable {
  let server: LinkServer
  private let said = Mutex<[String]>([])
  private let tally = Mutex<NetworkListener.Tally?>(nil)
  private let ended = AwaitedCount()

  init(patience: Duration = .seconds(30)) throws {
    let server = try LinkServer(at: NetworkAddress(numeric: "127.0.0.1", port: 0), patience: patience)
    self.server = server
    try Thread.startDetached { [self] in
      // A server that fails has no tally, which the test sees.
      let result = try? server.run(idleLimit: .seconds(600)) { line in said.withLock { $0.append(line) } }
      tally.withLock { $0 = result }
      ended.advance()
    }
  }

  var client: LinkClient { LinkClient(server.address, patience: .seconds(30)) }
  var target: PeerNode { PeerNode(server.address, from: "n1", to: "n2") }

  /// Ends it; what it has done, and what it said.
  func stop() -> (tally: NetworkListener.Tally?, said: [String]) {
    server.stop()
    _ = ended.wait(whileAt: 0, until: Deadline.after(.seconds(60)).nanoseconds)
    return (tally.withLock { $0 }, said.withLock { $0 })
  }
}

/// Something that listens and is no link server: it does one thing with one connection.
final class Stranger: Sendable {
  let address: NetworkAddress
  private let listener: NetworkListener

  init(_ body: @escaping @Sendable (TCPConnection) throws -> Void) throws {
    let listener = try NetworkListener(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
    self.listener = listener
    address = listener.address
    try Thread.startDetached {
      // What the other side thinks of it is what is tested.
      if let connection = try? listener.accept(until: .after(.seconds(60))) { try? body(connection) }
    }
  }

  deinit { listener.shutDown() }

  var client: LinkClient { LinkClient(address, patience: .seconds(30)) }
  var target: PeerNode { PeerNode(address, from: "n1", to: "n2") }

  /// Takes a request as a server does, and accepts it.
  static func accept(_ connection: TCPConnection) throws {
    _ = try connection.receive(exactly: LinkRequest.length, until: .after(.seconds(60)))
    try connection.sendAll(LinkReply(.accepted).frame)
  }
}
