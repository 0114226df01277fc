public import Experiment
public import Statistics

/// A node that is not like the others in one metric.
public struct OddNode: Codable, Sendable, Equatable {
  /// What is said of it.
  public enum Direction: String, Codable, Sendable { case worse, better }

  /// Against what it was told.
  public enum Method: String, Codable, Sendable {
    /// Against the noise within the nodes and how far nodes differ in all metrics: few nodes.
    case noise
    /// Against how far the other nodes lie apart in this metric: many nodes.
    case spread
    /// Two nodes that differ from each other: neither is the odd one.
    case pair
  }

  /// The node's name.
  public var node: String
  /// Another one's name where there are only two; nil where it is against all others.
  public var against: String?
  /// The metric's name.
  public var metric: String
  /// The metric's labels.
  public var labels: [String: String]
  /// Worse or better than the others.
  public var direction: Direction
  /// The node's median over the median of the others.
  public var ratio: Double
  /// The interval of the ratio; nil where it is not known.
  public var interval: Interval?
  /// The chance of it among equal nodes, adjusted for all nodes and metrics of the report.
  public var p: Double
  /// Against what it was told.
  public var method: Method
  /// What the node does not have in common with the others, the likeliest cause first, in words.
  public var differsIn: [String]

  enum CodingKeys: String, CodingKey {
    case node, against, metric, labels, direction, ratio, interval, p, method
    case differsIn = "differs_in"
  }

  /// Name and labels.
  public var key: Metric.Key { Metric.Key(id: metric, labels: labels) }
}

/// What was looked for, and what was found.
public struct OddNodes: Codable, Sendable, Equatable {
  /// A metric that was not judged, or a node that was not pointed at, and why.
  public struct Note: Codable, Sendable, Equatable {
    /// Name and labels of the metric.
    public var metric: String
    /// Why, in words.
    public var reason: String

    /// A note.
    public init(metric: String, reason: String) {
      self.metric = metric
      self.reason = reason
    }
  }

  /// The findings, the largest difference first.
  public var found: [OddNode]
  /// Nodes times metrics that were looked at: p is adjusted for so many.
  public var family: Int
  /// Metrics that were not judged, and findings that the placement of CPUs explains.
  public var notes: [Note]
  /// What the reader must know of the search itself; nil where there is nothing.
  public var remark: String?

  /// The findings that count as odd: not those of two nodes that merely differ.
  public var odd: [OddNode] { found.filter { $0.method != .pair } }
}
