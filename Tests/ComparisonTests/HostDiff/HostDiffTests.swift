import Experiment
import Host
import Platform
import Testing

@testable import Comparison

@Suite struct HostDiffTests {
  private func diff(
    _ facts: [String: String?] = [:], _ settings: [String: String?] = [:], notes: KnobNotes = .none
  ) -> HostDiff {
    HostDiff(base: HostFixture.host(), candidate: HostFixture.host(facts, settings: settings), notes: notes)
  }

  @Test func aHostDoesNotDifferFromItself() {
    let same = diff()
    #expect(same.differences.isEmpty && same.notCompared.isEmpty)
  }

  @Test func whatPassesByItselfIsNoDifference() {
    let same = diff(
      [
        "memory_available_bytes": "1", "cgroup_path": "/user.slice/session-3.scope",
        "memory_total_bytes": "2",
      ],
      ["sysctl/kernel.perf_event_max_sample_rate": "25000", "sysctl/fs.file-nr": "1 0 2"])
    #expect(same.differences.isEmpty)
  }

  /// Taken twice on whatever machine runs the tests.
  @Test func thisHostTakenTwiceHasNoDifference() throws {
    let first = Fingerprint(try HostReport.read())
    let second = Fingerprint(try HostReport.read())
    let same = HostDiff(base: first, candidate: second)
    // A module or a disk may come and go while other tests run; nothing that can move a metric may.
    let settings = same.differences.filter {
      $0.relevance < .surroundings && !$0.key.hasPrefix("sysfs/block/") && !$0.key.contains("zram")
    }
    #expect(settings.isEmpty, "\(settings)")
    #expect(same.notCompared.isEmpty)
  }

