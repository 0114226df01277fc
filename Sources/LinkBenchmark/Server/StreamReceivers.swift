internal import Platform
internal import Synchronization

/// The receiving side of one bandwidth measurement: a thread for each stream.
struct StreamReceivers {
  /// What became of one stream.
  typealias Outcome = Result<StreamResult, LinkProblem>

  /// Bytes that one call takes at most.
  static let pieceBytes = 256 << 10
  /// How long what still comes after the window is thrown away, at most.
  private static let drain = Duration.seconds(5)

  let connections: [TCPConnection]
  let warmUp: Double
  let window: Double

  /// Begins now: the window follows the warm-up. `begin` tells the last stream that all are there.
  ///
  /// - Returns: what each stream counted, or why it did not.
  /// - Throws: what `begin` throws; EAGAIN when a thread cannot be started.
  func run(begin: () throws(SystemError) -> Void) throws(SystemError) -> [Outcome] {
    let start = Clock.now() + UInt64(warmUp * 1e9)
    let end = start + UInt64(window * 1e9)
    try begin()
    let outcomes = Outcomes(count: connections.count)
    var threads: [Thread] = []
    var failure: SystemError?
    for (index, connection) in connections.enumerated() {
      do throws(SystemError) {
        threads.append(
          try Thread {
            outcomes.put(
              index,
              Result { () throws(LinkProblem) in
                try Self.receive(connection, ByteCounter(start: start, end: end))
              })
          })
      } catch {
        failure = error
        break
      }
    }
    if failure != nil { for connection in connections { connection.shutDown() } }
    for thread in threads { thread.join() }
    if let failure { throw failure }
    return outcomes.all
  }

  /// One outcome a stream.
  private final class Outcomes: Sendable {
    private let values: Mutex<[Outcome]>

    init(count: Int) {
      let none = Outcome.failure(LinkProblem("a receiving thread ended without a result"))
      values = Mutex(Array(repeating: none, count: count))
    }

    func put(_ index: Int, _ outcome: Outcome) { values.withLock { $0[index] = outcome } }

    var all: [Outcome] { values.withLock { $0 } }
  }

  /// Counts until the window is over, tells the sender, and throws away what it has sent meanwhile: a connection that is
  /// closed with something unread could take the result with it.
  private static func receive(
    _ connection: TCPConnection, _ counter: ByteCounter
  ) throws(LinkProblem) -> StreamResult {
    var counter = counter
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    do throws(SystemError) {
      while counter.result == nil {
        let bytes = try connection.receive(into: &piece, count: piece.count)
        if bytes == 0 { break }
        counter.count(bytes, at: Clock.now())
      }
      if let result = counter.result { try connection.sendAll(result.frame) }
    } catch {
      throw .lost(connection.peer, error.cause)
    }
    guard let result = counter.result else { throw .lost(connection.peer, "the sender ended early") }
    let deadline = Deadline.after(drain)
    // A sender that breaks the connection, as it does once it has the result, is done as well.
    while !deadline.isOver, let bytes = try? connection.receive(into: &piece, count: piece.count), bytes > 0 {
    }
    return result
  }
}
