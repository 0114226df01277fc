internal import Platform

/// The work of a relay's thread: one wait for all sockets and due times, then a round of reading and writing.
///
/// It never sleeps but in that wait. Connections take turns in going first, so that they share the rate.
struct RelayLoop {
  private struct Connection {
    var forward: RelayLane
    var back: RelayLane
  }

  private static let mostPatience: UInt64 = 5_000_000_000
  private static let retryAfter: UInt64 = 1_000_000

  private let listener: UnixListener
  private let destination: String
  private let shape: LaneShape
  private let tally: RelayTally
  private var forward: TokenBucket
  private var back: TokenBucket
  private var connections: [Connection] = []
  // Of the source, in their order, while the destination's queue is full.
  private var waiting: [(socket: UnixSocket, patience: UInt64)] = []
  private var set = SocketSet()
  private var turn = 0

  init(from listener: UnixListener, to destination: String, shape: LaneShape, tally: RelayTally) {
    self.listener = listener
    self.destination = destination
    self.shape = shape
    self.tally = tally
    forward = TokenBucket(rate: shape.rate)
    back = TokenBucket(rate: shape.rate)
  }

  /// Works until it shall stop; all connections are closed with this value.
  mutating func run(until stop: StopSignal) {
    do {
      while !stop.isRaised { try round(stop) }
    } catch {
      tally.end(with: error)
    }
    (connections, waiting) = ([], [])
    listener.shutDown()
  }

  private mutating func round(_ stop: StopSignal) throws(SystemError) {
    let now = Clock.now()
    set.removeAll()
    _ = set.add(stop)
    let visitor = set.add(listener)
    var wake = waiting.isEmpty ? UInt64.max : now + Self.retryAfter
    for index in connections.indices {
      wake = min(wake, connections[index].forward.prepare(&set, forward, now: now) ?? .max)
      wake = min(wake, connections[index].back.prepare(&set, back, now: now) ?? .max)
    }
    try set.wait(until: wake == .max ? nil : wake)
    if stop.isRaised { return }
    moveAll()
    if set.isReady(visitor) { try accept() }
    connectWaiting()
  }

  private mutating func moveAll() {
    for step in connections.indices {
      let index = (turn + step) % connections.count
      tally.add(connections[index].forward.move(set, &forward))
      _ = connections[index].back.move(set, &back)
    }
    turn &+= 1
    connections.removeAll { $0.forward.isDone && $0.back.isDone }
  }

  private mutating func accept() throws(SystemError) {
    do {
      let socket = try listener.accept(until: .after(.zero))
      waiting.append((socket, Clock.now() + Self.mostPatience))
    } catch {
      // It was gone before it was taken.
      if !error.isTimeout { throw error }
    }
  }

  /// Connects those that wait, the first first: QEMU takes the first connection for the main one.
  private mutating func connectWaiting() {
    while let first = waiting.first {
      do {
        let target = try UnixSocket.connect(to: destination, until: .after(.zero))
        connections.append(
          Connection(
            forward: RelayLane(from: first.socket, to: target, shape: shape),
            back: RelayLane(from: target, to: first.socket, shape: shape)))
      } catch {
        // Nobody is there, or takes nobody: the source's connection ends with its socket.
        if error.isTimeout, Clock.now() < first.patience { return }
      }
      waiting.removeFirst()
    }
  }
}
