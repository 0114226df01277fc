import Testing

@testable import Advice

@Suite struct DesignTests {
  /// The products of all pairs of columns, and the sums of the columns: 0 in an orthogonal design.
  private func imbalances(_ rows: [[Int]]) -> Set<Int> {
    var sums: Set<Int> = []
    let columns = rows[0].indices
    for first in columns {
      sums.insert(rows.reduce(0) { $0 + $1[first] })
      for second in columns where second < first {
        sums.insert(rows.reduce(0) { $0 + $1[first] * $1[second] })
      }
    }
    return sums
  }

  @Test(arguments: PlackettBurman.sizes) func everyDesignIsOrthogonal(runs: Int) throws {
    let design = try #require(PlackettBurman(runs: runs))
    #expect(design.rows.count == runs)
    #expect(design.rows.allSatisfy { $0.count == runs - 1 })
    #expect(design.rows.allSatisfy { $0.allSatisfy { $0 == 1 || $0 == -1 } })
    #expect(imbalances(design.rows) == [0])
  }

  @Test(arguments: [0, 1, 4, 10, 28]) func otherSizesAreNone(runs: Int) {
    #expect(PlackettBurman(runs: runs) == nil)
  }

  @Test func elevenKnobsTakeTwelveRunsAndTwentyThreeTakeTwentyFour() {
    #expect(PlackettBurman.size(for: 7) == 8)
    #expect(PlackettBurman.size(for: 11) == 12)
    #expect(PlackettBurman.size(for: 12) == 16)
    #expect(PlackettBurman.size(for: 23) == 24)
    #expect(PlackettBurman.size(for: 24) == nil)
  }

  @Test(arguments: [1, 2, 7, 11, 15, 19, 23], [true, false])
  func aChosenPartOfItIsStillOrthogonal(factors: Int, folded: Bool) throws {
    let design = try ScreeningDesign(factors: factors, folded: folded, seed: 4)
    #expect(design.rows.count == design.size * (folded ? 2 : 1))
    #expect(imbalances(design.rows) == [0])
  }

  @Test func foldingOverTurnsEveryRunRound() throws {
    let design = try ScreeningDesign(factors: 5, folded: true, seed: 9)
    let rows = Set(design.rows)
    #expect(design.rows.allSatisfy { rows.contains($0.map { -$0 }) })
    // So that no pair of factors is in a main effect.
    for first in 0..<5 {
      for second in 0..<first {
        for main in 0..<5 {
          #expect(design.rows.reduce(0) { $0 + $1[first] * $1[second] * $1[main] } == 0)
        }
      }
    }
  }

  @Test func theOrderIsDrawnFromTheSeed() throws {
    let first = try ScreeningDesign(factors: 7, folded: true, seed: 1)
    #expect(try first == ScreeningDesign(factors: 7, folded: true, seed: 1))
    #expect(try first != ScreeningDesign(factors: 7, folded: true, seed: 2))
  }

  @Test(arguments: [(24, nil), (8, 8), (3, 10), (0, nil)] as [(Int, Int?)])
  func whatHasNoDesignIsRefusedInOneLine(factors: Int, size: Int?) {
    #expect {
      try ScreeningDesign(factors: factors, size: size, folded: false, seed: 1)
    } throws: { error in
      (error as? TrialProblem).map { !$0.description.contains("\n") } ?? false
    }
  }

  @Test func whatCannotBeToldApartIsSaid() throws {
    #expect(try ScreeningDesign(factors: 7, folded: true, seed: 1).aliasing.hasPrefix("Folded over"))
    let regular = try ScreeningDesign(factors: 7, folded: false, seed: 1).aliasing
    let complex = try ScreeningDesign(factors: 11, folded: false, seed: 1).aliasing
    #expect(regular.contains("certain pairs") && complex.contains("complex aliasing"))
  }
}
