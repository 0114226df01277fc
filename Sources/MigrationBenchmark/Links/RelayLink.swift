public import Platform

/// A relay between two socket files, in a thread of this process: a full-duplex link with a rate, shared by all
/// connections of a direction, and a delay. Needs no rights.
///
/// A connection of the source is a connection to the destination; where that is not there, it is ended. The end of one
/// direction reaches the other side after everything before it. A byte that comes at time t leaves at
///
///     max(t, end of its sending at the set rate) + delay
///
/// (see `TokenBucket`), later only where the relay's thread is late or the other side does not read. It holds at most
/// rate × delay + max(256 KiB, rate × 10 ms) bytes of each direction of a connection, then the sender has to wait; with
/// a delay but no rate, the rate of this formula is 1.25e9 B/s and the product at most 64 MiB.
public final class RelayLink: MigrationLink {
  private let directory: PrivateDirectory
  private let tally: RelayTally
  private let thread: StoppableThread
  /// Where the destination listens.
  public let incoming: String
  /// Where the relay listens.
  public let outgoing: String

  /// Starts it.
  ///
  /// - Parameters:
  ///   - rate: bytes a second each way; 0 = no limit.
  ///   - delay: seconds that a byte is under way, each way.
  /// - Throws: `LinkError`: of kind `unclear` for numbers out of the ranges of `LinkSpec`, else `failed`.
  public init(rate: Double = 0, delay: Double = 0) throws(LinkError) {
    try LinkSpec.relay(rate: rate, delay: delay).check()
    do {
      let directory = try PrivateDirectory(for: "relay")
      let listener = try UnixListener(at: "\(directory.path)/source")
      let destination = "\(directory.path)/destination"
      let tally = RelayTally()
      let shape = LaneShape(rate: rate, delay: delay)
      thread = try StoppableThread { stop in
        var loop = RelayLoop(from: listener, to: destination, shape: shape, tally: tally)
        loop.run(until: stop)
      }
      self.directory = directory
      self.tally = tally
      incoming = "unix:\(destination)"
      outgoing = "unix:\(listener.path)"
    } catch { throw LinkError(error) }
  }

  deinit { close() }

  /// Bytes that the destination's sockets took.
  public var carriedBytes: UInt64? { tally.carriedBytes }

  /// Why it ended by itself, as though cut, where it did: this process had no descriptor or memory left for it.
  public var failure: SystemError? { tally.failure }

  /// Closes all connections, and lets nobody connect any more; what is under way is lost.
  public func cut() { thread.stop() }

  /// Cuts it and removes the directory.
  public func close() {
    thread.stop()
    directory.remove()
  }
}
