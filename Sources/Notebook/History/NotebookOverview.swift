/// What a notebook holds.
public struct NotebookOverview: Codable, Sendable, Equatable {
  /// A metric.
  public struct Metric: Codable, Sendable, Equatable {
    /// Its name.
    public var id: String
    /// SI base unit.
    public var unit: String
    /// How many combinations of labels there are.
    public var series: Int
    /// The labels' values, each sorted; numbers by size.
    public var labels: [String: [String]]
  }

  /// A host.
  public struct Host: Codable, Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Runs of it.
    public var runs: Int
    /// Kernels that it ran.
    public var kernels: Int
    /// When the first Run started; RFC 3339, UTC.
    public var first: String
    /// When the last one did.
    public var last: String
  }

  /// Metrics by name.
  public var metrics: [Metric]
  /// Hosts by name.
  public var hosts: [Host]
}
