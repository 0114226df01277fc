/// What the beacon says in a beat.
public struct BeaconRecord: Sendable, Equatable {
  /// The first byte of each record.
  static let magic: UInt8 = 0xa5
  /// Bytes of a record: magic, clock (8), sequence, pass, page (4 each), checksum; little-endian.
  public static let byteCount = 22

  /// The guest's time-stamp counter, read right before the first byte was sent.
  public var ticks: UInt64
  /// The number of the beat, from 0.
  public var sequence: UInt32
  /// The pass that the guest was in, from 1.
  public var pass: UInt32
  /// The page that it was to write to next.
  public var page: UInt32

  /// A record of these values.
  public init(ticks: UInt64, sequence: UInt32, pass: UInt32, page: UInt32) {
    self.ticks = ticks
    self.sequence = sequence
    self.pass = pass
    self.page = page
  }

  /// Pages written to since the guest began, where its working set is of so many.
  public func writes(of pages: Int) -> Int { (Int(pass) - 1) * pages + Int(page) }

  /// Reads a record; nil when its magic or its checksum is wrong.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count == Self.byteCount, bytes.first == Self.magic else { return nil }
    let body = bytes.dropFirst().dropLast()
    guard Self.checksum(body) == bytes.last else { return nil }
    func number(_ offset: Int, _ count: Int) -> UInt64 {
      body[(body.startIndex + offset)...].prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    ticks = number(0, 8)
    sequence = UInt32(number(8, 4))
    pass = UInt32(number(12, 4))
    page = UInt32(number(16, 4))
  }

  /// Turned left by one bit before each byte is added, so that bytes in another order give another sum.
  static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt8 {
    bytes.reduce(0) { ($0 << 1 | $0 >> 7) &+ $1 }
  }
}
