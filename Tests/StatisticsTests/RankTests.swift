import Foundation
import Statistics
import Testing

struct RankTests {
  @Test(
    "signed ranks agree with scipy and with counting, ties and zeros included",
    arguments: try RankGolden.load().signedRanks)
  func signedRanks(golden: RankGolden.SignedRank) {
    #expect(agrees(SignedRankTest.pValue(of: golden.values), golden.p, tolerance: 1e-10))
    // The sign of the effect does not matter, nor does the unit.
    #expect(agrees(SignedRankTest.pValue(of: golden.values.map { -$0 }), golden.p, tolerance: 1e-10))
    #expect(agrees(SignedRankTest.pValue(of: golden.values.map { $0 * 1024 }), golden.p, tolerance: 1e-10))
  }

  @Test("the smallest p is that of differences of one sign", arguments: [1, 2, 5, 6, 20, 50])
  func smallest(pairs: Int) {
    let p = SignedRankTest.pValue(of: (1...pairs).map { Double($0) })
    #expect(agrees(p, SignedRankTest.smallestP(pairs: pairs), tolerance: 1e-12))
    #expect(SignedRankTest.smallestP(pairs: 0) == 1)
  }

  @Test("rank sums agree with scipy", arguments: try RankGolden.load().rankSums)
  func rankSums(golden: RankGolden.RankSum) {
    #expect(agrees(RankSumTest.pValue(golden.first, golden.second), golden.p, tolerance: 1e-9))
    #expect(agrees(RankSumTest.pValue(golden.second, golden.first), golden.p, tolerance: 1e-9))
  }

  @Test(
    "the smallest p of two samples is that of samples apart", arguments: [(1, 1), (3, 4), (5, 5), (30, 30)])
  func smallestSum(first: Int, second: Int) {
    let p = RankSumTest.pValue((0..<first).map { Double($0) }, (0..<second).map { Double($0 + 100) })
    #expect(agrees(p, RankSumTest.smallestP(first, second), tolerance: 1e-9))
    #expect(RankSumTest.smallestP(0, 3) == 1)
  }

  @Test(
    "the shift between two samples and its interval agree with scipy's exact test",
    arguments: try RankGolden.load().shifts)
  func shifts(golden: RankGolden.Shift) throws {
    let shift = try #require(HodgesLehmann.shift(of: golden.values, from: golden.bases))
    #expect(agrees(shift.estimate, golden.estimate, tolerance: 1e-12))
    let interval = try #require(shift.interval)
    #expect(agrees(interval.lower, golden.lower, tolerance: 1e-12))
    #expect(agrees(interval.upper, golden.upper, tolerance: 1e-12))
  }

  @Test("an interval of a higher level is wider, and too few values have none")
  func levels() throws {
    let values = (0..<20).map { sin(Double($0)) }
    let usual = try #require(HodgesLehmann.shift(ofDifferences: values)?.interval)
    let wide = try #require(HodgesLehmann.shift(ofDifferences: values, level: 0.999)?.interval)
    #expect(wide.lower < usual.lower && usual.upper < wide.upper && wide.level == 0.999)
    #expect(HodgesLehmann.shift(ofDifferences: Array(values.prefix(5)))?.interval == nil)
    #expect(HodgesLehmann.shift(ofDifferences: Array(values.prefix(6)))?.interval != nil)
    #expect(HodgesLehmann.shift(of: [1, 2, 3], from: [1, 2])?.interval == nil)
    #expect(HodgesLehmann.center(of: [1, 2, 9]) == 3.25 && HodgesLehmann.center(of: []) == nil)
  }

  @Test("Holm's adjustment agrees with statsmodels", arguments: try RankGolden.load().holm.indices)
  func holm(index: Int) throws {
    let golden = try RankGolden.load().holm[index]
    for (ours, theirs) in zip(Holm.adjusted(golden.values), golden.adjusted) {
      #expect(agrees(ours, theirs, tolerance: 1e-12))
    }
    #expect(Holm.adjusted([]) == [])
  }

  @Test("strata agree with looking at every division", arguments: try RankGolden.load().stratified)
  func stratified(golden: RankGolden.Stratified) throws {
    let strata = golden.strata.map { StratifiedPermutation.Stratum(first: $0.first, second: $0.second) }
    #expect(agrees(StratifiedPermutation.pValue(of: strata, seed: 1), golden.p, tolerance: 1e-12))
  }

  @Test("too many divisions are drawn from: near the exact p, never 0, the same for the same seed")
  func drawn() throws {
    let first = (0..<15).map { Double($0) }
    let apart = StratifiedPermutation.Stratum(first: first, second: first.map { $0 + 1000 })
    #expect(StratifiedPermutation.pValue(of: [apart], resamples: 999, seed: 1) == 1.0 / 1000)
    // 12 + 12 values of two strata, whose p by 400,000 drawn divisions with numpy is 0.0220.
    let strata = [
      StratifiedPermutation.Stratum(first: [1, 4, 2, 8, 5, 7], second: [6, 9, 3, 12, 10, 11]),
      StratifiedPermutation.Stratum(
        first: [101, 103, 108, 104, 109, 102], second: [105, 106, 107, 110, 104, 108]),
    ]
    let p = try #require(StratifiedPermutation.pValue(of: strata, seed: 5))
    #expect(abs(p - 0.0220) < 0.007, "\(p)")
    #expect(StratifiedPermutation.pValue(of: strata, seed: 5) == p)
  }

  @Test("refuses what is empty or not finite")
  func refusals() {
    #expect(SignedRankTest.pValue(of: []) == nil && RankSumTest.pValue([], [1]) == nil)
    for values in notFinite {
      #expect(SignedRankTest.pValue(of: values) == nil && RankSumTest.pValue(values, [1]) == nil)
      #expect(HodgesLehmann.shift(of: [1, 2], from: values) == nil)
      #expect(
        StratifiedPermutation.pValue(of: [StratifiedPermutation.Stratum(first: values, second: [1])], seed: 1)
          == nil)
    }
    #expect(StratifiedPermutation.pValue(of: [], seed: 1) == nil)
    #expect(
      StratifiedPermutation.pValue(of: [StratifiedPermutation.Stratum(first: [1], second: [])], seed: 1)
        == nil)
  }
}
