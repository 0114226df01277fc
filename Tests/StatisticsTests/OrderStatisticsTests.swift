import Testing

@testable import Statistics

@Suite struct OrderStatisticsTests {
  @Test(arguments: [1, 2, 3, 10, 257], [1, 3, 1_000_000])
  func everyRankIsThatOfTheSortedValues(count: Int, different: Int) {
    var generator = SeededGenerator(seed: UInt64(count * 7 + different))
    let values = (0..<count).map { _ in Double(generator.below(different)) - 1 }
    let sorted = values.sorted()
    for start in [0, count / 2, count - 1] {
      var statistics = OrderStatistics(values)
      // Any order of asking: what is found narrows what is searched next.
      for step in 0..<count {
        let rank = (start + step * 5) % count
        #expect(statistics.value(rank) == sorted[rank])
      }
      #expect(statistics.median() == Quantile.value(0.5, ofSorted: sorted))
    }
  }

  @Test(arguments: [
    [1, 2, 3, 4, 5, 6, 7, 8], [8, 7, 6, 5, 4, 3, 2, 1], [1, 8, 2, 7, 3, 6, 4, 5], [2, 2, 2, 2, 1, 1, 1, 1],
  ])
  func ordersThatAreHardForPivots(values: [Double]) {
    for rank in values.indices {
      var statistics = OrderStatistics(values)
      #expect(statistics.value(rank) == values.sorted()[rank])
    }
    var statistics = OrderStatistics(values)
    #expect(statistics.median() == Quantile.median(of: values))
  }
}
