public import Platform

/// Codecs that one process measures, one after the other, on one corpus cut in one way.
public struct CompressionWorkload: Codable, Sendable, Equatable {
  /// What is reported.
  public enum Figures: String, Codable, Sendable {
    /// Everything.
    case all
    /// Throughput: the rest does not depend on the number of threads.
    case throughput
  }

  /// The corpus's label.
  public var corpus: String
  /// The list of its stretches.
  public var manifest: String
  /// How it is cut.
  public var block: BlockSize
  /// Which blocks are taken.
  public var choice: BlockChoice
  /// What is measured, in this order.
  public var settings: [CodecSetting]
  /// The dictionary of the settings that use one: where it can be read.
  public var dictionary: String?
  /// CPUs that a measuring thread each is pinned to.
  public var cpus: [Int]
  /// CPUs that all blocks are compressed, decompressed and compared on.
  public var verifyingCPUs: [Int]
  /// What is reported.
  public var figures: Figures
  /// Bytes of the corpus as it is cut, all of it.
  public var corpusBytes: Int
  /// Bytes of the corpus that are timed, spread evenly over it.
  public var timedBytes: Int
  /// Seconds that each loop is timed for, whole passes over the timed bytes, one at least.
  public var window: Double

  /// The labels that all its metrics have.
  var labels: [String: String] { ["block": block.rawValue, "corpus": corpus] }
}
