import Foundation

@testable import Tuning

/// What is changed, and how often.
enum Fuzzed {
  /// All cases together: `ASSAY_FUZZ_COUNT`, or as many as a test may take.
  static let count = ProcessInfo.processInfo.environment["ASSAY_FUZZ_COUNT"].flatMap { Int($0) } ?? 2000
  /// They run side by side, each with a host of its own.
  static let parts = 8

  static let catalog =
    TuningFixture.catalog + """

        - {key: sysctl/vm.stat_interval, type: integer, range: [1, 3600], about: a, risk: "low: none", source: s}
        - {key: sysctl/link.file, type: integer, about: a, risk: "low: none", source: s}
        - {key: sysfs/link/file, type: integer, about: a, risk: "low: none", source: s}
        - {key: irq/link/file, type: integer, about: a, risk: "low: none", source: s}
        - {key: debugfs/link/file, type: integer, about: a, risk: "low: none", source: s}
        - {key: debugfs/sched/a, type: integer, about: a, risk: "low: none", source: s}
      """

  static let base = """
    schema: assay.profile/1
    name: base
    summary: included
    cpus:
      house: 0
    settings:
      - {key: sysctl/vm.stat_interval, value: 10, why: w}

    """

  static let profiles = [
    """
    schema: assay.profile/1
    name: plain
    summary: numbers
    settings:
      - key: sysctl/vm.swappiness
        value: 10
        why: one line
        evidence: {metric: m, effect: e, interval: [1, 2], runs: [a]}
      - {key: sysctl/vm.dirty_ratio, value: 30, why: w}
      - {key: sysctl/kernel.sem, value: "1 2 3 4", why: w}
      - {key: sysfs/thp, value: never, why: w}
      - {key: debugfs/sched/a, value: 0x14, why: w}

    """,
    """
    schema: assay.profile/1
    name: devices
    summary: patterns
    include: [base.yaml]
    settings:
      - {key: "sysfs/cpufreq/policy*/governor", value: performance, why: w}
      - {key: "sysfs/block/*/queue/scheduler", value: bfq, why: w}
      - {key: irq/default_smp_affinity, value: "1", why: w}
      - {key: systemd/system.slice/AllowedCPUs, value: "0", why: w}
      - {key: sysctl/vm.watch, value: "0", why: w, when: numa}
    boot: [skew_tick=1, {word: "isolcpus=0", why: w}]
    claims:
      - {claim: c, verdict: v, test: t, source: s}

    """,
    """
    schema: assay.profile/1
    name: groups
    summary: cgroups
    cpus: {first: 0, rest: all - first}
    settings:
      - {key: sysctl/vm.swappiness, value: 10, why: w}
      - {key: sysctl/link.file, value: 7, why: w}
      - {key: sysfs/link/file, value: 7, why: w}
      - {key: sysctl/vm.watch, value: online, why: w}
    cpusets:
      - {group: assay-a, cpus: "0", mems: "0", partition: member}
      - {group: assay-b/assay-c, cpus: "1", partition: isolated, why: w}
      - {group: assay-d, cpus: "node(0).cores - first - 1", partition: isolated, why: w}

    """,
  ]
}
