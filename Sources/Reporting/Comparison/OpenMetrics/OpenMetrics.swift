public import Comparison
public import Experiment

/// Figures for monitoring: a text for the node exporter's textfile collector.
///
///     // Written to a temporary file and renamed to /var/lib/prometheus/node-exporter/assay.prom
///     OpenMetrics.render(run)
///
/// The text is valid in both forms that are in use: as OpenMetrics 1.0 (with units and `# EOF`), and as the classic
/// Prometheus text format 0.0.4, which is the one that the textfile collector reads. What only one of them knows is not
/// in it: every family is a gauge (a state set is one gauge a state, 0 or 1), no sample has a timestamp (the collector
/// refuses these), and `# UNIT` and `# EOF` are comments to the classic form.
///
/// A family holds one unit and is named for it, as both demand: `assay_metric_seconds`, `assay_metric_bytes_per_second`.
/// The label `metric` holds the metric's name; a metric's own label whose name is taken gets `label_` before it.
public enum OpenMetrics {
  /// The medians, effects and verdicts of a comparison, with a line end after the last line.
  public static func render(_ comparison: Comparison) -> String {
    text(ComparisonFamilies(comparison).all)
  }

  /// The figures of a Run, with a line end after the last line.
  public static func render(_ run: Run) -> String { text(RunFamilies(run).all) }

  private static func text(_ families: [MetricFamily]) -> String {
    (families.flatMap(\.lines) + ["# EOF"]).joined(separator: "\n") + "\n"
  }
}
