public import Experiment

/// The nodes of a fleet side by side: the document `assay.fleet-report/1`.
///
///     let data = await FleetReader.read(try FleetFiles(["Results/fleet-1"]))
///     let report = FleetReport(data, acceptance: try AcceptanceFile.load("acceptance.yaml"))
///     report.verdict.exitCode
public struct FleetReport: Codable, Sendable, Equatable {
  /// The form of the document.
  public static let currentSchema = "assay.fleet-report/1"

  /// A node.
  public struct Node: Codable, Sendable, Equatable {
    /// Its name in the fleet.
    public var name: String
    /// Its own name.
    public var host: String
    /// Its kernel's release.
    public var kernel: String
    /// Documents that were read.
    public var runs: Int
    /// What must be known of them, one line each.
    public var problems: [String]
  }

  /// One metric of all nodes; the lists are in the order of `nodes`.
  public struct MetricRow: Codable, Sendable, Equatable {
    /// The dotted name.
    public var id: String
    /// What was varied.
    public var labels: [String: String]
    /// SI base unit.
    public var unit: String
    /// Which way is good.
    public var better: Metric.Direction
    /// Whether verdicts count it.
    public var role: Metric.Role
    /// By node the median; nil where it was not measured.
    public var median: [Double?]
    /// The lower end of the median's 95 % interval; nil with fewer than six samples.
    public var low: [Double?]
    /// The upper end.
    public var high: [Double?]
    /// Samples that count.
    public var samples: [Int]

    /// Name and labels.
    public var key: Metric.Key { Metric.Key(id: id, labels: labels) }
  }

  /// One metric from each node to each other; the rows of the lists are the sending nodes.
  public struct PairMatrix: Codable, Sendable, Equatable {
    /// The dotted name.
    public var id: String
    /// What was varied.
    public var labels: [String: String]
    /// SI base unit.
    public var unit: String
    /// Which way is good.
    public var better: Metric.Direction
    /// The nodes of rows and columns.
    public var nodes: [String]
    /// By sending and receiving node the median; nil where it was not measured.
    public var median: [[Double?]]
    /// The lower ends of the medians' 95 % intervals.
    public var low: [[Double?]]
    /// The upper ends.
    public var high: [[Double?]]
    /// Samples that count.
    public var samples: [[Int]]
  }

  /// `assay.fleet-report/1`.
  public var schema: String
  /// The nodes, `node2` before `node10`.
  public var nodes: [Node]
  /// What must be known besides, one line each.
  public var problems: [String]
  /// The metrics, sorted by name and labels.
  public var metrics: [MetricRow]
  /// The nodes that are not like the others.
  public var oddNodes: OddNodes
  /// In what the nodes are not alike, the likeliest to move a metric first.
  public var factDifferences: [FactDifference]
  /// The metrics of pairs.
  public var pairs: [PairMatrix]
  /// What became of the acceptance; nil without a file.
  public var acceptance: AcceptanceResult?
  /// What all comes to.
  public var verdict: FleetVerdict

  enum CodingKeys: String, CodingKey, CaseIterable {
    case schema, nodes, problems, metrics, pairs, acceptance, verdict
    case oddNodes = "odd_nodes"
    case factDifferences = "fact_differences"
  }
}
