import Comparison
import Experiment
import Reporting
import Testing

@testable import Advice

@Suite struct TrialReportTests {
  private static let comparison = ComparisonFixture(metrics: 10, changes: [.better]).comparison

  private func factor(_ key: String, _ value: String) -> TrialFactor {
    TrialFactor(key: key, name: "\(key) = \(value)", metrics: [], why: "a reason")
  }

  private var report: TrialReport {
    let factors = [factor("sysctl/vm.swappiness", "10"), factor("sysctl/vm.stat_interval", "<10>")]
    var report = TrialReport(
      profile: "kvm-latency", file: "kvm-latency.yaml", pairs: 12, seed: 7, settled: "at once",
      factors: factors,
      notTested: [TrialOmission(key: "boot/skew_tick", kind: .needsReboot, reason: "it takes a boot")])
    report.whole = TrialFinding(factors, Self.comparison)
    report.each = factors.map { TrialFinding([$0], Self.comparison) }
    return report
  }

  @Test(arguments: [60, 100, 160]) func theTableTellsFindingsAndWhatBecomesOfThem(width: Int) {
    let text = TrialTable.render(
      report, edit: report.edit(keepsUnproven: false), width: width, color: false)
    for part in ["kvm-latency: ", "sysctl/vm.swappiness = 10", "Not tested", "boot/skew_tick", "Seed 7"] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(!text.contains("\u{1B}"))
  }

  @Test func thePageIsWellFormedAndNeedsNothingButItself() throws {
    let page = try HTMLPage(TrialPage.render(report, edit: report.edit(keepsUnproven: false)))
    #expect(page.elements("script", "img", "link", "iframe").isEmpty)
    #expect(page.elements("table").count == 5)
    #expect(page.elements("td").count { $0.text == "a reason" } == 2)
    #expect(page.elements("pre").first?.text.contains("assay tune apply kvm-latency.yaml") ?? false)
    #expect(page.elements("h3").contains { $0.text == "sysctl/vm.stat_interval = <10>" })
  }

  @Test func theDocumentHasItsSchemaAndSortedKeys() throws {
    let text = String(decoding: try report.encoded(), as: UTF8.self)
    #expect(text.contains("\"schema\" : \"assay.trial/1\""))
    #expect(text.contains("\"not_tested\""))
    #expect(try text == String(decoding: report.encoded(), as: UTF8.self))
  }
}

@Suite struct ScreeningReportTests {
  private func report() throws -> ScreeningReport {
    let factors = (1...7).map {
      TrialFactor(key: "sysctl/vm.k\($0)", name: "sysctl/vm.k\($0) = 1", metrics: [], why: "w")
    }
    let design = try ScreeningDesign(factors: 7, folded: true, seed: 1)
    var base = ComparisonFixture(metrics: 3, blocks: 17, changes: [.same]).runs.bases[0]
    var treated = base
    base.metrics = [metric("memory.bandwidth", (0...16).map { _ in 100 })]
    // The first knob does +10 %.
    treated.metrics = [
      metric(
        "memory.bandwidth",
        design.rows.enumerated().map { ($1[0] > 0 ? 110 : 100) + 0.1 * Double($0 % 3) })
    ]
    var data = ScreeningData(design: design, base: base, treated: treated)
    data.steps = [.init(row: nil, block: 0)]
    for row in design.rows.indices {
      data.steps += [.init(row: row, block: row), .init(row: nil, block: row + 1)]
    }
    return ScreeningReport(
      data, knobs: factors,
      notScreened: [TrialOmission(key: "boot/isolcpus", kind: .needsReboot, reason: "it takes a boot")],
      delta: 0.01, seed: 1, settled: "at once")
  }

  private func metric(_ id: String, _ values: [Double]) -> Metric {
    Metric(
      id: id, unit: "B/s", better: .higher, role: .primary,
      samples: values.enumerated().map { Sample(value: $1, block: $0, valid: true, noise: Noise()) })
  }

  @Test func whereNothingCountsItSaysSoAndWhatToDo() throws {
    var report = try report()
    report.notAnalysed = (1...6).map { "scheduler.switch{to=\($0)}" }
    report.effects = []
    report.countedRuns = 0
    let text = ScreeningTable.render(report, width: 400, color: false)
    #expect(text.hasPrefix("nothing is known of 7 knobs: 0 of 16 runs count"))
    #expect(!text.contains("Main effects"))
    #expect(text.contains("6 metrics: scheduler.switch{to=1}") && text.contains(", and 2 more. "), "\(text)")
    #expect(text.contains("end what else runs"))
  }

  @Test(arguments: [60, 120]) func theTableHasEveryKnob(width: Int) throws {
    let report = try report()
    let text = ScreeningTable.render(report, width: width, color: false)
    #expect(text.hasPrefix("1 of 7 knobs matter; 16 of 16 runs count"))
    for knob in report.knobs { #expect(text.contains(knob.name), "\(knob.name)") }
    for part in ["better", "Folded over", "Not screened", "boot/isolcpus", "Plackett-Burman, 8 runs"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func thePageIsWellFormed() throws {
    let page = try HTMLPage(ScreeningPage.render(try report()))
    #expect(page.elements("script", "img", "link", "iframe").isEmpty)
    #expect(page.elements("td").contains { $0.text == "better" })
  }
}

@Suite struct ClaimsReportTests {
  private var report: ClaimsReport {
    var report = ClaimsReport(name: "claims", file: "claims.yaml", seed: 1)
    let claim = ClaimsDocument.Claim(
      text: "dom0=1 <helps>", source: "the web", subject: .boot("dom0=1"), metric: nil, effect: nil,
      truth: nil,
      line: 1)
    report.verdicts = [ClaimVerdict(ClaimAssessment(claim, .noParameter, "`dom0=1` is not a parameter"))]
    return report
  }

  @Test func theTableHasEveryVerdict() {
    let text = ClaimsTable.render(report, width: 100, color: false)
    for part in ["claims: 1 claim: 1 refuted", "dom0=1 <helps>", "`dom0=1` is not a parameter"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func thePageIsWellFormed() throws {
    let page = try HTMLPage(ClaimsPage.render(report))
    #expect(page.elements("th").contains { $0.text == "dom0=1 <helps>" })
  }
}
