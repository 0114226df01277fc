/// What the two sides of a measurement say to one another over TCP. Every frame has a fixed length and begins with the
/// same eight bytes; numbers are unsigned, their lowest byte first. Nothing that comes is trusted: what is out of range is
/// refused, and no frame makes the other side keep more than it has anyway.
enum LinkFrames {
  /// The first bytes of every frame.
  static let magic = Array("assay-lk".utf8)
  /// What this version speaks; it counts up whenever a frame changes its form or meaning.
  static let version: UInt32 = 1
  /// Bytes of one message of a latency measurement, in each direction.
  static let messageBytes = 64

  /// Numbers of a frame one after the other, and back.
  struct Fields {
    private(set) var bytes: [UInt8]
    private var place = 0

    /// A frame to be written.
    init() { bytes = LinkFrames.magic }

    /// A frame that was received; nil when it is not one of ours.
    init?(reading bytes: [UInt8]) {
      guard bytes.starts(with: LinkFrames.magic) else { return nil }
      self.bytes = bytes
      place = LinkFrames.magic.count
    }

    mutating func append<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) {
      for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: number >> Number(shift)))
      }
    }

    /// The next number; nil when the frame ends before it.
    mutating func next<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type) -> Number? {
      let size = Number.bitWidth / 8
      guard bytes.count - place >= size else { return nil }
      defer { place += size }
      return bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | Number($1) }
    }
  }
}

/// What a client asks for, first on every connection.
struct LinkRequest: Equatable, Sendable {
  /// What a connection is for.
  enum Kind: UInt32, Sendable {
    /// Nothing more: to see who answers, or to have made a connection.
    case probe = 1
    /// One of the streams of a bandwidth measurement.
    case stream = 2
    /// Messages that come back as they are.
    case echo = 3
  }

  /// Bytes of the frame.
  static let length = 48
  /// Streams of one measurement, at most.
  static let mostStreams = 64
  /// Seconds of warm-up and window together, at most: an hour.
  static let longest = 3_600.0

  /// The protocol's version that the client speaks.
  var version = LinkFrames.version
  /// What the connection is for.
  var kind: Kind
  /// Tells measurements apart: the connections of one have the same.
  var token: UInt64 = 0
  /// Connections of the measurement.
  var streams = 1
  /// Seconds that do not count, at the beginning.
  var warmUp = 0.0
  /// Seconds that count.
  var window = 0.0

  /// A request.
  init(_ kind: Kind, token: UInt64 = 0, streams: Int = 1, warmUp: Double = 0, window: Double = 0) {
    self.kind = kind
    self.token = token
    self.streams = streams
    self.warmUp = warmUp
    self.window = window
  }

  /// Why a received request is none that is answered.
  enum Refusal: Error, Equatable {
    /// It is something else than a request.
    case foreign
    /// It is of another version of the protocol.
    case version(UInt32)
    /// A number in it is out of range, or of a kind that is not known.
    case range
  }

  /// The frame.
  var frame: [UInt8] {
    var fields = LinkFrames.Fields()
    fields.append(version)
    fields.append(kind.rawValue)
    fields.append(token)
    fields.append(UInt64(streams))
    fields.append(Self.nanoseconds(warmUp))
    fields.append(Self.nanoseconds(window))
    return fields.bytes
  }

  /// Reads a frame.
  init(frame: [UInt8]) throws(Refusal) {
    guard frame.count == Self.length, var fields = LinkFrames.Fields(reading: frame),
      let version = fields.next(UInt32.self)
    else { throw .foreign }
    guard version == LinkFrames.version else { throw .version(version) }
    guard let kind = fields.next(UInt32.self).flatMap(Kind.init), let token = fields.next(UInt64.self),
      let streams = fields.next(UInt64.self), (1...UInt64(Self.mostStreams)).contains(streams),
      let warmUp = fields.next(UInt64.self), let window = fields.next(UInt64.self),
      max(warmUp, window) <= Self.nanoseconds(Self.longest),
      warmUp + window <= Self.nanoseconds(Self.longest)
    else { throw .range }
    self.init(
      kind, token: token, streams: Int(streams), warmUp: Double(warmUp) * 1e-9, window: Double(window) * 1e-9)
  }

  private static func nanoseconds(_ seconds: Double) -> UInt64 {
    UInt64(max(0, min(seconds, 2 * longest)) * 1e9)
  }
}

/// What the server answers to a request.
struct LinkReply: Equatable, Sendable {
  /// What becomes of the request.
  enum Status: UInt32, Sendable {
    /// It begins.
    case accepted = 0
    /// Another measurement is being taken.
    case busy = 1
    /// The client speaks another version.
    case version = 2
    /// The request is out of range.
    case refused = 3
  }

  /// Bytes of the frame.
  static let length = 16

  /// The protocol's version that the server speaks.
  var version = LinkFrames.version
  /// What becomes of the request.
  var status: Status

  /// An answer.
  init(_ status: Status) { self.status = status }

  /// The frame.
  var frame: [UInt8] {
    var fields = LinkFrames.Fields()
    fields.append(version)
    fields.append(status.rawValue)
    return fields.bytes
  }

  /// Reads a frame; nil when it is none. Of another version only that is read.
  init?(frame: [UInt8]) {
    guard frame.count == Self.length, var fields = LinkFrames.Fields(reading: frame),
      let version = fields.next(UInt32.self), let code = fields.next(UInt32.self)
    else { return nil }
    guard let status = version == LinkFrames.version ? Status(rawValue: code) : .version else { return nil }
    self.version = version
    self.status = status
  }
}

/// What the receiver of a stream counted.
struct StreamResult: Equatable, Sendable {
  /// Bytes of the frame.
  static let length = 32

  /// Bytes that arrived in the window.
  var bytes: UInt64
  /// Nanoseconds of the receiver's clock that they took, above 0.
  var nanoseconds: UInt64
  /// Bytes that arrived up to the window's end, the warm-up's included.
  var total: UInt64

  /// The frame.
  var frame: [UInt8] {
    var fields = LinkFrames.Fields()
    for number in [bytes, nanoseconds, total] { fields.append(number) }
    return fields.bytes
  }

  init(bytes: UInt64, nanoseconds: UInt64, total: UInt64) {
    self.bytes = bytes
    self.nanoseconds = nanoseconds
    self.total = total
  }

  /// Reads a frame; nil when it is none.
  init?(frame: [UInt8]) {
    guard frame.count == Self.length, var fields = LinkFrames.Fields(reading: frame),
      let bytes = fields.next(UInt64.self), let nanoseconds = fields.next(UInt64.self), nanoseconds > 0,
      let total = fields.next(UInt64.self), total >= bytes
    else { return nil }
    self.init(bytes: bytes, nanoseconds: nanoseconds, total: total)
  }

  /// Bytes a second.
  var rate: Double { Double(bytes) / (Double(nanoseconds) * 1e-9) }
}
