import Statistics
import Testing

struct BinomialTests {
  @Test("known values")
  func known() {
    #expect(Binomial.atMost(-1, of: 5, probability: 0.5) == 0)
    #expect(Binomial.atMost(5, of: 5, probability: 0.5) == 1)
    #expect(abs(Binomial.atMost(0, of: 5, probability: 0.5) - 1.0 / 32) < 1e-15)
    #expect(abs(Binomial.atMost(2, of: 4, probability: 0.5) - 11.0 / 16) < 1e-15)
    #expect(abs(Binomial.atLeast(6, of: 6, probability: 0.5) - 1.0 / 64) < 1e-15)
    #expect(abs(Binomial.atLeast(0, of: 6, probability: 0.3) - 1) < 1e-12)
    #expect(Binomial.atMost(0, of: 3, probability: 0) == 1 && Binomial.atMost(2, of: 3, probability: 1) == 0)
    #expect(abs(Binomial.atMost(1000, of: 2000, probability: 0.5) - 0.508919) < 1e-4)
  }

  @Test("at most and at least make one, but for the value that both have")
  func complement() {
    for successes in 0...20 {
      let both =
        Binomial.atMost(successes, of: 20, probability: 0.3)
        + Binomial.atLeast(successes + 1, of: 20, probability: 0.3)
      #expect(abs(both - 1) < 1e-12)
    }
  }
}
