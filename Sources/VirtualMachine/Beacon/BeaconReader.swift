/// A record and when its first byte came.
public struct Beat: Sendable, Equatable {
  /// When the first byte had come, in nanoseconds of CLOCK_MONOTONIC of this host.
  public var time: UInt64
  /// What the guest said.
  public var record: BeaconRecord

  /// A beat.
  public init(time: UInt64, record: BeaconRecord) {
    self.time = time
    self.record = record
  }
}

/// Makes records of the bytes that come from a beacon, in pieces of any size.
///
/// Bytes that are no record are skipped one by one until the next that is, and counted: a migration cuts a record in
/// two, of which the source gets the beginning and the destination the rest.
public struct BeaconReader: Sendable {
  /// Bytes that were no part of a record.
  public private(set) var skippedBytes = 0
  /// What a guest that checks its memory itself found wrong, in the order in which it came.
  public private(set) var damages: [GuestDamage] = []
  private var pending: [UInt8] = []
  // When each piece of what is pending came: the position behind its last byte, and the time.
  private var stamps: [(end: Int, time: UInt64)] = []

  /// Nothing read yet.
  public init() {}

  /// Bytes of a record that is not complete.
  public var pendingBytes: Int { pending.count }

  /// Takes bytes that had come at a time; returns the beats that they complete.
  public mutating func take(_ bytes: ArraySlice<UInt8>, at time: UInt64) -> [Beat] {
    pending += bytes
    stamps.append((pending.count, time))
    var beats: [Beat] = []
    var start = 0
    while pending.count - start >= BeaconRecord.byteCount {
      let bytes = pending[start..<start + BeaconRecord.byteCount]
      let time = self.time(ofByte: start) ?? time
      if let record = BeaconRecord(bytes) {
        beats.append(Beat(time: time, record: record))
        start += BeaconRecord.byteCount
      } else if let damage = GuestDamage(bytes, at: time) {
        damages.append(damage)
        start += BeaconRecord.byteCount
      } else {
        start += 1
        skippedBytes += 1
      }
    }
    drop(start)
    return beats
  }

  private func time(ofByte index: Int) -> UInt64? { stamps.first { $0.end > index }?.time }

  private mutating func drop(_ count: Int) {
    guard count > 0 else { return }
    pending.removeFirst(count)
    stamps = stamps.compactMap { $0.end > count ? ($0.end - count, $0.time) : nil }
  }
}
