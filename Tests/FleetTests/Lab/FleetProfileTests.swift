import Platform
import TestSupport
import Testing

@testable import Fleet

/// Profiles on a fleet: a canary, batches, and back.
@Suite(
  .serialized, .enabled(if: NodeLab.obstacle == nil, "\(NodeLab.obstacle ?? "")"), .timeLimit(.minutes(4)))
struct FleetProfileTests {
  private static let text = "schema: assay.profile/1\nname: lab\nsummary: s\nsettings: []\n"

  private func profile(_ lab: NodeLab, health: String? = nil) throws -> FleetProfile {
    let path = "\(lab.path)/lab.yaml"
    try Files.replace(path, with: Array(Self.text.utf8))
    return FleetProfile(name: "lab", path: path, files: [path], health: health, batch: "2")
  }

  private func fleet(_ lab: NodeLab, _ name: String) throws -> FleetRun {
    var run = FleetRun(
      store: try FleetStore("\(lab.path)/\(name)"), progress: NoFleetProgress(), interruption: Interruption())
    run.programs = lab.ansible
    return run
  }

  private func applied(_ lab: NodeLab, _ count: Int) -> [Bool] {
    (1...count).map { Files.exists("\(lab.node($0))/applied") }
  }

  @Test("a healthy fleet is confirmed, and taken back")
  func well() async throws {
    let lab = try NodeLab(nodes: 3)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    let state = try await fleet(lab, "apply").apply(
      try profile(lab, health: "true"), inventory: lab.inventory, binary: binary)
    #expect(state.failures == [])
    #expect(state.isComplete)
    #expect(applied(lab, 3) == [true, true, true])
    #expect(NodeStandIn.calls(lab, 2, "tune confirm") == 1)
    let back = try await fleet(lab, "revert").revert("lab", inventory: lab.inventory, binary: binary)
    #expect(back.isComplete)
    #expect(applied(lab, 3) == [false, false, false])
    // Once more is no failure.
    let again = try await fleet(lab, "again").revert("lab", inventory: lab.inventory, binary: binary)
    #expect(again.failures == [])
  }

  @Test("a node that never had assay has nothing to take back")
  func never() async throws {
    let lab = try NodeLab(nodes: 1)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    let state = try await fleet(lab, "revert").revert("lab", inventory: lab.inventory, binary: binary)
    // The lab's nodes have the files of this host: where a profile was applied here, nobody knows without the tool.
    if Files.exists("/var/lib/assay") {
      #expect(state.failures.first?.contains("tool missing") == true, "\(state.failures)")
    } else {
      #expect(state.isComplete, "\(state.failures)")
    }
  }

  @Test("one unhealthy node takes its batch back; what was confirmed stays; what follows is not touched")
  func sick() async throws {
    let lab = try NodeLab(nodes: 4)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    let health = "! ip -4 addr show dev eth0 | grep -q 'inet 10.77.0.3/'"
    let state = try await fleet(lab, "apply").apply(
      try profile(lab, health: health), inventory: lab.inventory, binary: binary)
    #expect(state.ending == .failed, "the first node has it")
    #expect(applied(lab, 4) == [true, false, false, false])
    #expect(state.nodes[0].steps["confirm"]?.state == .done)
    #expect(state.nodes[1].steps["revert"]?.state == .done)
    #expect(state.nodes[2].steps["health"]?.state == .failed)
    #expect(
      state.failures.contains { $0.hasPrefix("n3: apply: the health command says no; taken back") },
      "\(state.failures)")
    #expect(state.failures.contains { $0.hasSuffix("confirmed before and left: n1") }, "\(state.failures)")
    #expect(NodeStandIn.calls(lab, 4, "tune") == 0)
  }

  @Test("a canary on which it fails ends all of it")
  func canary() async throws {
    let lab = try NodeLab(nodes: 2)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    try Files.replace("\(lab.node(1))/fail", with: Array("assay: refused\n".utf8))
    let state = try await fleet(lab, "apply").apply(
      try profile(lab), inventory: lab.inventory, binary: binary)
    #expect(applied(lab, 2) == [false, false])
    #expect(state.failures.contains { $0.hasPrefix("n1: apply: ") }, "\(state.failures)")
    #expect(state.nodes[1].state == .waiting)
    #expect(state.ending == .takenBack)
  }

  @Test("applied once more nothing is done; what was there before is not taken back with a batch")
  func again() async throws {
    let lab = try NodeLab(nodes: 3)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    // The third node does not have it yet.
    let first = try await fleet(lab, "first").apply(
      try profile(lab), inventory: lab.inventory, limit: "n1,n2", binary: binary)
    #expect(first.ending == .done, "\(first.failures)")
    let sick = "! ip -4 addr show dev eth0 | grep -q 'inet 10.77.0.3/'"
    let second = try await fleet(lab, "second").apply(
      try profile(lab, health: sick), inventory: lab.inventory, binary: binary)
    #expect(applied(lab, 3) == [true, true, false])
    let stays = "n2: apply: well, but not all of its batch; it was so before, and stays"
    #expect(second.failures.contains { $0.hasPrefix(stays) }, "\(second.failures)")
    #expect(
      second.failures.contains { $0.hasPrefix("n3: apply: the health command says no; taken back") },
      "\(second.failures)")
    let third = try await fleet(lab, "third").apply(
      try profile(lab), inventory: lab.inventory, binary: binary)
    #expect(third.ending == .done, "\(third.failures)")
    #expect(applied(lab, 3) == [true, true, true])
    #expect([1, 2, 3].map { NodeStandIn.calls(lab, $0, "tune confirm") } == [3, 2, 1])
    // What was left to itself before it was confirmed is confirmed by the next apply.
    try Files.replace("\(lab.node(2))/waits", with: [])
    let fourth = try await fleet(lab, "fourth").apply(
      try profile(lab), inventory: lab.inventory, binary: binary)
    #expect(fourth.ending == .done && !Files.exists("\(lab.node(2))/waits"), "\(fourth.failures)")
    #expect([1, 2, 3].map { NodeStandIn.calls(lab, $0, "tune revert lab --last") } == [0, 0, 1])
  }

  @Test("a node that needs a reboot has it, and says so")
  func reboot() async throws {
    let lab = try NodeLab(nodes: 1)
    let binary = try await NodeBinary.read(try NodeStandIn(in: lab).path)
    try Files.replace("\(lab.node(1))/reboot", with: [])
    let state = try await fleet(lab, "apply").apply(
      try profile(lab), inventory: lab.inventory, binary: binary)
    #expect(state.ending == .needsReboot, "\(state.failures)")
    #expect(state.nodes[0].warnings == ["a reboot is needed for some of it"])
  }
}
