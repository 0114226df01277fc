import Host
import Platform
import TestSupport
import Tuning

@testable import Advice

/// A recommendation that nobody made, with everything that a report must cope with.
enum RecommendationFixture {
  static let topology = Machine.regular(nodes: 2, cores: 4)

  static func recommendation(
    suggestions: [Suggestion]? = nil, notes: [String] = ["the Run is not complete (running)"],
    isPlanOnly: Bool = false
  ) throws -> Recommendation {
    let guests = try GuestShape.list("2x2c4g")
    let all = try suggestions ?? [setting(), boot(), advice()]
    return Recommendation(
      schema: Recommendation.currentSchema, goal: .latency,
      host: Recommendation.HostName(name: "node1", kernel: "6.12.0", shape: topology.summary),
      run: Recommendation.Source(id: "run-1", started: "2026-01-01T00:00:00Z", suite: "standard"),
      isPlanOnly: isPlanOnly, guests: guests,
      layout: LayoutPlanner(topology, LayoutOptions(.latency)).layout(for: guests),
      settings: all.filter { $0.action != .advise }, advice: all.filter { $0.action == .advise },
      silent: [
        Recommendation.Silent(rule: "a.set", kind: .alreadySet, reason: "it is 1 already"),
        Recommendation.Silent(rule: "a.missing", kind: .notMeasured, reason: "no result of x"),
        Recommendation.Silent(rule: "a.other", kind: .otherGoal, reason: "it serves density"),
      ], notes: notes)
  }

  static func setting(_ derivation: String = "a page from swap takes 900 loads") throws -> Suggestion {
    var fact = Trigger("aio.latency{rw=randread}", "100 us")
    (fact.value, fact.unit, fact.samples) = (100e-6, "s", 5)
    return suggestion(
      "swap.keep-guests", .set, try SettingKey("sysctl/vm.swappiness"), "60", "1",
      [fact, Trigger("host.swap_total_bytes", "8589934592")], derivation)
  }

  static func boot() throws -> Suggestion {
    var boot = suggestion(
      "housekeeping.tickless", .boot, try SettingKey("boot/nohz_full"), "not given", "2-3,6-7",
      [Trigger("layout.guests", "CPUs 2-3,6-7")], "each is interrupted 250 times")
    boot.needsReboot = true
    return boot
  }

  static func advice() throws -> Suggestion {
    var advice = suggestion(
      "migration.multifd", .advise, nil, nil, nil, [Trigger("migration.total{strategy=multifd}", "6 s")],
      "the same guest takes 6 s and 10 s")
    advice.advice = "migrate with multifd"
    return advice
  }

  private static func suggestion(
    _ rule: String, _ action: Suggestion.Action, _ key: SettingKey?, _ current: String?, _ wanted: String?,
    _ facts: [Trigger], _ derivation: String
  ) -> Suggestion {
    Suggestion(
      rule: rule, title: "what it does", subject: .swap, action: action, key: key, current: current,
      wanted: wanted, unit: nil, advice: nil, facts: facts, derivation: derivation,
      risk: PlannedChange.Risk(level: .medium, note: "less cache"), cost: "cache is dropped earlier",
      proof: "a trial", source: "Documentation/x.rst", needsReboot: false, evidence: Suggestion.unproven)
  }
}
