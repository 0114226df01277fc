import Host
import Platform
import Testing

@testable import MemoryBenchmark

@Suite("CPU order: cores first, and thread scales")
struct CPUOrderTests {
  @Test("Linux's numbering of siblings and siblings side by side both give cores first")
  func coresFirst() {
    let regular = Machine.regular(nodes: 2, cores: 2, threads: 2)
    #expect(regular.coreCPUs.map(\.description) == ["0,4", "1,5", "2,6", "3,7"])
    #expect(CPUOrder.coresFirst(regular.cpus, in: regular) == [0, 1, 2, 3, 4, 5, 6, 7])
    let hybrid = Machine.hybrid
    #expect(
      CPUOrder.coresFirst(hybrid.cpus, in: hybrid)
        == [0, 2, 4, 6, 8, 10, 12, 13, 14, 15, 16, 17, 18, 19, 1, 3, 5, 7, 9, 11])
  }

  @Test("Of a core whose first thread is not wanted, the second stands for it")
  func someSiblings() {
    let hybrid = Machine.hybrid
    #expect(CPUOrder.coresFirst(CPUSet([1, 2, 3, 12]), in: hybrid) == [1, 2, 12, 3])
    #expect(CPUOrder.coresFirst(CPUSet(), in: hybrid) == [])
  }

  @Test("CPUs that belong to no known core come last")
  func unknownCore() {
    var topology = Machine.small
    topology.coreCPUs = [CPUSet([1])]
    #expect(CPUOrder.coresFirst(CPUSet([0, 1]), in: topology) == [1, 0])
  }

  @Test("Scales begin with 1, end with all, and rise")
  func scales() {
    #expect(CPUOrder.threadScale(1, steps: .ends) == [1])
    #expect(CPUOrder.threadScale(96, steps: .ends) == [1, 96])
    #expect(CPUOrder.threadScale(1, steps: .doubling) == [1])
    #expect(CPUOrder.threadScale(2, steps: .doubling) == [1, 2])
    #expect(CPUOrder.threadScale(6, steps: .doubling) == [1, 2, 4, 6])
    #expect(CPUOrder.threadScale(96, steps: .doubling) == [1, 2, 4, 8, 16, 32, 64, 96])
    #expect(CPUOrder.threadScale(5, steps: .every) == [1, 2, 3, 4, 5])
    #expect(CPUOrder.threadScale(64, steps: .every) == Array(1...64))
    for all in [65, 96, 128, 1_000, 8_192] {
      let scale = CPUOrder.threadScale(all, steps: .every)
      #expect(scale.first == 1 && scale.last == all && scale == scale.sorted())
      #expect(scale.count <= 65, "64 steps and the end")
    }
  }
}
