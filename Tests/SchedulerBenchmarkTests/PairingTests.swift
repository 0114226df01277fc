import Host
import Platform
import TestSupport
import Testing

@testable import SchedulerBenchmark

@Suite("Pairing classes")
struct PairingTests {
  @Test("Nodes, caches, cores and siblings give a class each")
  func classes() {
    let machine = Machine.regular(nodes: 2, cores: 4, threads: 2, l3Groups: 2)
    #expect(machine.pairing(0, 0) == .sameCPU)
    #expect(machine.pairing(0, 8) == .siblings)
    #expect(machine.pairing(0, 1) == .sameCache)
    #expect(machine.pairing(0, 9) == .sameCache)
    #expect(machine.pairing(0, 2) == .sameNode)
    #expect(machine.pairing(0, 4) == .otherNode)
    #expect(machine.pairing(12, 3) == .otherNode)
  }

  @Test("A machine that does not tell its caches or nodes has one class of different cores")
  func unknownCaches() {
    var machine = Machine.regular(nodes: 1, cores: 2, caches: nil)
    #expect(machine.pairing(0, 1) == .sameNode)
    machine.nodes = []
    #expect(machine.pairing(0, 1) == .sameNode)
  }

  @Test("The first pair of each class, and none for a class that is absent")
  func representatives() {
    let machine = Machine.regular(nodes: 2, cores: 4, threads: 2, l3Groups: 2)
    #expect(
      machine.representativePairs(of: machine.cpus.numbers) == [
        Pairing(first: 0, second: 0, kind: .sameCPU), Pairing(first: 0, second: 8, kind: .siblings),
        Pairing(first: 0, second: 1, kind: .sameCache), Pairing(first: 0, second: 2, kind: .sameNode),
        Pairing(first: 0, second: 4, kind: .otherNode),
      ])
    #expect(Machine.small.representativePairs(of: [0, 1]).map(\.kind) == [.sameCPU, .sameCache])
    #expect(Machine.small.representativePairs(of: []) == [])
  }

  @Test("Where the lowest CPU has no partner of a class, another has")
  func hybrid() {
    let pairs = Machine.hybrid.representativePairs(of: [12, 13, 2, 3])
    #expect(
      pairs == [
        Pairing(first: 2, second: 2, kind: .sameCPU), Pairing(first: 2, second: 3, kind: .siblings),
        Pairing(first: 2, second: 12, kind: .sameCache),
      ])
  }
}
