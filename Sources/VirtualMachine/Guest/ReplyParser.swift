/// Takes the guest's answers out of the bytes of its port.
///
///     = ready 2.31
///     = 7 0 12 0            the number of the request, exit code, bytes of output, bytes of errors;
///     <12 bytes><0 bytes>   which follow as they are
struct ReplyParser: Sendable {
  /// One answer.
  enum Reply: Sendable, Equatable {
    /// The guest is up, so many seconds after its kernel began.
    case ready(uptime: Double)
    /// A command has ended.
    case ended(request: Int, GuestResult)
  }

  /// What is no answer.
  struct Nonsense: Error, Sendable, Equatable, CustomStringConvertible {
    let line: String
    var description: String { "the guest's port said '\(line)', which is no answer" }
  }

  /// The most bytes that one command may print.
  static let outputLimit = 64 << 20
  private static let headLimit = 128

  private struct Head: Sendable {
    var request: Int
    var code: Int
    var outputBytes: Int
    var errorBytes: Int
  }

  private var pending: [UInt8] = []
  private var head: Head?

  /// Adds bytes; returns the answers that are complete now.
  ///
  /// - Throws: `Nonsense`; the port is of no use afterwards.
  mutating func add(_ bytes: some Sequence<UInt8>) throws(Nonsense) -> [Reply] {
    pending += bytes
    var replies: [Reply] = []
    while let reply = try next() { replies.append(reply) }
    return replies
  }

  private mutating func next() throws(Nonsense) -> Reply? {
    if head == nil {
      guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else {
        if pending.count > Self.headLimit { throw nonsense(pending.prefix(Self.headLimit)) }
        return nil
      }
      let line = Array(pending[..<end])
      pending.removeFirst(end + 1)
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      if words.count == 3, words[0] == "=", words[1] == "ready", let uptime = Double(words[2]) {
        return .ready(uptime: uptime)
      }
      let numbers = words.dropFirst().compactMap { Int($0) }
      guard words.count == 5, words[0] == "=", numbers.count == 4,
        numbers[2...].allSatisfy({ (0...Self.outputLimit).contains($0) })
      else { throw nonsense(line.prefix(Self.headLimit)) }
      head = Head(request: numbers[0], code: numbers[1], outputBytes: numbers[2], errorBytes: numbers[3])
    }
    guard let head, pending.count >= head.outputBytes + head.errorBytes else { return nil }
    let output = Array(pending.prefix(head.outputBytes))
    let errors = Array(pending[head.outputBytes..<(head.outputBytes + head.errorBytes)])
    pending.removeFirst(head.outputBytes + head.errorBytes)
    self.head = nil
    return .ended(
      request: head.request, GuestResult(code: head.code, outputBytes: output, errorBytes: errors))
  }

  private func nonsense(_ line: some Sequence<UInt8>) -> Nonsense {
    Nonsense(line: String(decoding: Array(line), as: UTF8.self))
  }
}
