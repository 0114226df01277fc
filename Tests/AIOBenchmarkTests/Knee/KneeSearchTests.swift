import Testing

@testable import AIOBenchmark

@Suite struct KneeSearchTests {
  /// Searches on a device whose latency is under the limit up to a depth, and whose rate grows with the depth.
  private func search(knee: Int, deepest: Int = 1_024) -> KneeSearch {
    var search = KneeSearch(deepest: deepest)
    while let depth = search.next {
      search.add(KneeSearch.Probe(depth: depth, rate: Double(depth) * 100, isWithin: depth <= knee))
      if search.probes.count > 40 { break }
    }
    return search
  }

  @Test(arguments: [1, 2, 3, 7, 8, 9, 63, 64, 100, 513, 1_000])
  func findsTheKneeToWithinATenth(knee: Int) throws {
    let search = search(knee: knee)
    let best = try #require(search.best)
    #expect(best.depth <= knee && Double(best.depth) >= 0.89 * Double(knee))
    #expect(search.probes.count <= 18)
    #expect(Set(search.probes.map(\.depth)).count == search.probes.count)
  }

  @Test func neverGoesDeeperThanItMay() {
    #expect(search(knee: 5_000, deepest: 100).best?.depth == 100)
    #expect(search(knee: 5_000, deepest: 1).probes.map(\.depth) == [1])
  }

  @Test func evenOneRequestMayBeTooSlow() {
    let search = search(knee: 0)
    #expect(search.best == nil)
    #expect(search.probes.map(\.depth) == [1])
  }

  /// A depth that failed by chance and a deeper one that did not leave nothing to halve.
  @Test func contradictionsEndTheSearch() {
    var search = KneeSearch(deepest: 64)
    for (depth, isWithin) in [(1, true), (2, false), (4, true)] {
      search.add(KneeSearch.Probe(depth: depth, rate: Double(depth), isWithin: isWithin))
    }
    #expect(search.next == nil)
    #expect(search.best?.depth == 4)
  }
}
