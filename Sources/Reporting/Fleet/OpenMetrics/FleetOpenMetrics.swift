public import Fleet

/// A fleet's report for monitoring, in the form of `OpenMetrics`: a text for the node exporter's textfile collector.
///
/// The label `host` is the node's name; of a pair it is the sending one, and `peer` the receiving one.
public enum FleetOpenMetrics {
  /// The verdict, odd nodes, promises, medians of nodes and pairs, with a line end after the last line.
  ///
  /// Medians are told of each node up to 20,000 of them; of more only those over the nodes and at the ends: half a million
  /// series on one target are more than a server should be asked to take.
  public static func render(_ report: FleetReport) -> String {
    (FleetFamilies(report).all.flatMap(\.lines) + ["# EOF"]).joined(separator: "\n") + "\n"
  }
}
