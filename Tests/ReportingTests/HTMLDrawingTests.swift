import Testing

@testable import Reporting

/// Scales, ticks and labels, against values worked out by hand.
struct HTMLDrawingTests {
  @Test("Ticks are round, ascending and inside the domain")
  func linearTicks() {
    #expect(Ticks.linear(0...10, about: 5) == [0, 2, 4, 6, 8, 10])
    #expect(Ticks.linear(-1...1, about: 4) == [-1, -0.5, 0, 0.5, 1])
    #expect(Ticks.linear(103...117, about: 3) == [105, 110, 115])
    #expect(Ticks.decimals(of: [0, 0.25, 0.5]) == 2)
    #expect(Ticks.decimals(of: [0, 20, 40]) == 0)
  }

  @Test("Logarithmic ticks are powers, with 2 and 5 where there is room")
  func logarithmicTicks() {
    #expect(Ticks.logarithmic(1...100, base: 10, most: 10) == [1, 2, 5, 10, 20, 50, 100])
    #expect(Ticks.logarithmic(1...1000, base: 10, most: 4) == [1, 10, 100, 1000])
    #expect(Ticks.logarithmic(4096...65536, base: 2, most: 3) == [4096, 16384, 65536])
  }

  @Test(
    "A step is 1, 2 or 5 times a power of ten and not too small",
    arguments: [1e-12, 3.7e-3, 0.9, 1, 7, 19.99, 1e3, 4.2e17])
  func steps(_ length: Double) {
    let step = Ticks.step(over: length, about: 5)
    #expect(step >= length / 5 * (1 - 1e-9) && step <= length / 5 * 2.5 * (1 + 1e-9))
  }

  @Test("Positions: ends, middle, outside, not a number")
  func positions() {
    let linear = Scale(.linear, domain: 0...10, range: (100, 0))
    #expect([0, 5, 10, 12, -3, .infinity].map { linear.position($0) } == [100, 50, 0, 0, 100, 0])
    #expect(linear.position(.nan) == 100)
    let logarithmic = Scale(.logarithmic(base: 10), domain: 1...100, range: (0, 200))
    #expect((logarithmic.position(10) - 100).magnitude < 1e-9)
    #expect((logarithmic.position(1000) - 200).magnitude < 1e-9)
  }

  @Test("Impossible domains become possible ones")
  func degenerate() {
    for domain in [5.0...5, 0...0, -3 ... -3, 0...Double.infinity] {
      for kind in [Scale.Kind.linear, .logarithmic(base: 10)] {
        let scale = Scale(kind, domain: domain, range: (0, 100))
        #expect(scale.domain.lowerBound < scale.domain.upperBound)
        #expect((0...100).contains(scale.position(5)))
        #expect(!scale.ticks(spacing: 20).contains { !$0.isFinite })
      }
    }
  }

  @Test("A scale starts at zero when the values are far apart, and only then")
  func zero() {
    #expect(Scale.nice([10, 40], range: (0, 1)).domain.lowerBound == 0)
    #expect(Scale.nice([95, 105], range: (0, 1)).domain.lowerBound > 0)
    #expect(Scale.nice([95, 105], fromZero: true, range: (0, 1)).domain.lowerBound == 0)
  }

  @Test("The logarithm agrees with powers", arguments: [1e-300, 1e-9, 0.3, 1, 2, 3, 1e10, 1.7e308])
  func logarithm(_ value: Double) {
    // log2(v²) = 2 log2(v), and log2(8 v) = 3 + log2(v), where these can be represented.
    let log = Logarithm.base2(value)
    if value < 1e150, value > 1e-150 { #expect((Logarithm.base2(value * value) - 2 * log).magnitude < 1e-10) }
    if value < 1e300 { #expect((Logarithm.base2(value * 8) - 3 - log).magnitude < 1e-10) }
    #expect((Logarithm.base2(10) - 3.321928094887362).magnitude < 1e-12)
  }

  @Test("Labels keep their order and their distance")
  func labels() {
    let places = LabelStack.spread([50, 51, 10, 52], gap: 10, within: 0...100)
    #expect(places == [41, 51, 10, 61])
    let low = LabelStack.spread([99, 100, 98], gap: 10, within: 0...100).sorted()
    #expect(low == [80, 90, 100])
  }

  @Test("Coordinates are short and never a non-number")
  func coordinates() {
    #expect(
      [0, 1.5, -2.25, 3.14159, 0.05, -0.001, .nan, .infinity].map { SVG.coordinate($0) }
        == ["0", "1.5", "-2.25", "3.14", "0.05", "0", "0", "0"])
  }

  @Test("Units keep one prefix for an axis")
  func units() {
    let unit = ScaledUnit("B/s", for: 41.2e9)
    #expect(unit.text(41.2e9) == "41.2 GB/s")
    #expect(unit.number(0.5e9) == "0.500")
    #expect(ScaledUnit("s", for: 9.2e-8).text(9.2e-8) == "92.0 ns")
    #expect(ScaledUnit("furlong", for: 3).text(3) == "3.00 furlong")
    #expect(ScaledUnit("B/s", for: 999.96e6).symbol == "GB/s", "as Units.text rounds")
    #expect(ScaledUnit("s", for: 0).symbol == "s" && ScaledUnit("s", for: 1e-15).symbol == "ps")
    #expect(Units.plain(20) == "20" && Units.plain(0.5) == "0.5" && Units.plain(1000) == "1000")
  }

  @Test("Big machines are drawn with alike packages once")
  func topology() {
    let big = FixtureRun(packages: 16, coresPerNode: 3).topology
    let boxes = TopologyBox.packages(of: big)
    #expect(boxes.count == 1 && boxes.first?.count == 16)
    #expect(boxes.first?.title == "packages 0–15, alike")
    let small = TopologyBox.packages(of: FixtureRun(packages: 2, coresPerNode: 4).topology)
    #expect(small.map(\.cpuCount) == [8, 8])
  }
}
