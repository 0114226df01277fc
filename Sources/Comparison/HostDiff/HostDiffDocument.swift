public import Experiment

/// What `assay diff-host --json` writes: whom it compared, and what they do not have in common.
public struct HostDiffDocument: Codable, Sendable, Equatable {
  /// The form of the document.
  public static let currentSchema = "assay.host-diff/1"

  /// One of the two hosts.
  public struct Side: Codable, Sendable, Equatable {
    /// Where it was read: a document, a directory, or `live` for this host.
    public var source: String
    /// Its name.
    public var host: String
    /// Its kernel's release.
    public var kernel: String

    /// A host that was read from there.
    public init(source: String, _ host: Fingerprint) {
      let facts = FactDiff.facts(host)
      self.source = source
      self.host = facts["host"] ?? "unknown"
      kernel = facts["kernel"] ?? "unknown"
    }
  }

  /// `assay.host-diff/1`.
  public var schema: String
  /// The host as it was.
  public var base: Side
  /// The host as it is.
  public var candidate: Side
  /// The metric that the differences are to explain; nil for all.
  public var metric: String?
  /// The differences, the likeliest cause first; with a metric its suspects only.
  public var differences: [HostDifference]
  /// What could not be compared.
  public var notCompared: [HostDiff.NotCompared]

  enum CodingKeys: String, CodingKey {
    case schema, base, candidate, metric, differences
    case notCompared = "not_compared"
  }

  /// The document of a comparison.
  public init(base: Side, candidate: Side, metric: String? = nil, _ diff: HostDiff) {
    schema = Self.currentSchema
    self.base = base
    self.candidate = candidate
    self.metric = metric
    differences = metric.map { diff.suspects(for: $0) } ?? diff.differences
    notCompared = diff.notCompared
  }
}
