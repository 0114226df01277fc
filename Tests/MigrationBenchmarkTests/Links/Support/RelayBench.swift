import Glibc
import MigrationBenchmark
import Platform
import Synchronization

/// A relay with somebody at its far side.
final class RelayBench: Sendable {
  let link: RelayLink
  let listener: UnixListener

  /// What must come comes within this time also on a busy machine.
  static var soon: Deadline { .after(.seconds(60)) }

  init(rate: Double = 0, delay: Double = 0) throws {
    link = try RelayLink(rate: rate, delay: delay)
    listener = try UnixListener(at: LinkPath.file(link.incoming))
  }

  var directory: String { Files.parent(of: listener.path) }

  /// A connection through the relay.
  func connect() throws -> (source: UnixSocket, destination: UnixSocket) {
    let source = try UnixSocket.connect(to: LinkPath.file(link.outgoing), until: Self.soon)
    return (source, try listener.accept(until: Self.soon))
  }

  /// Bytes that nobody guesses, the same for the same seed.
  static func bytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return UInt8(truncatingIfNeeded: state >> 24)
    }
  }

  /// All bytes until the end.
  static func readAll(_ socket: UnixSocket) throws -> [UInt8] {
    var all: [UInt8] = []
    try read(socket) { all += $0 }
    return all
  }

  /// Reads until the end, or until a body says that it is enough; how many bytes.
  @discardableResult
  static func read(_ socket: UnixSocket, most: Int = .max, _ body: (ArraySlice<UInt8>) -> Void = { _ in })
    throws
    -> Int
  {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var count = 0
    while count < most {
      let more = try socket.read(into: &buffer, until: soon)
      if more == 0 { break }
      body(buffer[..<more])
      count += more
    }
    return count
  }

  /// Whether the other side ended the connection: the end, or a reset where something was unread.
  static func hasEnded(_ socket: UnixSocket) throws -> Bool {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    do {
      while try socket.read(into: &buffer, until: soon) > 0 {}
      return true
    } catch {
      return error.isPeerGone
    }
  }

  /// Writes until it fails; the errno.
  static func writeUntilItFails(_ socket: UnixSocket) -> Int32? {
    let chunk = [UInt8](repeating: 7, count: 1 << 16)
    do { while true { try socket.write(chunk, count: nil, until: soon) } } catch { return error.code }
  }
}

/// A value that a thread leaves for another.
final class Left<Value: Sendable>: Sendable {
  private let held: Mutex<Value?> = Mutex(nil)

  func put(_ value: Value) { held.withLock { $0 = value } }

  var value: Value? { held.withLock { $0 } }
}
