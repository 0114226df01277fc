import Statistics
import Testing

struct SummaryTests {
  @Test("is made of the functions of this module", arguments: try Golden.load().samples)
  func parts(sample: Golden.Sample) throws {
    let summary = try #require(Summary(of: sample.values, seed: 5))
    #expect(summary.count == sample.values.count)
    #expect(agrees(summary.median, sample.quantiles[6]))
    #expect(agrees(summary.minimum, sample.quantiles.first))
    #expect(agrees(summary.maximum, sample.quantiles.last))
    #expect(agrees(summary.medianAbsoluteDeviation, sample.medianAbsoluteDeviation))
    #expect(agrees(summary.coefficientOfVariation, sample.coefficientOfVariation))
    #expect(summary.interval == Bootstrap.interval(ofMedian: sample.values, seed: 5))
    #expect((summary.interval == nil) == (sample.values.count < 3))
  }

  @Test("without a seed uses the documented one")
  func defaultSeed() {
    let values = (1...9).map { Double($0) }
    #expect(Summary(of: values) == Summary(of: values, seed: Summary.defaultSeed))
  }

  @Test("of nothing, or of what is not finite, there is none")
  func refusals() {
    #expect(Summary(of: []) == nil)
    for values in notFinite { #expect(Summary(of: values) == nil) }
  }
}
