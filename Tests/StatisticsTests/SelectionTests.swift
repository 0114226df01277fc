import Testing

@testable import Statistics

@Suite struct SelectionTests {
  @Test("Each rank is what sorting puts there", arguments: [1, 2, 3, 17, 256])
  func ranks(count: Int) {
    var generator = SeededGenerator(seed: UInt64(count))
    let values = (0..<count).map { _ in Double(generator.below(count / 2 + 1)) }
    for rank in 0..<count {
      var some = values
      #expect(Selection.value(ofRank: rank, in: &some) == values.sorted()[rank])
      #expect(some.sorted() == values.sorted())
      #expect(some[..<rank].allSatisfy { $0 <= some[rank] } && some[rank...].allSatisfy { $0 >= some[rank] })
    }
  }

  @Test("Sorted, reversed and equal values are no trap")
  func orders() {
    for values in [
      (0..<1000).map(Double.init), (0..<1000).reversed().map(Double.init),
      [Double](repeating: 1, count: 1000),
    ] {
      var some = values
      #expect(Selection.value(ofRank: 300, in: &some) == values.sorted()[300])
    }
  }
}
