import Foundation
import Statistics
import Testing

struct KneeTests {
  @Test("of a queue, 1 / (1 − load), is where the slope is the chord's")
  func queue() {
    let load = (0...90).map { Double($0) / 100 }
    // The chord from (0, 1) to (0.9, 10) has slope 10, and so has the curve at 1 − 1/√10 = 0.684.
    #expect(Knee.index(x: load, y: load.map { 1 / (1 - $0) }) == 68)
  }

  @Test("of a parabola is its middle")
  func parabola() {
    let x = (0...20).map(Double.init)
    #expect(Knee.index(x: x, y: x.map { 5 + $0 * $0 }) == 10)
  }

  @Test("of a plateau that breaks is the break, whatever the units and the spacing")
  func plateau() {
    let x = [0, 10, 20, 40, 60, 80, 90, 100.0]
    let y = [90, 91, 92, 94, 97, 105, 180, 400.0]
    #expect(Knee.index(x: x, y: y) == 5)
    #expect(Knee.index(x: x.map { $0 * 5e8 }, y: y.map { $0 * 1e-9 }) == 5)
    #expect(Knee.index(x: x.map { $0 - 50 }, y: y) == 5)
  }

  @Test("saturation, where the load no longer grows but the latency does")
  func saturation() {
    #expect(Knee.index(x: [1, 2, 3, 4, 4], y: [100, 101, 103, 110, 300]) == 3)
  }

  @Test("the options set what counts as a bend and as a rise")
  func options() {
    let x = [0, 1, 2, 3, 4.0]
    #expect(Knee.index(x: x, y: [100, 120, 141, 165, 190]) == nil)
    #expect(Knee.index(x: x, y: [100, 120, 141, 165, 190], minimumDistance: 0.01) == 2)
    #expect(Knee.index(x: x, y: [100, 100, 100, 100.5, 104]) == nil)
    #expect(Knee.index(x: x, y: [100, 100, 100, 100.5, 104], minimumRise: 0.01) == 3)
  }

  @Test(
    "there is none in a line, a concave, flat, noisy or falling curve",
    arguments: [
      [1, 2, 3, 4, 5, 6], [1, 5, 7, 8, 8.5, 8.7], [3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 0, 0],
      [100, 101, 99, 100, 101, 102], [100, 150, 90, 110, 160, 101], [60, 30, 20, 15, 12, 10],
    ])
  func none(y: [Double]) {
    #expect(Knee.index(x: [0, 1, 2, 3, 4, 5], y: y) == nil)
  }

  @Test("refuses what is no curve")
  func refusals() {
    #expect(Knee.index(x: [], y: []) == nil)
    #expect(Knee.index(x: [0, 1], y: [0, 1]) == nil)
    #expect(Knee.index(x: [0, 1, 2], y: [0, 0, 1, 2]) == nil)
    #expect(Knee.index(x: [0, 2, 1], y: [1, 1, 5]) == nil)
    #expect(Knee.index(x: [1, 1, 1], y: [1, 1, 5]) == nil)
    #expect(Knee.index(x: [0, .nan, 2], y: [1, 1, 5]) == nil)
    #expect(Knee.index(x: [0, 1, 2], y: [1, .infinity, 5]) == nil)
    #expect(Knee.index(x: [0, 1, 2], y: [-1.7e308, 0, 1.7e308]) == nil)
    #expect(Knee.index(x: [-1.7e308, 0, 1.7e308], y: [1, 1, 5]) == nil)
  }
}
