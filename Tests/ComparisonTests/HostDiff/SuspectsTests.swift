import Experiment
import Testing

@testable import Comparison

@Suite struct SuspectsTests {
  private static let upgraded = HostDiff(
    base: HostFixture.host(),
    candidate: HostFixture.host(
      ["kernel": "6.12.0", "mitigation_spectre_v2": "Vulnerable", "distribution": "Debian 13"],
      settings: [
        "sysfs/kernel/mm/transparent_hugepage/enabled": "[always] madvise never",
        "sysctl/kernel.numa_balancing": "1",
        "sysfs/block/vda/queue/scheduler": "none [mq-deadline]", "sysctl/net.core.new": "1",
        "sysctl/vm.new": "1",
        "sysctl/kernel.sched_rt_runtime_us": "1", "sysctl/kernel.threads-max": "191990",
      ]),
    notes: KnobNotes([
      "sysctl/kernel.numa_balancing": KnobNote(summary: "moves pages", movesMetrics: ["memory.latency"]),
      "sysctl/kernel.sched_rt_runtime_us": KnobNote(summary: "limit", movesMetrics: ["scheduler.noise"]),
    ]))

  @Test(arguments: [
    (
      "memory.latency",
      [
        "sysfs/kernel/mm/transparent_hugepage/enabled", "sysctl/kernel.numa_balancing",
        "mitigation_spectre_v2",
        "kernel", "sysctl/vm.new",
      ]
    ),
    (
      "scheduler.noise",
      ["mitigation_spectre_v2", "sysctl/kernel.sched_rt_runtime_us", "kernel"]
    ),
    (
      "aio.iops", ["sysfs/block/vda/queue/scheduler", "mitigation_spectre_v2", "kernel", "sysctl/vm.new"]
    ),
  ])
  func eachMetricAsksItsOwnFirst(metric: String, keys: [String]) {
    #expect(Self.upgraded.suspects(for: metric).map(\.key) == keys)
  }

  @Test func surroundingsAreNoSuspects() {
    let keys = Self.upgraded.suspects(for: "memory.bandwidth").map(\.key)
    #expect(!keys.contains("distribution") && !keys.contains("sysctl/kernel.threads-max"))
    #expect(!keys.contains("sysctl/net.core.new"))
  }

  @Test func aMetricOfAnUnknownKindSuspectsWhatMovesEverything() {
    #expect(Self.upgraded.suspects(for: "unheard.of").map(\.key) == ["kernel"])
  }

  @Test func everyRuleIsReached() {
    // A rule behind a wider one would never be asked.
    for (index, rule) in RelevanceRule.all.enumerated() where !rule.pattern.contains("*") {
      let first = RelevanceRule.all.firstIndex { $0.matches(rule.pattern) }
      #expect(first == index, "\(rule.pattern)")
    }
  }
}
