@testable import Platform
import Testing

@testable import Host

/// The names of core kinds, from what hwloc may say of them.
struct CoreKindTests {
  private static func names(_ kinds: [(rank: Int?, type: String?)]) -> [String] {
    let inventory = HardwareInventory(
      objects: [],
      cpuKinds: kinds.enumerated().map { index, kind in
        HardwareInventory.CPUKind(
          cpus: CPUSet([index]), rank: kind.rank, infos: kind.type.map { ["CoreType": $0] } ?? [:])
      },
      distances: nil, allowedCPUs: CPUSet(), allowedNodes: CPUSet())
    return Topology.coreKinds(of: inventory, online: CPUSet(0..<16)).map(\.name)
  }

  @Test func theProcessorsOwnWordComesFirst() {
    #expect(Self.names([(0, "IntelAtom"), (1, "IntelCore")]) == ["performance", "efficient"])
    #expect(Self.names([(nil, "intel_atom"), (nil, "intel_core")]) == ["efficient", "performance"])
  }

  @Test func theRankNamesTheRest() {
    #expect(Self.names([(0, nil), (1, nil)]) == ["performance", "efficient"])
    #expect(Self.names([(0, nil), (1, nil), (2, nil)]) == ["performance", "kind-1", "efficient"])
  }

  @Test func aSecondKindOfTheSameNameIsNumbered() {
    #expect(
      Self.names([(0, "IntelAtom"), (1, "IntelAtom"), (2, "IntelCore")]) == [
        "performance", "efficient", "efficient-2",
      ])
  }

  @Test func unrankedKindsAreNumberedAndOneKindIsNone() {
    #expect(Self.names([(nil, nil), (nil, nil)]) == ["kind-0", "kind-1"])
    #expect(Self.names([(0, "IntelCore")]) == [])
    #expect(Self.names([]) == [])
  }
}
