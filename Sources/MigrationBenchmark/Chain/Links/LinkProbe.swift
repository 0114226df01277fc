internal import Platform
internal import Synchronization

/// What a link does before it is needed: a byte there and back, and all that one connection carries.
struct LinkProbe: Sendable, Equatable {
  /// The median of a byte there and back, in seconds.
  var roundTrip: Double
  /// Bytes a second of payload.
  var rate: Double

  private static let port: UInt16 = 5201
  /// Bytes there and back; the first ones are not looked at.
  private static let rounds = 31
  private static let warmUp = 3
  /// Seconds that the rate is measured over.
  private static let window = 0.3
  /// Bytes that are not looked at: what a shaper lets through at once (`NetworkLab.shape`).
  private static let burst = 128 << 10
  /// Seconds after which it is given up.
  private static let patience = 5.0

  /// Sends from the source's network to the destination's, where a thread receives.
  ///
  /// - Throws: `SystemError` or `LinkError` where nothing goes over the link.
  static func measure(over link: ChainLink) throws -> LinkProbe {
    let deadline = Deadline.after(.seconds(patience))
    let listener = try link.inNetwork(of: .destination) { try TCPListener(at: link.address, port: port) }
    let source = try link.inNetwork(of: .source) {
      try UnixSocket.connect(toTCP: link.address, port: port, until: deadline)
    }
    let server = try listener.accept(until: deadline)
    let receiver = Receiver()
    let thread = try Thread { receiver.serve(server) }
    let roundTrip = Result { try Self.roundTrip(over: source) }
    if case .success = roundTrip { Self.fill(source) }
    source.shutDown()
    thread.join()
    return LinkProbe(roundTrip: try roundTrip.get(), rate: try receiver.rate())
  }

  private static func roundTrip(over socket: UnixSocket) throws -> Double {
    var times: [Double] = []
    var buffer: [UInt8] = [0]
    for round in 0..<rounds {
      // The last says that what follows is not answered.
      buffer[0] = round == rounds - 1 ? 1 : 0
      let start = Clock.now()
      let deadline = Deadline.after(.seconds(patience))
      try socket.write(buffer, count: nil, until: deadline)
      guard try socket.read(into: &buffer, until: deadline) == 1 else { throw Self.isGone }
      if round >= warmUp { times.append(Clock.seconds(from: start, to: Clock.now())) }
    }
    return times.sorted()[times.count / 2]
  }

  /// Sends until the receiver, which has seen enough, ends the connection.
  private static func fill(_ socket: UnixSocket) {
    let piece = [UInt8](repeating: 0xa5, count: 1 << 16)
    let deadline = Deadline.after(.seconds(2 * patience))
    // Whatever ends it: the receiver tells what came.
    while (try? socket.write(piece, count: nil, until: deadline)) != nil {}
  }

  private static let isGone = LinkError(
    .failed, "the destination ended the connection that the link was measured by")

  /// The destination's side.
  private final class Receiver: Sendable {
    private let outcome = Mutex<Result<Double, any Error>?>(nil)

    func rate() throws -> Double {
      guard let outcome = outcome.withLock({ $0 }) else { throw isGone }
      return try outcome.get()
    }

    /// Answers single bytes until one is not zero, then counts what comes.
    func serve(_ socket: UnixSocket) {
      let counted = Result {
        var buffer: [UInt8] = [0]
        let deadline = Deadline.after(.seconds(patience))
        repeat {
          guard try socket.read(into: &buffer, until: deadline) == 1 else { throw isGone }
          try socket.write(buffer, count: nil, until: deadline)
        } while buffer[0] == 0
        return try Self.count(socket)
      }
      socket.shutDown()
      outcome.withLock { $0 = counted }
    }

    private static func count(_ socket: UnixSocket) throws -> Double {
      var buffer = [UInt8](repeating: 0, count: 1 << 18)
      let begin = Clock.now()
      let deadline = Deadline.after(.seconds(patience))
      var total = 0
      var first: (time: UInt64, total: Int)?
      do throws(SystemError) {
        while true {
          let count = try socket.read(into: &buffer, until: deadline)
          if count == 0 { break }
          total += count
          let now = Clock.now()
          guard let start = first else {
            if total >= burst { first = (now, total) }
            continue
          }
          let seconds = Clock.seconds(from: start.time, to: now)
          if seconds >= window { return Double(total - start.total) / seconds }
        }
      } catch {
        // A link that is slower than the burst in all that time: by all that came.
        if !error.isTimeout { throw error }
      }
      return Double(total) / Clock.seconds(from: begin, to: Clock.now())
    }
  }
}
