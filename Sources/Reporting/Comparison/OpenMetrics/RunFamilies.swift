internal import Experiment
internal import Statistics

/// What a Run says to monitoring.
struct RunFamilies {
  private let run: Run
  private let host: String

  init(_ run: Run) {
    self.run = run
    host = HostDescription.fact("host", in: run.host) ?? Units.unknown
  }

  var all: [MetricFamily] { about + values + [samples] }

  private var about: [MetricFamily] {
    var info = MetricFamily("assay_run_info", "A Run and what took it: always 1.")
    info.add(
      [
        ("run", run.id), ("host", host), ("suite", run.plan.suite.rawValue),
        ("tool_version", run.tool.version),
        ("build", run.tool.build), ("kernel", HostDescription.fact("kernel", in: run.host) ?? Units.unknown),
      ], 1)
    let labels = [(name: "run", value: run.id), (name: "host", value: host)]
    var status = MetricFamily("assay_run_status", "How far the Run came: 1 for the status that it has.")
    status.add(
      labels, states: [Run.Status.running, .complete, .interrupted].map(\.rawValue), of: "status",
      now: run.status.rawValue)
    var started = MetricFamily("assay_run_started_timestamp", unit: "seconds", "When the Run began.")
    started.add(labels, Moment.seconds(run.started).map { Double($0) })
    var finished = MetricFamily(
      "assay_run_finished_timestamp", unit: "seconds", "When the last block of the Run ended.")
    finished.add(labels, Moment.seconds(run.finished).map { Double($0) })
    var blocks = MetricFamily("assay_run_blocks", "Blocks taken, by whether they count.")
    for verdict in [Block.Verdict.valid, .suspect, .invalid] {
      let count = run.blocks.count { $0.verdict == verdict }
      blocks.add(labels + [("verdict", verdict.rawValue)], Double(count))
    }
    return [info, status, started, finished, blocks]
  }

  private func labels(_ metric: Metric) -> MetricFamily.Labels {
    MetricLabels.all(metric.id, metric.labels, host: host, role: metric.role.rawValue)
  }

  /// The least, the median and the most of the samples that count, a family for each unit.
  private var values: [MetricFamily] {
    let units = Dictionary(grouping: run.metrics) { MetricLabels.unit($0.unit) ?? "" }
    return units.sorted { $0.key < $1.key }.map { unit, metrics in
      var family = MetricFamily(
        "assay_metric", unit: unit.isEmpty ? nil : unit,
        "Quantiles of the samples of a metric that count; 0.5 is the median.")
      for metric in metrics {
        let values = metric.validValues.filter(\.isFinite)
        let quantiles = [("0", values.min()), ("0.5", Quantile.median(of: values)), ("1", values.max())]
        for (quantile, value) in quantiles {
          family.add(labels(metric) + [("sample_quantile", quantile)], value)
        }
      }
      return family
    }
  }

  private var samples: MetricFamily {
    var family = MetricFamily("assay_run_samples", "Samples of a metric, by whether they count.")
    for metric in run.metrics {
      let counted = metric.samples.count(where: \.valid)
      family.add(labels(metric) + [("counted", "true")], Double(counted))
      family.add(labels(metric) + [("counted", "false")], Double(metric.samples.count - counted))
    }
    return family
  }
}
