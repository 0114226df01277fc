/// A page that the Linux guest found wrong in its memory, as it says itself: each time that it looks at it, until it
/// writes to the words that are wrong.
public struct GuestDamage: Error, Sendable, Equatable, CustomStringConvertible {
  /// The first byte of such a record.
  static let magic: UInt8 = 0xa6

  /// When the first byte had come, in nanoseconds of CLOCK_MONOTONIC of this host.
  public var time: UInt64
  /// The pass that the page must be of.
  public var pass: UInt32
  /// The first word of it that is wrong: of those that must be zero from the end on, else of the others from the end on.
  public var damage: BeaconMemory.Damage

  /// Damage that was heard of.
  public init(time: UInt64, pass: UInt32, damage: BeaconMemory.Damage) {
    self.time = time
    self.pass = pass
    self.damage = damage
  }

  /// Reads a record: magic, what was found, what must be there, word, pass, page (4 bytes each), checksum;
  /// little-endian. nil when it is none.
  init?(_ bytes: ArraySlice<UInt8>, at time: UInt64) {
    guard bytes.count == BeaconRecord.byteCount, bytes.first == Self.magic else { return nil }
    let body = bytes.dropFirst().dropLast()
    guard BeaconRecord.checksum(body) == bytes.last else { return nil }
    func number(_ index: Int) -> UInt32 {
      body[(body.startIndex + 4 * index)...].prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    self.init(
      time: time, pass: number(3),
      damage: BeaconMemory.Damage(
        page: Int(number(4)), word: Int(number(2)), found: number(0), expected: number(1)))
  }

  /// For people.
  public var description: String { "\(damage), as in pass \(pass)" }
}
