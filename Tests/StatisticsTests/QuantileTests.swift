import Statistics
import Testing

struct QuantileTests {
  @Test("agrees with numpy at every probability of every sample", arguments: try Golden.load().samples)
  func golden(sample: Golden.Sample) throws {
    for (probability, expected) in zip(try Golden.load().probabilities, sample.quantiles) {
      let value = Quantile.value(probability, of: sample.values)
      #expect(agrees(value, expected), "p = \(probability): \(String(describing: value)), not \(expected)")
      #expect(Quantile.value(probability, ofSorted: sample.values.sorted()) == value)
    }
    #expect(Quantile.median(of: sample.values) == Quantile.value(0.5, of: sample.values))
  }

  @Test("interpolates at (n − 1)p")
  func interpolation() {
    #expect(Quantile.value(0.25, ofSorted: [10, 20, 30, 50]) == 17.5)
    #expect(Quantile.value(0.75, ofSorted: [10, 20, 30, 50]) == 35)
    #expect(Quantile.median(of: [50, 10, 30, 20]) == 25)
    #expect(Quantile.median(of: [3, 1, 2]) == 2)
  }

  @Test("the ends are the smallest and the largest value, exactly")
  func ends() {
    let values = [0.1, 0.7, 0.30000000000000004, 0.2]
    #expect(Quantile.value(0, of: values) == 0.1)
    #expect(Quantile.value(1, of: values) == 0.7)
  }

  @Test("never leaves equal neighbours, nor falls as the probability rises")
  func monotone() throws {
    #expect(Quantile.value(0.3, of: [0.1, 0.1, 0.1]) == 0.1)
    let values = [1.0 / 3, 0.7, 1e-9, 0.7000000000000001, 5]
    let quantiles = try (0...1000).map { try #require(Quantile.value(Double($0) / 1000, of: values)) }
    #expect(zip(quantiles, quantiles.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("values further apart than the largest number do not overflow")
  func farApart() {
    #expect(Quantile.median(of: [-1.5e308, 1.5e308]) == 0)
    #expect(Quantile.value(0.75, of: [-1e308, 1e308]) == 0.5e308)
  }

  @Test("nothing comes of nothing, of what is not finite, or of an impossible probability")
  func refusals() {
    #expect(Quantile.median(of: []) == nil)
    #expect(Quantile.value(0.5, ofSorted: []) == nil)
    for values in notFinite {
      #expect(Quantile.median(of: values) == nil)
      #expect(Quantile.value(0, ofSorted: values) == nil)
    }
    for probability in [-0.01, 1.01, .nan, .infinity] {
      #expect(Quantile.value(probability, of: [1, 2]) == nil)
      #expect(Quantile.value(probability, ofSorted: [1, 2]) == nil)
    }
  }
}
