import Statistics
import Testing

struct ParetoSetTests {
  @Test("less in one figure and nowhere more is better; equal points are not")
  func domination() {
    #expect(ParetoSet.dominates([1, 2, 3], [1, 2, 4]))
    #expect(!ParetoSet.dominates([1, 2, 3], [1, 2, 3]))
    #expect(!ParetoSet.dominates([1, 9, 3], [2, 2, 4]))
    #expect(!ParetoSet.dominates([1], [2, 2]))
    #expect(ParetoSet.dominates([1, .infinity], [2, .infinity]))
  }

  @Test("no point of the set is beaten, and every other is by one of the set", arguments: 0..<20)
  func properties(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let points = (0..<40).map { _ in (0..<3).map { _ in Double(generator.below(8)) } }
    let front = ParetoSet.indices(of: points)
    #expect(!front.isEmpty && front == front.sorted())
    for index in points.indices {
      let isBeaten = front.contains { ParetoSet.dominates(points[$0], points[index]) }
      #expect(isBeaten != front.contains(index))
    }
    // Order does not matter, nor does what each figure is measured in.
    let order = generator.shuffled(Array(points.indices))
    let again = ParetoSet.indices(of: order.map { points[$0].map { $0 * $0 + 3 } }).map { order[$0] }
    #expect(again.sorted() == front)
  }

  @Test("nothing, one point, and what is no number")
  func edges() {
    #expect(ParetoSet.indices(of: []) == [])
    #expect(ParetoSet.indices(of: [[5, 5]]) == [0])
    #expect(ParetoSet.indices(of: [[1, 1], [1, 1], [.nan, 0]]) == [0, 1])
  }

  @Test("only ranges that are clear of each other are beyond doubt")
  func standings() {
    let clear = ParetoSet.standings([[1, 1], [3, 3]], within: [[0.5...1.5, 0.5...1.5], [2...4, 2...4]])
    #expect(clear == [.unbeaten, .beaten(by: 0)])
    let unclear = ParetoSet.standings(
      [[1, 1], [3, 3]], within: [[0.5...2.5, 0.5...1.5], [2...4, 2...4]])
    #expect(unclear == [.unbeaten, .unclear])
    let both = ParetoSet.standings([[1, 3], [3, 1]], within: [[1...1, 3...3], [3...3, 1...1]])
    #expect(both == [.unbeaten, .unbeaten])
  }

  @Test("of several that beat a point the least in the first figure is named")
  func winner() {
    let points: [[Double]] = [[3, 1], [1, 3], [5, 5]]
    #expect(
      ParetoSet.standings(points, within: points.map { $0.map { $0...$0 } }) == [
        .unbeaten, .unbeaten, .beaten(by: 1),
      ])
  }
}
