internal import Platform

/// A server that answers a benchmark of other nodes.
protocol PeerServer: Sendable {
  /// Where it listens.
  var address: NetworkAddress { get }

  /// Answers until nobody asked for so long.
  ///
  /// - Parameter said: gets a line about each answer.
  func run(idleLimit: Duration, said: (String) -> Void) throws(SystemError) -> NetworkListener.Tally
}

/// `--serve`: answers until nobody asked for a while.
struct PeerServing {
  /// Seconds that the name service may take.
  private static let patience = 10

  /// The address to listen at; nil for all of this host.
  let listen: String?
  /// 0 for any.
  let port: UInt16
  /// Seconds without a request after which it ends.
  let idleLimit: Double
  let isQuiet: Bool

  /// Prints the port, answers, ends.
  func run(_ make: (NetworkAddress) throws -> some PeerServer) async throws {
    let server = try listening(make)
    let isQuiet = isQuiet
    let limit = Duration.seconds(idleLimit)
    Console.output("\(server.address.port)")
    if !isQuiet {
      Console.error(
        "answering at \(server.address) until nobody has asked for \(Int(idleLimit.rounded(.up))) s")
    }
    // On a thread of its own: it waits all the time, and the runtime has few.
    let tally = try await withCheckedThrowingContinuation {
      (done: CheckedContinuation<NetworkListener.Tally, any Error>) in
      do {
        try Thread.startDetached {
          done.resume(
            with: Result {
              try server.run(idleLimit: limit) { if !isQuiet { Console.error($0.oneLine) } }
            })
        }
      } catch {
        done.resume(throwing: error)
      }
    }
    if !isQuiet {
      Console.error("\(tally.answered) requests were answered, \(tally.failed) connections came to nothing")
    }
  }

  private func listening<Server: PeerServer>(_ make: (NetworkAddress) throws -> Server) throws -> Server {
    do {
      guard let listen else {
        // Without IPv6 in the kernel there is IPv4 still; where that fails too, it says why.
        if let all = try? make(NetworkAddress(numeric: "::", port: port)) { return all }
        return try make(NetworkAddress(numeric: "0.0.0.0", port: port))
      }
      let found = try NetworkAddress.find(listen, port: port, until: .after(.seconds(Self.patience)))
      guard let address = found.first else { throw CommandFailure("\(listen) has no address") }
      return try make(address)
    } catch {
      throw CommandFailure(
        "--serve: \(error); name an address of this host with --listen, and another --port, or 0 for any that is free"
      )
    }
  }
}
