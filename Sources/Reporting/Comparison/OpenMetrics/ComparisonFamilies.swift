internal import Comparison
internal import Experiment

/// What a comparison says to monitoring.
struct ComparisonFamilies {
  private let comparison: Comparison
  private let host: String

  init(_ comparison: Comparison) {
    self.comparison = comparison
    host = comparison.candidate.host
  }

  var all: [MetricFamily] { about + values + [samples, verdicts, effects, chances, detectable, blocks] }

  private var about: [MetricFamily] {
    let (base, candidate) = (comparison.base, comparison.candidate)
    var info = MetricFamily("assay_comparison_info", "Two Runs that were compared: always 1.")
    info.add(
      [
        ("host", host), ("base_host", base.host), ("base_run", base.id), ("candidate_run", candidate.id),
        ("base_kernel", base.kernel), ("candidate_kernel", candidate.kernel),
        ("design", comparison.design.rawValue), ("testing", comparison.testing.joined(separator: ",")),
      ], 1)
    var verdict = MetricFamily(
      "assay_comparison_verdict", "The verdict over all primary metrics: 1 for the one that it is.")
    verdict.add(
      [("host", host)], states: Verdict.allCases.map(\.rawValue), of: "verdict",
      now: comparison.verdict.rawValue)
    var delta = MetricFamily(
      "assay_comparison_delta", unit: "ratio", "The smallest change that matters, as a fraction.")
    delta.add([("host", host)], comparison.delta)
    var started = MetricFamily(
      "assay_comparison_run_started_timestamp", unit: "seconds", "When the Run of that side began.")
    for (side, run) in [("base", base), ("candidate", candidate)] {
      started.add([("host", host), ("side", side)], Moment.seconds(run.started).map { Double($0) })
    }
    var differences = MetricFamily(
      "assay_comparison_host_differences", "Facts and settings of the hosts that differ, by kind.")
    for kind in FieldDifference.Kind.allCases {
      let count = comparison.fingerprint.differences.count { $0.kind == kind }
      differences.add([("host", host), ("kind", kind.rawValue)], Double(count))
    }
    return [info, verdict, delta, started, differences]
  }

  private func labels(_ metric: MetricComparison) -> MetricFamily.Labels {
    MetricLabels.all(metric.id, metric.labels, host: host, role: metric.role.rawValue)
  }

  /// The medians of both sides, a family for each unit.
  private var values: [MetricFamily] {
    let units = Dictionary(grouping: comparison.metrics) { MetricLabels.unit($0.unit) ?? "" }
    return units.sorted { $0.key < $1.key }.map { unit, metrics in
      var family = MetricFamily(
        "assay_comparison_median", unit: unit.isEmpty ? nil : unit, "Median of a metric on that side.")
      for metric in metrics {
        for (side, figures) in [("base", metric.base), ("candidate", metric.candidate)] {
          family.add(labels(metric) + [("side", side)], figures?.median)
        }
      }
      return family
    }
  }

  private var samples: MetricFamily {
    var family = MetricFamily(
      "assay_comparison_samples", "Samples of a metric on that side, by whether they count.")
    for metric in comparison.metrics {
      for (side, figures) in [("base", metric.base), ("candidate", metric.candidate)] {
        let place = labels(metric) + [("side", side)]
        family.add(place + [("counted", "true")], figures.map { Double($0.samples) })
        family.add(place + [("counted", "false")], figures.map { Double($0.invalidSamples) })
      }
    }
    return family
  }

  private var verdicts: MetricFamily {
    var family = MetricFamily(
      "assay_comparison_metric_verdict",
      "The verdict on a metric: 1 for the one that it is. Informational metrics have no vote.")
    for metric in comparison.metrics {
      family.add(
        labels(metric), states: Verdict.allCases.map(\.rawValue), of: "verdict", now: metric.verdict.rawValue)
    }
    return family
  }

  private var effects: MetricFamily {
    var family = MetricFamily(
      "assay_comparison_effect", unit: "ratio",
      "The candidate as a multiple of the base, and the ends of the interval: 1.03 is 3 % more.")
    for metric in comparison.metrics {
      for (bound, value) in [
        ("lower", metric.effect?.lower), ("estimate", metric.effect?.ratio), ("upper", metric.effect?.upper),
      ] {
        family.add(labels(metric) + [("bound", bound)], value)
      }
    }
    return family
  }

  private var chances: MetricFamily {
    var family = MetricFamily(
      "assay_comparison_p_value",
      "The probability of so clear a difference without an effect; adjusted by Holm over all primary metrics."
    )
    for metric in comparison.metrics {
      family.add(labels(metric) + [("adjusted", "false")], metric.p)
      family.add(labels(metric) + [("adjusted", "true")], metric.adjustedP)
    }
    return family
  }

  private var detectable: MetricFamily {
    var family = MetricFamily(
      "assay_comparison_minimum_detectable_effect", unit: "ratio",
      "The smallest change that so many samples show in 80 of 100 comparisons, as a fraction.")
    for metric in comparison.metrics { family.add(labels(metric), metric.minimumDetectableEffect) }
    return family
  }

  private var blocks: MetricFamily {
    var family = MetricFamily(
      "assay_comparison_blocks_to_decide",
      "Blocks more, on each side, that should settle an inconclusive metric.")
    for metric in comparison.metrics { family.add(labels(metric), metric.blocksToDecide.map { Double($0) }) }
    return family
  }
}
