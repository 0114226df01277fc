internal import CPlatform
import Glibc
import Synchronization

/// A thread that reads what comes over a descriptor, and says when it came.
///
///     let listener = try DescriptorListener(to: descriptor) { bytes, time in … }
///     …
///     listener.stop()
public final class DescriptorListener: Sendable {
  private let ends: Ends
  // Joined once, by the first `stop()`.
  nonisolated(unsafe) private let thread: Thread
  private let isStopped = Mutex(false)

  /// Starts it.
  ///
  /// - Parameters:
  ///   - descriptor: a pipe or a socket; it is duplicated, so that the caller may close its own.
  ///   - body: gets what was read, and the time (`Clock.now()`) right after the reading; nothing and a time when the
  ///     other side has closed, or reading failed, after which nothing more comes.
  /// - Throws: EBADF when the descriptor is not open; EMFILE; EAGAIN when there are too many threads.
  public init(
    to descriptor: Int32, _ body: @escaping @Sendable (_ bytes: ArraySlice<UInt8>, _ time: UInt64) -> Void
  ) throws(SystemError) {
    let ends = try Ends(descriptor)
    self.ends = ends
    unsafe thread = try Thread { ends.read(body) }
  }

  /// Starts it for one end of a connection.
  public convenience init(
    to socket: UnixSocket, _ body: @escaping @Sendable (_ bytes: ArraySlice<UInt8>, _ time: UInt64) -> Void
  ) throws(SystemError) {
    try self.init(to: socket.descriptor.number, body)
  }

  deinit { stop() }

  /// Ends it and waits until it has ended; what has come is read before. More calls do nothing.
  ///
  /// Not from the body.
  public func stop() {
    isStopped.withLock { isStopped in
      if isStopped { return }
      isStopped = true
      ends.wake()
      unsafe thread.join()
    }
  }

  /// The descriptors of the thread.
  private final class Ends: Sendable {
    private static let longestPiece = 4096
    private let source: OwnedDescriptor
    // A byte in this pipe ends the thread.
    private let end: OwnedDescriptor
    private let ender: OwnedDescriptor

    init(_ descriptor: Int32) throws(SystemError) {
      source = OwnedDescriptor(
        owning: Int32(
          try SystemCall.runSettingErrno("listen to", "descriptor \(descriptor)") {
            Int(fcntl(descriptor, F_DUPFD_CLOEXEC, 0))
          }))
      var ends: [Int32] = [-1, -1]
      try SystemCall.run("make a pipe for", "a thread that listens") { unsafe assay_pipe(&ends) }
      end = OwnedDescriptor(owning: ends[0])
      ender = OwnedDescriptor(owning: ends[1])
    }

    /// Only one byte is ever written: it always fits.
    func wake() {
      var byte: UInt8 = 1
      while unsafe write(ender.number, &byte, 1) < 0, errno == EINTR {}
    }

    func read(_ body: (ArraySlice<UInt8>, UInt64) -> Void) {
      var piece = [UInt8](repeating: 0, count: Self.longestPiece)
      var waiting = [
        pollfd(fd: source.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: end.number, events: Int16(POLLIN), revents: 0),
      ]
      while true {
        if unsafe poll(&waiting, nfds_t(waiting.count), -1) < 0 {
          if errno == EINTR { continue }
          return body([], Clock.now())
        }
        guard waiting[0].revents != 0 else { return }
        let count = unsafe Glibc.read(source.number, &piece, piece.count)
        let time = Clock.now()
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        guard count > 0 else { return body([], time) }
        body(piece[..<count], time)
        // Told to end, it takes what is there still, and does not wait until there is no more to come.
        if waiting[1].revents != 0, count < piece.count { return }
      }
    }
  }
}
