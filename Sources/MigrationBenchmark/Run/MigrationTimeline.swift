public import VirtualMachine

/// How a migration ran over its time.
public struct MigrationTimeline: Sendable, Equatable, Codable {
  /// What QEMU said at a moment.
  public struct Point: Sendable, Equatable, Codable {
    /// Seconds since the migration was started.
    public var seconds: Double
    /// The state.
    public var status: MigrationStatus
    /// Bytes sent.
    public var transferred: UInt64
    /// Bytes left to send.
    public var remaining: UInt64
    /// Rounds so far.
    public var rounds: Int
    /// Percent of its time that auto-converge takes from the guest.
    public var throttle: Int
  }

  /// The longest interval between beats in a part of the time.
  public struct Interval: Sendable, Equatable, Codable {
    /// Where the part begins: seconds since the migration was started.
    public var seconds: Double
    /// The longest interval that ended in it, in seconds.
    public var longest: Double
  }

  /// The length of a part, in seconds.
  public static let partSeconds = 0.01

  /// What QEMU said, in the order of time.
  public var points: [Point] = []
  /// Parts in which a beat came, from a baseline before the migration to a window after it.
  public var intervals: [Interval] = []

  /// Nothing yet.
  public init() {}

  /// The longest interval in each part.
  ///
  /// - Parameter beats: from all listeners, in any order: the last of one may come after the first of the other.
  static func intervals(of beats: [Beat], from start: UInt64) -> [Interval] {
    let beats = beats.sorted { $0.time < $1.time }
    var parts: [Interval] = []
    for (beat, next) in zip(beats, beats.dropFirst()) {
      let seconds = (Double(next.time) - Double(start)) * 1e-9
      let part = (seconds / partSeconds).rounded(.down) * partSeconds
      let length = Double(next.time - beat.time) * 1e-9
      if let last = parts.last, last.seconds == part {
        parts[parts.count - 1].longest = max(last.longest, length)
      } else {
        parts.append(Interval(seconds: part, longest: length))
      }
    }
    return parts
  }
}
