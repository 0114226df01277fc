public import Experiment
internal import Platform

/// What the nodes of a fleet must keep: the document `assay.acceptance/1`.
///
///     schema: assay.acceptance/1
///     name: three nodes for KVM
///     lines:
///       - {metric: memory.bandwidth, labels: {kernel: triad}, bound: ">= 20 GB/s"}
///       - {metric: aio.latency, labels: {quantile: p99}, at_most: 2 ms, quantile: 0.9, nodes: "node*"}
///       - {metric: link.bandwidth, at_least: 9 Gbit/s, pairs: "*--*"}
public struct AcceptanceFile: Sendable, Equatable {
  /// The form of the document.
  public static let schema = "assay.acceptance/1"

  /// One promise.
  public struct Line: Sendable, Equatable {
    /// The line in the file.
    public var line: Int
    /// A metric's name; `*` stands for anything.
    public var metric: String
    /// Labels that it must have, `*` in their values; it may have others.
    public var labels: [String: String]
    /// The bound.
    public var bound: AcceptanceBound
    /// Of the samples of a node, which quantile must keep it.
    public var quantile: Double
    /// The nodes that it is asked of; `*` stands for anything. Nil for a promise on pairs only.
    public var nodes: String?
    /// The pairs that it is asked of, as `from--to`; nil for a promise on single nodes.
    public var pairs: String?

    /// Whether a metric is meant.
    public func isOf(_ key: Metric.Key) -> Bool {
      Wildcard.matches(key.id, metric)
        && labels.allSatisfy { name, pattern in
          key.labels[name].map { Wildcard.matches($0, pattern) } ?? false
        }
    }

    /// `memory.bandwidth{kernel=triad} >= 20 GB/s`, with the quantile where it is not the median.
    public var text: String {
      let median = quantile == 0.5 ? "" : "quantile \(quantile) of "
      return "\(median)\(Metric.Key(id: metric, labels: labels)) \(bound.text)"
    }
  }

  /// What it is called; empty where it has no name.
  public var name: String
  /// The file, as it was named.
  public var file: String
  /// The promises, in the order of the file.
  public var lines: [Line]

  /// A file of these promises.
  public init(name: String, file: String, lines: [Line]) {
    self.name = name
    self.file = file
    self.lines = lines
  }
}