  @Test func anUpgradeIsToldLikeliestFirst() {
    let found = diff(
      [
        "kernel": "6.1.0-56-amd64", "microcode": "0x2", "mitigation_spectre_v2": "Vulnerable",
        "command_line": "BOOT_IMAGE=/vmlinuz-56 root=/dev/vda1 ro isolcpus=1-3",
        "distribution": "Debian 12.9",
      ],
      [
        "sysctl/kernel.osrelease": "6.1.0-56-amd64", "sysctl/vm.swappiness": "10", "sysctl/vm.new_knob": "1",
        "sysctl/kernel.threads-max": "191990", "proc/modules": "ext4 kvm virtio_net zram",
        "sysfs/kernel/mm/transparent_hugepage/enabled": "[always] madvise never",
      ],
      notes: KnobNotes([
        "sysctl/vm.swappiness": KnobNote(summary: "swap or drop", movesMetrics: ["memory.latency"])
      ]))
    #expect(
      found.differences.map(\.key) == [
        "kernel", "mitigation_spectre_v2", "boot/isolcpus", "microcode", "sysctl/vm.swappiness",
        "sysfs/kernel/mm/transparent_hugepage/enabled", "sysctl/vm.new_knob", "boot/BOOT_IMAGE",
        "distribution",
        "proc/modules", "sysctl/kernel.threads-max",
      ])
    #expect(
      found.differences.map(\.relevance) == [
        .kernel, .mitigation, .boot, .microcode, .knob, .knob, .setting, .surroundings, .surroundings,
        .surroundings,
        .derived,
      ])
    let swappiness = found.differences[4]
    #expect(swappiness.before == "60" && swappiness.after == "10" && swappiness.note == "swap or drop")
    #expect(found.differences[5].before == "madvise" && found.differences[5].after == "always")
    #expect(found.differences[6].before == nil && found.differences[6].after == "1")
    #expect(found.differences[9].added == ["zram"] && found.differences[9].removed.isEmpty)
  }

  @Test func whatElseCouldBeChosenIsNoDifference() {
    #expect(diff([:], ["sysfs/block/vda/queue/scheduler": "[none] mq-deadline kyber"]).differences.isEmpty)
    let preempt = HostDiff(
      base: HostFixture.host(settings: ["sysfs/kernel/debug/sched/preempt": "none voluntary (full)"]),
      candidate: HostFixture.host(settings: ["sysfs/kernel/debug/sched/preempt": "none (voluntary) full lazy"]
      ))
    #expect(
      preempt.differences.map(\.before) == ["full"] && preempt.differences.map(\.after) == ["voluntary"])
  }

  @Test func manyAlikeAreToldOnce() {
    let found = diff(
      [:],
      [
        "sysfs/devices/system/cpu/cpufreq/policy0/scaling_governor": "powersave",
        "sysfs/devices/system/cpu/cpufreq/policy1/scaling_governor": "powersave",
      ])
    #expect(found.differences.map(\.key) == ["sysfs/devices/system/cpu/cpufreq/policy0/scaling_governor"])
    #expect(found.differences.first?.alike == ["sysfs/devices/system/cpu/cpufreq/policy1/scaling_governor"])
  }

  @Test func aFactThatIsASettingIsToldOnce() {
    let found = diff(
      ["thp_enabled": "always", "clocksource": "hpet"],
      ["sysfs/kernel/mm/transparent_hugepage/enabled": "[always] madvise never"])
    #expect(found.differences.map(\.key) == ["clocksource", "sysfs/kernel/mm/transparent_hugepage/enabled"])
  }

  @Test func aVulnerabilityThatOnlyOneKernelKnowsIsADifference() {
    let found = diff(["mitigation_tsa": "Mitigation: Clear CPU buffers"])
    #expect(found.differences.map(\.key) == ["mitigation_tsa"])
    #expect(found.differences.first?.before == nil)
  }

  @Test func whatOneSideDoesNotKnowIsNotCompared() {
    let found = diff(
      [
        "microcode": "unknown", "mitigation_spectre_v2": nil, "mitigation_l1tf": nil,
        "command_line": nil,
      ])
    #expect(found.differences.isEmpty)
    #expect(
      found.notCompared.map(\.key) == [
        "command_line", "microcode", "mitigation_l1tf", "mitigation_spectre_v2",
      ])
    #expect(found.notCompared.allSatisfy { $0.reason == "unknown in the candidate" })
  }

  @Test func factsOfRunsAreNoFactsOfHosts() {
    #expect(diff(["storage.file": "x", "compression.zstd": "1.5"]).notCompared.isEmpty)
    let found = HostDiff(
      base: HostFixture.host(["compression.zstd": "1.5.4"]),
      candidate: HostFixture.host(["compression.zstd": "1.5.5"]))
    #expect(found.suspects(for: "compression.throughput").map(\.key) == ["compression.zstd"])
  }

  @Test func whatOnlyRootReadsIsNotMissing() {
    let found = diff(["read_as": "user"], ["sysctl/vm.swappiness": nil, "sysctl/vm.new_knob": "1"])
    // What an ordinary user saw and root did not was not there.
    #expect(found.differences.map(\.key) == ["sysctl/vm.new_knob"])
    #expect(found.notCompared.map(\.key) == ["1 setting"])
    #expect(found.notCompared.first?.reason.contains("the candidate was not read as root") == true)
  }

  @Test func whatAnOlderDocumentDoesNotHoldIsNotNew() {
    let found = HostDiff(
      base: HostFixture.host(["read_as": nil], settings: ["proc/modules": nil]),
      candidate: HostFixture.host(settings: [
        "sysfs/module/rcutree/parameters/x": "1", "sysctl/vm.new_knob": "1",
      ]))
    #expect(found.differences.map(\.key) == ["sysctl/vm.new_knob"])
    #expect(found.notCompared.map(\.key) == ["2 settings"])
    #expect(found.notCompared.first?.reason.contains("older assay") == true)
  }

  @Test func defaultsReckonedFromMemoryMayDifferALittle() {
    #expect(diff([:], ["sysctl/kernel.threads-max": "191000"]).differences.map(\.relevance) == [.derived])
    #expect(diff([:], ["sysctl/kernel.threads-max": "96000"]).differences.map(\.relevance) == [.setting])
    #expect(diff([:], ["sysctl/kernel.threads-max": "max"]).differences.map(\.relevance) == [.setting])
  }

  @Test func anotherMachineIsToldFirst() {
    var other = HostFixture.host(["cpu_flags": "avx sse2 amx", "kernel": "6.12.0"])
    other.topology = HostFixture.topology(cpus: CPUSet([0, 1]))
    let found = HostDiff(base: HostFixture.host(), candidate: other)
    #expect(found.differences.prefix(2).map(\.key) == ["cpu_flags", "topology.allowed_cpus"])
    #expect(found.differences[0].added == ["amx"] && found.differences[0].removed == ["avx2"])
    #expect(found.differences.last?.key == "kernel")
  }

  @Test func catalogPatternsSpeakForEveryDevice() {
    let notes = KnobNotes([
      "sysfs/block/*/queue/scheduler": KnobNote(summary: "who sorts requests", movesMetrics: ["aio.iops"])
    ])
    let found = diff([:], ["sysfs/block/vda/queue/scheduler": "none [mq-deadline]"], notes: notes)
    #expect(found.differences.first?.note == "who sorts requests")
    #expect(found.differences.first?.relevance == .knob)
    #expect(found.differences.first?.moves == ["aio.iops"])
  }
}
