import Comparison
import Experiment
import Testing

@testable import Fleet
@testable import Reporting

@Suite struct CrossoverTableTests {
  private func metric(
    _ id: String, labels: [String: String] = [:], role: Metric.Role = .primary, _ verdict: Verdict,
    _ reason: String, ratios: [Double?], adjustedP: Double? = nil
  ) -> CrossoverMetric {
    CrossoverMetric(
      id: id, labels: labels, unit: "B/s", better: .higher, role: role, verdict: verdict, reason: reason,
      nodes: ratios.enumerated().map { index, ratio in
        CrossoverMetric.Node(name: "n\(index + 1)", base: [1, 1], candidate: [1, 1], ratio: ratio)
      }, effect: .init(ratio: 0.969, lower: 0.96, upper: 0.978, level: 0.95), p: 0.004, adjustedP: adjustedP,
      isExact: true)
  }

  private func verdict(nodes: Int = 3, missing: [String] = [], _ metrics: [CrossoverMetric])
    -> CrossoverVerdict
  {
    CrossoverVerdict(
      schema: CrossoverVerdict.currentSchema, base: "6.1.0-47", candidate: "6.1.0-56", delta: 0.01,
      level: 0.95,
      nodes: (1...nodes).map { CrossoverVerdict.Node(name: "n\($0)", base: 4, candidate: 4) },
      missing: missing, metrics: metrics, verdict: Verdict.gravest(of: metrics.map(\.verdict)) ?? .invalid,
      reason: "worse in 1 of 2 primary metrics")
  }

  private var three: CrossoverVerdict {
    verdict(
      missing: ["n3: 1 of 4 boots of 6.1.0-56 are missing"],
      [
        metric(
          "memory.bandwidth", labels: ["kernel": "copy"], .inconclusive, "more boots or nodes would tell",
          ratios: [0.96, 0.99, nil], adjustedP: 0.08),
        metric(
          "memory.bandwidth", labels: ["kernel": "triad"], .worse, "3.1 % worse",
          ratios: [0.97, 0.969, 0.96],
          adjustedP: 0.008),
        metric("memory.share", role: .informational, .same, "within", ratios: [1, 1, 1]),
      ])
  }

  @Test func threeNodes() {
    #expect(
      CrossoverTable.render(three, width: 100, color: false) == """
        ✕ Worse: kernel 6.1.0-56 against 6.1.0-47 on 3 nodes
          · worse in 1 of 2 primary metrics

          A      6.1.0-47
          B      6.1.0-56
          Boots  n1 4+4, n2 4+4, n3 4+4
          Rules  changes of more than 1.0 % matter · 95 % confidence · each node is its own control

        Missing
          ! n3: 1 of 4 boots of 6.1.0-56 are missing

        Metrics
          verdict         metric                  change  95 % interval    p adj      n1      n2      n3
          ✕ worse         memory.bandwidth triad  −3.1 %   [−4.0, −2.2]    0.008  −3.0 %  −3.1 %  −4.0 %
          ? inconclusive  memory.bandwidth copy   −3.1 %   [−4.0, −2.2]    0.080  −4.0 %  −1.0 %       –
              └ more boots or nodes would tell
          = (same)        memory.share            −3.1 %   [−4.0, −2.2]  (0.004)   0.0 %   0.0 %   0.0 %

          change  of B against A, the median over the nodes; its interval in per cent
          p adj   of the permutation of boots within nodes, after Holm's adjustment
          (…)     informational: a hint, judged as if alone, without a vote
        """)
  }

  @Test("no line is wider than the terminal", arguments: [60, 80, 160])
  func width(width: Int) {
    for line in CrossoverTable.render(three, width: width, color: false).split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func manyNodesAndMetricsAreCut() {
    let metrics = (1...500).map { metric("m\($0)", .same, "within", ratios: [1]) }
    let text = CrossoverTable.render(
      verdict(nodes: 1_000, missing: (1...1_000).map { "n\($0): 1 of 4" }, metrics), width: 100, color: false)
    #expect(text.split(separator: "\n").count < 120)
    #expect(text.contains("and 988 more nodes") && text.contains("988 more nodes\n"))
    #expect(text.contains("440 more metrics in the JSON document"))
  }

  @Test func whereNothingWasMeasuredItSaysSo() {
    #expect(CrossoverTable.render(verdict([]), width: 100, color: false).hasSuffix("Nothing was measured."))
  }

  @Test func hostileText() {
    let text = ComparisonFixture.hostileText
    var verdict = verdict([metric(text, labels: [text: text], .invalid, text, ratios: [1])])
    (verdict.base, verdict.candidate, verdict.reason, verdict.nodes[0].name) = (text, text, text, text)
    verdict.missing = [text]
    #expect(Steering.scalars(in: CrossoverTable.render(verdict, width: 80, color: false)) == [])
  }
}
