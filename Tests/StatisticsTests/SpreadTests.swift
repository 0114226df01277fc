import Statistics
import Testing

struct SpreadTests {
  @Test(
    "agrees with numpy and scipy, and with exact arithmetic at the extremes",
    arguments: try Golden.load().samples)
  func golden(sample: Golden.Sample) {
    #expect(agrees(Spread.mean(of: sample.values), sample.mean))
    #expect(agrees(Spread.standardDeviation(of: sample.values), sample.standardDeviation))
    #expect(agrees(Spread.medianAbsoluteDeviation(of: sample.values), sample.medianAbsoluteDeviation))
    #expect(agrees(Spread.coefficientOfVariation(of: sample.values), sample.coefficientOfVariation))
  }

  @Test("the consistency factor is scipy's 1 / Φ⁻¹(3/4)")
  func consistency() throws {
    #expect(agrees(Spread.normalConsistency, try Golden.load().normalConsistency, tolerance: 1e-15))
  }

  @Test("equal values have no spread at all")
  func equal() {
    let values = [Double](repeating: 0.1, count: 7)
    #expect(Spread.mean(of: values) == 0.1)
    #expect(Spread.standardDeviation(of: values) == 0)
    #expect(Spread.medianAbsoluteDeviation(of: values) == 0)
    #expect(Spread.coefficientOfVariation(of: values) == 0)
  }

  @Test("zeros and the smallest number are values like any other")
  func smallest() {
    #expect(Spread.mean(of: [0, 0, 0]) == 0)
    #expect(Spread.standardDeviation(of: [0, 0, 0]) == 0)
    #expect(Spread.coefficientOfVariation(of: [0, 0, 0]) == nil)
    let least = Double.leastNonzeroMagnitude
    #expect(Spread.mean(of: [least, least]) == least)
    #expect(Spread.standardDeviation(of: [least * 2, least * 4, least * 6]) == least * 2)
  }

  @Test("the sign of the mean does not change the coefficient of variation")
  func sign() {
    let values = [1.0, 2, 4]
    #expect(
      Spread.coefficientOfVariation(of: values) == Spread.coefficientOfVariation(of: values.map { -$0 }))
  }

  @Test("what cannot be represented is nil, not infinite")
  func overflow() {
    let ends = [-Double.greatestFiniteMagnitude, Double.greatestFiniteMagnitude]
    #expect(Spread.mean(of: ends) == 0)
    #expect(Spread.standardDeviation(of: ends) == nil)
    #expect(Spread.medianAbsoluteDeviation(of: ends) == Double.greatestFiniteMagnitude)
    #expect(Spread.medianAbsoluteDeviation(of: ends + [ends[1]]) == 0)
    let skewed = [ends[0], ends[0], ends[1] / 2, ends[1], ends[1]]
    #expect(Spread.medianAbsoluteDeviation(of: skewed) == ends[1] / 2)
    #expect(Spread.medianAbsoluteDeviation(of: [ends[0], ends[0], ends[0], ends[1], ends[1]]) == 0)
    #expect(agrees(Spread.medianAbsoluteDeviation(of: [1e-300, 2e-300, 3e-300, 1e300]), 1e-300))
    #expect(Spread.coefficientOfVariation(of: ends) == nil)
  }

  @Test("too few values")
  func few() {
    #expect(Spread.mean(of: []) == nil)
    #expect(Spread.medianAbsoluteDeviation(of: []) == nil)
    #expect(Spread.standardDeviation(of: [1]) == nil)
    #expect(Spread.coefficientOfVariation(of: [1]) == nil)
  }

  @Test("refuses what is not finite", arguments: notFinite)
  func refusals(values: [Double]) {
    #expect(Spread.mean(of: values) == nil)
    #expect(Spread.standardDeviation(of: values) == nil)
    #expect(Spread.medianAbsoluteDeviation(of: values) == nil)
    #expect(Spread.coefficientOfVariation(of: values) == nil)
  }
}
