/// The number by which the kernel knows a device: `254:0`.
///
/// File systems without a device of their own (tmpfs, overlay, btrfs) have anonymous numbers, whose major part is 0.
public struct DeviceNumber: Sendable, Hashable, CustomStringConvertible {
  /// The driver's part.
  public let major: UInt32
  /// The part that tells the driver's devices apart.
  public let minor: UInt32

  /// Exactly this number.
  public init(major: UInt32, minor: UInt32) {
    self.major = major
    self.minor = minor
  }

  /// Reads `254:0`, white space around it allowed; nil when it is none.
  public init?(_ text: some StringProtocol) {
    let parts = text.trimmingSpace().split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let major = UInt32(parts[0]), let minor = UInt32(parts[1]) else { return nil }
    self.init(major: major, minor: minor)
  }

  /// Takes apart what stat(2) calls a `dev_t`: 12 bits of the major number stand above 8 bits of the minor one, and
  /// what both have more stands above (glibc's `gnu_dev_major` and `gnu_dev_minor`).
  init(packed: UInt64) {
    major = UInt32(truncatingIfNeeded: packed >> 8 & 0xfff | packed >> 32 & 0xffff_f000)
    minor = UInt32(truncatingIfNeeded: packed & 0xff | packed >> 12 & 0xffff_ff00)
  }

  /// Whether no device stands behind the number.
  public var isAnonymous: Bool { major == 0 }

  /// `254:0`, as the kernel writes it.
  public var description: String { "\(major):\(minor)" }
}
