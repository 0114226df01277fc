import Comparison
import Experiment
import Testing

@testable import Reporting

@Suite struct OpenMetricsTests {
  private static let python = Python(having: "prometheus_client.openmetrics.parser")

  /// Runs with every unit there is.
  static let runs = [
    FixtureRun(blocks: 4).run, FixtureRun(blocks: 4).scheduler, FixtureRun(blocks: 4).aio,
    FixtureRun(blocks: 4).compression, FixtureRun(blocks: 4).migration, FixtureRun().empty,
  ]
  /// What the exporter makes of each.
  static let texts = runs.map { OpenMetrics.render($0) }

  @Test func everyRunKeepsToTheGrammar() throws {
    for (run, rendered) in zip(Self.runs, Self.texts) {
      let text = try OpenMetricsGrammar(rendered)
      #expect(text.families.isSuperset(of: ["assay_run_info", "assay_run_status"]))
      let quantiles = Dictionary(grouping: text.samples.filter { $0.labels["sample_quantile"] != nil }) {
        $0.labels["metric"] ?? ""
      }
      for metric in run.metrics {
        let values = metric.validValues.sorted()
        let found = quantiles[metric.id, default: []].filter { sample in
          metric.labels.allSatisfy { sample.labels[MetricLabels.name($0)] == $1 }
        }
        #expect(
          found.contains { $0.labels["sample_quantile"] == "0" && $0.value == values.first } || values.isEmpty
        )
        #expect(
          found.contains { $0.labels["sample_quantile"] == "1" && $0.value == values.last } || values.isEmpty)
      }
    }
  }

  @Test("a comparison keeps to the grammar", arguments: ComparisonFixture.Edge.allCases)
  func comparison(_ edge: ComparisonFixture.Edge) throws {
    let comparison = edge.comparison
    let text = try OpenMetricsGrammar(OpenMetrics.render(comparison))
    let verdict = text.samples.filter { $0.family == "assay_comparison_verdict" }
    #expect(verdict.count == Verdict.allCases.count)
    #expect(verdict.filter { $0.value == 1 }.map { $0.labels["verdict"] } == [comparison.verdict.rawValue])
    let states = text.samples.filter { $0.family == "assay_comparison_metric_verdict" }
    #expect(states.count == comparison.metrics.count * Verdict.allCases.count)
    for verdict in Verdict.allCases {
      let count = states.count { $0.labels["verdict"] == verdict.rawValue && $0.value == 1 }
      #expect(count == comparison.metrics.count { $0.verdict == verdict })
    }
  }

  @Test func effectsAreThoseOfTheDocument() throws {
    let comparison = ComparisonFixture().comparison
    let text = try OpenMetricsGrammar(OpenMetrics.render(comparison))
    let estimates = text.samples.filter {
      $0.family == "assay_comparison_effect_ratio" && $0.labels["bound"] == "estimate"
    }
    #expect(estimates.map(\.value) == comparison.metrics.compactMap(\.effect?.ratio))
    #expect(text.units["assay_comparison_effect_ratio"] == "ratio")
    #expect(text.units["assay_comparison_median_bytes_per_second"] == "bytes_per_second")
  }

  @Test func momentsAreSecondsSince1970() throws {
    let text = try OpenMetricsGrammar(OpenMetrics.render(ComparisonFixture().comparison))
    let began = text.samples.filter { $0.family == "assay_comparison_run_started_timestamp_seconds" }
    // date -u -d 2026-11-23T09:26:00Z +%s
    #expect(began.map(\.value) == [1_795_425_960, 1_795_425_960])
  }

  @Test func textFromOutsideIsEscaped() throws {
    let source = OpenMetrics.render(ComparisonFixture.hostile)
    #expect(Steering.scalars(in: source) == [])
    let text = try OpenMetricsGrammar(source)
    #expect(text.samples.contains { $0.labels["metric"]?.contains("=1|2\"'<b>&`*_[x]") == true })
    #expect(text.samples.contains { $0.labels["label_1a_b"] == "x" && $0.labels["label_1a_b_2"] == "x" })
    #expect(text.samples.contains { $0.labels["label_host"] == "mine" })
    var run = FixtureRun(blocks: 2, text: ComparisonFixture.hostileText).run
    for index in run.metrics.indices {
      run.metrics[index].unit = "\(ComparisonFixture.hostileText)/\(index % 2)"
    }
    run.id = ComparisonFixture.hostileText
    #expect(throws: Never.self) { try OpenMetricsGrammar(OpenMetrics.render(run)) }
  }

  @Test("metrics that become the same are told apart")
  func duplicates() throws {
    var run = FixtureRun(blocks: 2).empty
    for label in ["a.b", "a-b"] {
      run.metrics.append(
        Metric(
          id: "x", labels: [label: "1"], unit: "s", better: .lower, role: .primary,
          samples: [Sample(value: 1, block: 0, valid: true, noise: Noise())]))
    }
    let text = try OpenMetricsGrammar(OpenMetrics.render(run))
    #expect(text.samples.count { $0.family == "assay_metric_seconds" } == 6)
    #expect(text.samples.count { $0.labels["duplicate"] != nil } == 5)
  }

  @Test("what is no number is left out", arguments: ComparisonFixture.badNumbers)
  func numbers(_ number: Double) throws {
    let text = try OpenMetricsGrammar(OpenMetrics.render(ComparisonFixture.numbers(number)))
    #expect(text.families.contains("assay_comparison_p_value") == number.isFinite)
  }

  @Test(
    "the parser of Prometheus' own client reads it",
    .enabled(
      if: python != nil, "python3-prometheus-client is not installed"))
  func prometheusReadsIt() throws {
    let code = """
      import io, sys
      from prometheus_client.openmetrics.parser import text_fd_to_metric_families
      from prometheus_client.parser import text_string_to_metric_families
      text = sys.stdin.buffer.read().decode()
      new = [s for f in text_fd_to_metric_families(io.StringIO(text, newline="\\n")) for s in f.samples]
      old = [s for f in text_string_to_metric_families(text) for s in f.samples]
      print(len(new), len(old), all(a.name == b.name and a.labels == b.labels and a.value == b.value for a, b in zip(new, old)))
      """
    let texts =
      Self.texts
      + ComparisonFixture.Edge.allCases.map { OpenMetrics.render($0.comparison) }
      + [OpenMetrics.render(ComparisonFixture.hostile)]
    for text in texts {
      let count = try OpenMetricsGrammar(text).samples.count
      let result = try #require(Self.python).run(code, input: Array(text.utf8))
      #expect(result.output == "\(count) \(count) True\n")
    }
  }
}
