import Statistics
import Testing

struct SeededGeneratorTests {
  @Test("gives the published vector of SplitMix64")
  func published() {
    var generator = SeededGenerator(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in generator.next() } == expected)
  }

  @Test("agrees with an independent implementation", arguments: try Golden.load().generators)
  func golden(expected: Golden.Generator) throws {
    let seed = try #require(UInt64(expected.seed))
    var generator = SeededGenerator(seed: seed)
    #expect(expected.next.map { _ in String(generator.next()) } == expected.next)
    generator = SeededGenerator(seed: seed)
    #expect(expected.belowTen.map { _ in generator.below(10) } == expected.belowTen)
    generator = SeededGenerator(seed: seed)
    #expect(generator.shuffled(Array(0..<12)) == expected.shuffledTwelve)
  }

  @Test("stays below the bound", arguments: [1, 2, 3, 7, 1000, 1 << 62, Int.max])
  func bounds(bound: Int) {
    var generator = SeededGenerator(seed: UInt64(bound))
    for _ in 0..<1000 {
      #expect((0..<bound).contains(generator.below(bound)))
    }
  }

  @Test("every result is equally likely")
  func uniform() {
    var generator = SeededGenerator(seed: 5)
    var counts = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { counts[generator.below(7)] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    // The 99.9 % point for 6 degrees of freedom.
    #expect(chiSquare < 22.46)
  }

  @Test("draws again where a bound that does not divide 2⁶⁴ would favour some results")
  func unbiased() {
    var generator = SeededGenerator(seed: 6)
    var counts = [0, 0, 0]
    // Without rejection, the residues of this bound would come 3 : 3 : 2.
    for _ in 0..<30_000 { counts[generator.below(3 << 61) % 3] += 1 }
    let chiSquare = counts.reduce(0.0) { $0 + Double(($1 - 10_000) * ($1 - 10_000)) / 10_000 }
    // The 99.9 % point for 2 degrees of freedom.
    #expect(chiSquare < 13.82)
  }

  @Test("a shuffle is a permutation", arguments: [0, 1, 2, 5, 100])
  func permutation(count: Int) {
    var generator = SeededGenerator(seed: 11)
    let items = Array(0..<count)
    #expect(generator.shuffled(items).sorted() == items)
  }

  @Test("every order of four is equally likely")
  func orders() {
    var generator = SeededGenerator(seed: 12)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[generator.shuffled([0, 1, 2, 3]), default: 0] += 1 }
    #expect(counts.count == 24)
    let chiSquare = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    // The 99.9 % point for 23 degrees of freedom.
    #expect(chiSquare < 49.73)
  }

  @Test("a copy goes its own way from the same state")
  func copy() {
    var generator = SeededGenerator(seed: 3)
    _ = generator.next()
    var other = generator
    #expect(generator.next() == other.next())
  }
}
