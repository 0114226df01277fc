internal import FoundationEssentials
internal import Platform

/// A connection on which both sides speak in lines of JSON.
struct GuestLine: Sendable {
  /// How long the other side may take to answer what it answers at once.
  static let patience = Duration.seconds(10)

  /// What came is none of ours.
  struct Foreign: Error, CustomStringConvertible {
    let description: String
  }

  let socket: UnixSocket
  /// The other side, for messages.
  let peer: String
  private var pending: [UInt8] = []

  init(_ connection: TCPConnection) throws(SystemError) {
    socket = try connection.shared()
    peer = connection.peer
  }

  func send(_ message: some Encodable, within limit: Duration = patience) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try socket.write(Array(try encoder.encode(message)) + [0x0A], until: .after(limit))
  }

  /// The next message; nil when the other side has ended.
  ///
  /// - Throws: `SystemError` (ETIMEDOUT at the deadline), `Foreign`.
  mutating func next<Message: Decodable>(
    _ type: Message.Type, until deadline: Deadline = .after(patience)
  ) throws -> Message? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        let line = pending[..<end]
        defer { pending.removeSubrange(...end) }
        do { return try JSONDecoder().decode(type, from: Data(line)) } catch {
          throw Foreign(
            description: "\(peer) said something that is no message of a guest server or its client")
        }
      }
      guard pending.count < GuestMessages.longestLine else {
        throw Foreign(description: "\(peer) sent a line of more than \(GuestMessages.longestLine) bytes")
      }
      let count = try socket.read(into: &buffer, until: deadline)
      if count == 0 { return nil }
      pending += buffer[..<count]
    }
  }

  /// Whether something has come, the end included.
  func hasNews(until deadline: Deadline) throws(SystemError) -> Bool {
    if pending.contains(0x0A) { return true }
    return try socket.waitToRead(until: deadline)
  }
}
