/// What the user wants to measure on, as far as it decides whether that may and can be done.
public struct TargetWish: Sendable, Equatable {
  /// The file or block device; nil for a file of the tool's own.
  public var path: String?
  /// Where a file of the tool's own is made.
  public var directory = "."
  /// Whether anything is written to the target.
  public var writes = false
  /// Whether the page cache is passed by (O_DIRECT).
  public var isDirect = true
  /// `--destroy-data`: what the path holds may be overwritten.
  public var destroysData = false
  /// The paths of `--i-know-this-erases`, as they were typed.
  public var erases: [String] = []
  /// Every block size in bytes that is to be measured.
  public var blockBytes: [Int] = [4096]
  /// Bytes of the target to use, or of the file to make; nil for as many as there are, or as is the custom.
  public var fileBytes: Int?
  /// Whether a file of the tool's own is to be small: for the quick suite.
  public var isQuick = false

  /// Random reads of 4 KiB from a file of the tool's own in the present directory.
  public init() {}
}
