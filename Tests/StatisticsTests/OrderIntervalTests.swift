import Statistics
import Testing

struct OrderIntervalTests {
  @Test("the ranks of the tables: 6 values give first to last, 10 second to ninth, 20 sixth to fifteenth")
  func ranks() {
    func ends(_ count: Int) -> [Double]? {
      OrderInterval.of(0.5, values: (1...count).map(Double.init).reversed()).map { [$0.lower, $0.upper] }
    }
    #expect(ends(5) == nil)
    #expect(ends(6) == [1, 6])
    #expect(ends(10) == [2, 9])
    #expect(ends(20) == [6, 15])
  }

  @Test("too few or no values, NaN, and what is out of range")
  func edges() {
    #expect(OrderInterval.of(0.5, values: []) == nil)
    #expect(OrderInterval.of(0.95, values: Array(repeating: 1, count: 71)) == nil)
    #expect(OrderInterval.of(0.5, values: [1, 2, 3, 4, 5, 6, .nan]) == nil)
    #expect(OrderInterval.of(1, values: [1, 2, 3, 4, 5, 6]) == nil)
    #expect(OrderInterval.of(0.5, values: [1, 2, 3, 4, 5, .infinity])?.upper == .infinity)
  }

  @Test("covers the median of a skewed distribution as often as it says")
  func coverage() {
    var generator = SeededGenerator(seed: 11)
    for count in [6, 9, 25] {
      var covered = 0
      for _ in 0..<2000 {
        // The fourth power of a uniform number has the median 1/16.
        let values = (0..<count).map { _ in
          let uniform = Double(generator.next() >> 11) * 0x1p-53
          return uniform * uniform * uniform * uniform
        }
        if let found = OrderInterval.of(0.5, values: values), found.lower <= 0.0625, found.upper >= 0.0625 {
          covered += 1
        }
      }
      #expect(covered >= 1880, "\(covered) of 2000 with \(count) values")
    }
  }
}
