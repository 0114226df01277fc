import Host
import Platform
import TestSupport
import Testing

@Suite("Topology: cores first")
struct TopologyCoresFirstTests {
  @Test("Linux's numbering of siblings and siblings side by side both give cores first")
  func coresFirst() {
    let regular = Machine.regular(nodes: 2, cores: 2, threads: 2)
    #expect(regular.coreCPUs.map(\.description) == ["0,4", "1,5", "2,6", "3,7"])
    #expect(regular.coresFirst(regular.cpus) == [0, 1, 2, 3, 4, 5, 6, 7])
    let hybrid = Machine.hybrid
    #expect(
      hybrid.coresFirst(hybrid.cpus)
        == [0, 2, 4, 6, 8, 10, 12, 13, 14, 15, 16, 17, 18, 19, 1, 3, 5, 7, 9, 11])
  }

  @Test("Of a core whose first thread is not wanted, the second stands for it")
  func someSiblings() {
    let hybrid = Machine.hybrid
    #expect(hybrid.coresFirst(CPUSet([1, 2, 3, 12])) == [1, 2, 12, 3])
    #expect(hybrid.coresFirst(CPUSet()) == [])
  }

  @Test("CPUs that belong to no known core come last")
  func unknownCore() {
    var topology = Machine.small
    topology.coreCPUs = [CPUSet([1])]
    #expect(topology.coresFirst(CPUSet([0, 1])) == [1, 0])
  }
}
