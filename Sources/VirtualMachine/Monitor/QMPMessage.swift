internal import FoundationEssentials

/// One line of QEMU's monitor protocol (docs/interop/qmp-spec.txt).
enum QMPMessage: Sendable, Equatable {
  /// The first line.
  case greeting(QEMUVersion)
  /// The answer to the command with this number; its line holds the value.
  case value(id: Int?, line: [UInt8])
  /// The refusal of the command with this number; of none where QEMU could not read it.
  case refusal(id: Int?, errorClass: String, reason: String)
  /// Something that happened.
  case event(QMPEvent)

  /// A line that is none of these.
  struct Nonsense: Error, Equatable {
    let detail: String

    init(_ line: some Collection<UInt8>) {
      let start = String(decoding: line.prefix(200), as: UTF8.self)
      detail = line.count > 200 ? "\(start)… (\(line.count) bytes)" : start
    }
  }

  /// Reads a line that came at `arrival`.
  init(_ line: [UInt8], arrival: UInt64) throws(Nonsense) {
    let head: Head
    do { head = try QMPText.decode(Head.self, from: line) } catch { throw Nonsense(line) }
    if let greeting = head.greeting {
      self = .greeting(greeting.version)
    } else if let name = head.event, let time = head.timestamp {
      self = .event(
        QMPEvent(
          name: name, microseconds: time.seconds &* 1_000_000 &+ time.microseconds, arrival: arrival,
          line: line))
    } else if let error = head.error {
      self = .refusal(id: head.id, errorClass: error.class, reason: error.desc)
    } else if head.hasValue {
      self = .value(id: head.id, line: line)
    } else {
      throw Nonsense(line)
    }
  }

  private struct Head: Decodable {
    struct Greeting: Decodable { let version: QEMUVersion }
    struct Refusal: Decodable { let `class`, desc: String }
    struct Time: Decodable { let seconds, microseconds: Int64 }
    enum Keys: String, CodingKey {
      case greeting = "QMP"
      case event, timestamp, error, id, value = "return"
    }

    let greeting: Greeting?
    let event: String?
    let timestamp: Time?
    let error: Refusal?
    let id: Int?
    let hasValue: Bool

    init(from decoder: any Decoder) throws {
      let line = try decoder.container(keyedBy: Keys.self)
      greeting = try line.decodeIfPresent(Greeting.self, forKey: .greeting)
      event = try line.decodeIfPresent(String.self, forKey: .event)
      timestamp = try line.decodeIfPresent(Time.self, forKey: .timestamp)
      error = try line.decodeIfPresent(Refusal.self, forKey: .error)
      id = try line.decodeIfPresent(Int.self, forKey: .id)
      hasValue = line.contains(.value)
    }
  }
}

/// JSON of one line.
enum QMPText {
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }

  static func decode<Value: Decodable>(_ type: Value.Type, from line: [UInt8]) throws -> Value {
    try JSONDecoder().decode(type, from: Data(line))
  }
}
