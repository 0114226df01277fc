import Comparison
import Experiment
import Host
import Testing

@testable import Reporting

@Suite struct HostDiffTextTests {
  private static func host(_ facts: [String: String], _ settings: [String: String]) -> Fingerprint {
    let machine = FixtureMachine(
      packages: 1, nodes: 1, coresPerNode: 2, threadsPerCore: 1, firstCache: 1 << 15, secondCache: 1 << 20)
    return Fingerprint(
      mustMatch: [:], declared: [:], noted: facts, topology: machine.topology, settings: settings)
  }

  private static func document(metric: String? = nil) -> HostDiffDocument {
    let before = host(
      [
        "kernel": "6.1.0-47", "host": "node1", "mitigation_spectre_v2": "Mitigation: Retpolines",
        "microcode": "0x1",
      ],
      ["sysctl/vm.swappiness": "60", "proc/modules": "ext4 kvm"])
    let after = host(
      ["kernel": "6.1.0-56", "host": "node1", "mitigation_spectre_v2": "Vulnerable"],
      ["sysctl/vm.swappiness": "10", "sysctl/vm.new\u{1B}[31m": "", "proc/modules": "kvm zram"])
    let notes = KnobNotes([
      "sysctl/vm.swappiness": KnobNote(summary: "swap or drop pages", movesMetrics: ["memory.latency"])
    ])
    return HostDiffDocument(
      base: .init(source: "a.json", before), candidate: .init(source: "live", after), metric: metric,
      HostDiff(base: before, candidate: after, notes: notes))
  }

  @Test func differencesStandInGroupsLikeliestFirst() {
    let text = HostDiffText.render(Self.document(), width: 80, color: false)
    #expect(
      text == """
        node1 (6.1.0-47) → node1 (6.1.0-56): 5 differences
          base       a.json
          candidate  this host, now

        Kernel                                      the likeliest to move a metric first
          kernel  6.1.0-47 → 6.1.0-56

        Mitigations
          mitigation_spectre_v2  Mitigation: Retpolines → Vulnerable
              paid at each entry into the kernel, at task switches, or at exits of
              guests
              moves scheduler, aio, migration, compression, memory

        Settings that move a metric
          sysctl/vm.swappiness  60 → 10
              swap or drop pages
              moves memory.latency

        Settings of which nothing is known here
          sysctl/vm.new\u{FFFD}[31m  (not there) → (empty)

        Around the kernel
          proc/modules  + zram  − ext4

        Not compared
          microcode: unknown in the candidate
        """)
  }

  @Test func suspectsAreOfOneMetric() {
    let text = HostDiffText.render(Self.document(metric: "memory.latency"), width: 80, color: false)
    #expect(text.contains("node1 (6.1.0-47) → node1 (6.1.0-56): 4 suspects"))
    #expect(text.contains("Suspects for memory.latency") && !text.contains("proc/modules"))
  }

  @Test func hostsThatAreAlikeSaySo() {
    let host = Self.host(["kernel": "6.1", "host": "a"], [:])
    let side = HostDiffDocument.Side(source: "x", host)
    let document = HostDiffDocument(base: side, candidate: side, HostDiff(base: host, candidate: host))
    #expect(HostDiffText.render(document, width: 80, color: false).hasPrefix("a (6.1): no differences\n"))
    let none = HostDiffDocument(
      base: side, candidate: side, metric: "aio.iops", HostDiff(base: host, candidate: host))
    #expect(
      HostDiffText.render(none, width: 80, color: false).contains(
        "Nothing that is known to move aio.iops differs."))
  }

  @Test(arguments: [20, 40, 300]) func noLineIsWiderThanTheTerminal(width: Int) {
    let lines = HostDiffText.render(Self.document(), width: width, color: false).split(separator: "\n")
    // Names are not cut, so that they can be copied.
    let longest = lines.filter { !$0.contains("/") && !$0.contains("_") }.map(\.count).max() ?? 0
    #expect(longest <= width)
  }
}
