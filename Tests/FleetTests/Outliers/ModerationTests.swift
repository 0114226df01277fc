import Testing

@testable import Fleet

@Suite struct ModerationTests {
  /// Abramowitz & Stegun, table 6.1, and π²/6, π²/2.
  @Test(arguments: [
    (1.0, -0.5772156649, 1.6449340668), (0.5, -1.9635100260, 4.9348022005), (2, 0.4227843351, 0.6449340668),
  ])
  func derivativesOfTheGammaFunction(x: Double, first: Double, second: Double) {
    #expect(abs(Moderation.digamma(x) - first) < 1e-8)
    #expect(abs(Moderation.trigamma(x) - second) < 1e-8)
  }

  @Test(arguments: [1e-4, 0.01, 0.3, 1, 20, 1e5])
  func theInverseIsTheInverse(x: Double) {
    #expect(abs(Moderation.inverseTrigamma(Moderation.trigamma(x)) / x - 1) < 1e-6)
  }

  @Test func equalVariancesCountAsOne() throws {
    let alike = try #require(Moderation((0..<10).map { _ in (2.0, 6.0) }))
    let moderated = alike.moderated(2, freedom: 6)
    #expect(moderated.freedom > 1e5)
    // The logarithm of a variance is low on average: the common one is a little larger.
    #expect((2...2.5).contains(moderated.value))
  }

  @Test func differentVariancesStandAlone() throws {
    let apart = try #require(Moderation((0..<10).map { (0.001 * Double(1 << (2 * $0)), 6.0) }))
    let moderated = apart.moderated(4, freedom: 6)
    #expect(moderated.freedom < 8)
    #expect((2.5...5).contains(moderated.value))
  }

  @Test func tooFewAreNone() {
    #expect(Moderation([(1, 6), (1, 6)]) == nil)
    #expect(Moderation([(1, 6), (1, 6), (0, 6), (.infinity, 6), (1, 0)]) == nil)
  }
}
