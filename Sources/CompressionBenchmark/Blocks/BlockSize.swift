/// How a corpus is cut.
public enum BlockSize: String, Codable, Sendable, CaseIterable {
  case k4 = "4k"
  case k16 = "16k"
  case k64 = "64k"
  case k128 = "128k"
  case m1 = "1m"
  /// Each file in one call.
  case file

  /// Files beyond this are not compressed in one call.
  public static let largestFile = 64 << 20

  /// Bytes of a block; the most that one may have for whole files.
  public var bytes: Int {
    switch self {
    case .k4: 4 << 10
    case .k16: 16 << 10
    case .k64: 64 << 10
    case .k128: 128 << 10
    case .m1: 1 << 20
    case .file: Self.largestFile
    }
  }

  /// Whether zstd gains by a dictionary: small blocks have no past of their own to learn from.
  var gainsByDictionary: Bool { bytes <= 16 << 10 }
}
