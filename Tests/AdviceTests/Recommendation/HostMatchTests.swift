import Experiment
import Testing

@testable import Advice

@Suite struct HostMatchTests {
  private func host(_ facts: [String: String], name: String = "node1", kernel: String = "6.1.0")
    -> Fingerprint
  {
    Fingerprint(
      mustMatch: facts, declared: ["kernel": kernel], noted: ["host": name],
      topology: MadeHost.machine(nodes: 1, cpusEach: 2), settings: [:])
  }

  @Test func theSameHostHasNoObjection() {
    let one = host(["cpu_model": "a", "memory_gib": "64"])
    #expect(HostMatch.objections(one, one).isEmpty)
    #expect(HostMatch.remarks(one, one).isEmpty)
  }

  @Test func everyFactThatDiffersIsNamed() {
    let objections = HostMatch.objections(
      host(["cpu_model": "a", "memory_gib": "64", "topology": "t"]),
      host(["cpu_model": "b", "memory_gib": "64", "topology": "u"]))
    #expect(
      objections == ["cpu_model is 'a' in the Run and 'b' here", "topology is 't' in the Run and 'u' here"])
  }

  @Test func flagsAreNotListedWhole() {
    let objections = HostMatch.objections(
      host(["cpu_flags": "a b c d e f"]), host(["cpu_flags": "f g h"]))
    #expect(objections == ["cpu_flags differ (+g +h -a -b and 3 more)"])
  }

  @Test func whatIsMissingOnOneSideCounts() {
    let objections = HostMatch.objections(host(["memory_gib": "unknown"]), host(["memory_gib": "64"]))
    #expect(objections == ["memory_gib is 'unknown' in the Run and '64' here"])
    #expect(HostMatch.objections(host(["memory_gib": "unknown"]), host([:])).isEmpty)
  }

  @Test func anotherNameOrKernelIsOnlyRemarked() {
    let remarks = HostMatch.remarks(host([:]), host([:], name: "node2", kernel: "6.12.0"))
    #expect(remarks.count == 2)
    #expect(remarks[0].contains("node1") && remarks[0].contains("node2"))
    #expect(remarks[1].contains("6.1.0") && remarks[1].contains("6.12.0"))
  }
}
