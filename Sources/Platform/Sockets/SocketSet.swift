internal import CPlatform
import Glibc

/// Several sockets that one thread waits for at once.
///
///     set.removeAll()
///     let news = set.add(socket, for: .reading)
///     try set.wait(until: deadline)
///     if set.isReady(news) { … }
public struct SocketSet: Sendable {
  /// What a socket is waited for.
  public enum Readiness: Sendable {
    /// Something to read, the end included.
    case reading
    /// Room to write.
    case writing
  }

  private var entries: [pollfd] = []

  /// None.
  public init() {}

  /// Forgets all; what they take stays for the next ones.
  public mutating func removeAll() { entries.removeAll(keepingCapacity: true) }

  /// Adds a socket, which must stay open until the wait is over.
  ///
  /// - Returns: its place, for `isReady`.
  public mutating func add(_ socket: UnixSocket, for readiness: Readiness) -> Int {
    add(socket.descriptor.number, readiness == .reading ? POLLIN : POLLOUT)
  }

  /// Adds a listener, which is ready when somebody connects.
  public mutating func add(_ listener: UnixListener) -> Int { add(listener.descriptor.number, POLLIN) }

  /// Adds a signal to stop, which is ready from then on.
  public mutating func add(_ signal: StopSignal) -> Int { add(signal.descriptor.number, POLLIN) }

  private mutating func add(_ descriptor: Int32, _ events: Int32) -> Int {
    entries.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
    return entries.count - 1
  }

  /// Waits until one of them is ready, has ended or has failed, which the call after this will tell.
  ///
  /// - Parameter deadline: of `Clock.now()`, kept to the kernel's timer slack (50 µs if nobody changed it); nil waits for
  ///   as long as it takes.
  public mutating func wait(until deadline: UInt64?) throws(SystemError) {
    while true {
      let now = Clock.now()
      let left = deadline.map { Int64(clamping: $0 > now ? $0 - now : 0) } ?? -1
      let count = unsafe assay_wait_for_any(&entries, entries.count, left)
      if count >= 0 { return }
      if count != -Int(EINTR) {
        throw SystemError(code: Int32(-count), operation: "wait for", subject: "\(entries.count) sockets")
      }
    }
  }

  /// Whether the one at this place was ready at the end of the last wait.
  public func isReady(_ place: Int) -> Bool { entries[place].revents != 0 }
}
