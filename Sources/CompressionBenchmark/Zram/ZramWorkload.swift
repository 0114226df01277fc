/// What one process measures of a zram device that is claimed: its algorithms, one after the other, on pages of a corpus.
public struct ZramWorkload: Codable, Sendable, Equatable {
  /// The most bytes of a corpus that are kept in a device: it takes memory.
  static let mostBytes = 64 << 20

  /// The device's number.
  public var device: Int
  /// What is measured, in this order: names of the kernel's.
  public var algorithms: [String]
  /// The corpus's label.
  public var corpus: String
  /// The list of its stretches.
  public var manifest: String
  /// The CPU that the measuring thread is pinned to.
  public var cpu: Int
  /// Seconds that each way is timed for, whole passes over the pages, one at least.
  public var window: Double

  /// The labels that all its metrics of an algorithm have.
  func labels(_ algorithm: String) -> [String: String] {
    ["codec": "zram-\(algorithm)", "level": "default", "block": BlockSize.k4.rawValue, "corpus": corpus]
  }
}
