import Host
import Platform
import TestSupport
import Testing

@testable import MemoryBenchmark

@Suite("Cache levels: names at all boundaries")
struct CacheLevelsTests {
  @Test("A size belongs to the first cache that holds it, to DRAM from four times the last on")
  func boundaries() {
    let levels = CacheLevels(of: 0, in: Machine.small)
    #expect(levels.levels.map(\.level) == [1, 2, 3])
    #expect(levels.lastBytes == 16 << 20)
    let cases: [(Int, String)] = [
      (64, "L1"), (32 << 10, "L1"), ((32 << 10) + 1, "L2"), (1 << 20, "L2"), ((1 << 20) + 1, "L3"),
      (16 << 20, "L3"), ((16 << 20) + 1, "mixed"), ((64 << 20) - 1, "mixed"), (64 << 20, "DRAM"),
      (1 << 40, "DRAM"),
    ]
    for (bytes, name) in cases { #expect(levels.name(ofWorkingSet: bytes) == name, "\(bytes)") }
  }

  @Test("Instruction caches and other CPUs' caches do not count")
  func onlyOwnData() {
    #expect(CacheLevels(of: 12, in: Machine.hybrid).levels.map(\.bytes) == [32 << 10, 24 << 20])
    #expect(CacheLevels(of: 1, in: Machine.hybrid).levels.map(\.bytes) == [48 << 10, 24 << 20])
  }

  @Test("Without known caches the last one is taken for 32 MiB, and smaller sets have no level")
  func unknown() {
    let levels = CacheLevels(of: 0, in: Machine.regular(nodes: 1, cores: 1, caches: nil))
    #expect(levels.levels.isEmpty)
    #expect(levels.lastBytes == 32 << 20)
    #expect(levels.name(ofWorkingSet: 4096) == "unknown")
    #expect(levels.name(ofWorkingSet: (128 << 20) - 1) == "unknown")
    #expect(levels.name(ofWorkingSet: 128 << 20) == "DRAM")
  }

  @Test("A cache of unknown size is left out, not taken for empty")
  func unknownSize() {
    var topology = Machine.small
    for index in topology.caches.indices where topology.caches[index].level == 2 {
      topology.caches[index].bytes = nil
    }
    let levels = CacheLevels(of: 0, in: topology)
    #expect(levels.levels.map(\.level) == [1, 3])
    #expect(levels.name(ofWorkingSet: 64 << 10) == "L3")
  }

  @Test("Equality is level by level")
  func equality() {
    #expect(CacheLevels(of: 0, in: Machine.small) == CacheLevels(of: 1, in: Machine.small))
    #expect(CacheLevels(of: 0, in: Machine.hybrid) != CacheLevels(of: 12, in: Machine.hybrid))
  }
}
