/// What an acceptance file says of a fleet.
public struct AcceptanceResult: Codable, Sendable, Equatable {
  /// Whether a promise is kept.
  public enum Status: String, Codable, Sendable {
    /// The whole interval is on the right side of the bound.
    case pass = "PASS"
    /// The whole interval is on the wrong side.
    case fail = "FAIL"
    /// It cannot be told.
    case inconclusive = "INCONCLUSIVE"
  }

  /// One promise on one metric of one node or pair.
  public struct Line: Codable, Sendable, Equatable {
    /// The line in the file.
    public var line: Int
    /// What is asked: `memory.bandwidth{kernel=triad} >= 20 GB/s`.
    public var asked: String
    /// The metric with all labels; nil where there is none.
    public var metric: String?
    /// The node, or the pair as `from--to`; nil where none has such a metric.
    public var place: String?
    /// The metric's SI base unit; nil where there is none.
    public var unit: String?
    /// The bound in the SI base unit.
    public var bound: Double
    /// On which side of it the quantity must be.
    public var side: AcceptanceBound.Side
    /// Which quantile of the samples.
    public var quantile: Double
    /// The quantile of the samples; nil where there are none.
    public var value: Double?
    /// The lower end of its 95 % interval; nil where the samples are too few for one.
    public var low: Double?
    /// The upper end.
    public var high: Double?
    /// Samples that count.
    public var samples: Int
    /// Whether it is kept.
    public var status: Status
    /// Why it cannot be told; nil where it can.
    public var reason: String?
  }

  /// What the file is called.
  public var name: String
  /// The file, as it was named.
  public var file: String
  /// FAIL where any line does, else INCONCLUSIVE where any is, else PASS.
  public var status: Status
  /// The promises in the order of the file, each by metric and node.
  public var lines: [Line]
}
