import Testing

@testable import Statistics

struct PairedRatioTests {
  @Test("agrees with scipy's exact test at every end", arguments: try Golden.load().pairedRatios)
  func golden(_ golden: Golden.PairedRatio) throws {
    let ratio = try #require(PairedRatio(of: golden.values, to: golden.bases))
    #expect(agrees(ratio.estimate, golden.estimate, tolerance: 1e-12))
    #expect(agrees(ratio.interval?.lower, golden.lower, tolerance: 1e-12))
    #expect(agrees(ratio.interval?.upper, golden.upper, tolerance: 1e-12))
    #expect(ratio.pairs == golden.values.count)
    #expect(ratio.interval.map { $0.level == 0.95 } ?? (golden.lower == nil))
  }

  @Test(
    "the rank that ends the interval is exact, and for many pairs at most two too wide",
    arguments: try Golden.load().signedRanks)
  func ranks(_ golden: Golden.SignedRank) throws {
    let rank = try #require(HodgesLehmann.signedRank(pairs: golden.pairs, level: 0.95))
    if golden.pairs <= HodgesLehmann.mostExact {
      #expect(rank == golden.rank)
    } else {
      #expect((golden.rank - 2...golden.rank).contains(rank))
    }
  }

  @Test("exchanging the sides turns the ratio over")
  func reciprocal() throws {
    let values: [Double] = [11, 12.5, 10.9, 13, 12.1, 11.8, 12.2]
    let bases: [Double] = [10, 12, 10.5, 11.2, 11.9, 11.1, 10.8]
    let forth = try #require(PairedRatio(of: values, to: bases))
    let back = try #require(PairedRatio(of: bases, to: values))
    #expect(agrees(forth.estimate, 1 / back.estimate, tolerance: 1e-13))
    #expect(agrees(forth.interval?.lower, back.interval.map { 1 / $0.upper }, tolerance: 1e-13))
    #expect(agrees(forth.interval?.upper, back.interval.map { 1 / $0.lower }, tolerance: 1e-13))
  }

  @Test("pairs that all have one ratio have it as estimate and interval, whatever their sizes")
  func equalRatios() throws {
    let bases: [Double] = [1, 2, 4, 8, 16, 32]
    let ratio = try #require(PairedRatio(of: bases.map { $0 * 2 }, to: bases))
    #expect(agrees(ratio.estimate, 2))
    #expect(agrees(ratio.interval?.lower, 2))
    #expect(agrees(ratio.interval?.upper, 2))
  }

  @Test("one pair in twenty that is far off moves the estimate no further than its neighbours")
  func outlier() throws {
    let bases = [Double](repeating: 100, count: 20)
    var values = (0..<20).map { 110 + Double($0) / 10 }
    values[3] = 1e9
    let ratio = try #require(PairedRatio(of: values, to: bases))
    #expect(ratio.estimate > 1.1 && ratio.estimate < 1.12)
    #expect(try #require(ratio.interval).upper < 1.12)
  }

  @Test("pairs whose quotients are no numbers have none as their ratio, unless others outweigh them")
  func extremes() throws {
    let huge = [Double](repeating: 1e300, count: 6)
    let tiny = [Double](repeating: 1e-300, count: 6)
    #expect(PairedRatio(of: huge, to: tiny) == nil)
    #expect(PairedRatio(of: tiny, to: huge) == nil)
    let mixed = try #require(PairedRatio(of: [1e300, 1, 1, 1, 1], to: [1e-300, 1, 1, 1, 1]))
    #expect(mixed.estimate == 1)
    #expect(HodgesLehmann.walshAverages(of: [3, 1]).sorted() == [1, 2, 3])
  }

  @Test("nothing comes of nothing, of unequal numbers, or of values that are not positive and finite")
  func refusals() {
    #expect(PairedRatio(of: [], to: []) == nil)
    #expect(PairedRatio(of: [1, 2], to: [1]) == nil)
    for wrong in [0, -1, Double.nan, .infinity] {
      #expect(PairedRatio(of: [1, wrong], to: [1, 1]) == nil)
      #expect(PairedRatio(of: [1, 1], to: [1, wrong]) == nil)
    }
  }
}
