/// What a stage is judged by; the raw value is the key of the thresholds file and the metric label `figure`.
public enum StageFigure: String, Codable, Hashable, Sendable, CaseIterable {
  /// How long the stage took.
  case seconds
  /// A byte to the destination and back, the median: seconds.
  case roundTrip = "round-trip"
  /// What one connection carries to the destination: bytes a second.
  case linkRate = "link-rate"
  /// Memory that the destination has left once the guest is there: bytes.
  case memoryLeft = "memory-left"
  /// What the destination's QEMU is or lacks that the guest needs: a count.
  case differences
  /// Memory errors that the kernel counted since the boot, corrected ones included.
  case eccErrors = "ecc-errors"
  /// Memory that the destination's QEMU holds, over the guest's; above 1 by what QEMU itself takes.
  case memoryTaken = "memory-taken"
  /// The part of the disk that is the same at both ends, 0 to 1.
  case share
  /// The longest time without a beat: seconds.
  case blackout
  /// How long the guest stood still by its own clock: seconds.
  case guestPause = "guest-pause"
  /// Beats a second over those before the migration.
  case beatRate = "beat-rate"
  /// Bytes of the disk that are not what they must be.
  case imageDifferences = "image-differences"

  /// How its values are written.
  enum Kind: Equatable { case time, size, rate, count, share }

  var kind: Kind {
    switch self {
    case .seconds, .roundTrip, .blackout, .guestPause: .time
    case .memoryLeft: .size
    case .linkRate: .rate
    case .differences, .eccErrors, .imageDifferences: .count
    case .memoryTaken, .share, .beatRate: .share
    }
  }

  /// Whether its bound is the least that it may be; else the most.
  public var isLeast: Bool {
    switch self {
    case .linkRate, .memoryLeft, .memoryTaken, .share, .beatRate: true
    case .seconds, .roundTrip, .differences, .eccErrors, .blackout, .guestPause, .imageDifferences: false
    }
  }

  /// The unit in documents.
  public var unit: String {
    switch kind {
    case .time: "s"
    case .size: "B"
    case .rate: "B/s"
    case .count, .share: "1"
    }
  }
}
