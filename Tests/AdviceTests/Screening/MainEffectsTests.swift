import Testing

@testable import Advice

@Suite struct MainEffectsTests {
  private func design(_ factors: Int, folded: Bool = true) throws -> [[Int]] {
    try ScreeningDesign(factors: factors, folded: folded, seed: 1).rows
  }

  /// Responses of effects from off to on, with a little of something else.
  private func responses(_ rows: [[Int]], _ effects: [Double], noise: [Double] = [0]) -> [Double?] {
    rows.enumerated().map { run, row in
      zip(row, effects).reduce(noise[run % noise.count]) { $0 + Double($1.0) * $1.1 / 2 }
    }
  }

  @Test func effectsAreFoundAsTheyAre() throws {
    let rows = try design(7)
    let planted = [0.1, -0.1, 0, 0.05, 0, 0, 0]
    let main = try #require(MainEffects(rows: rows, responses: responses(rows, planted)))
    #expect(main.method == .residuals && main.runs == 16)
    for (effect, truth) in zip(main.effects, planted) { #expect(abs(effect.estimate - truth) < 1e-12) }
  }

  @Test func runsThatDoNotCountAreLeftOut() throws {
    let rows = try design(5)
    let planted = [0.2, 0, 0, 0, -0.1]
    var values = responses(rows, planted)
    values[3] = nil
    values[11] = .nan
    let main = try #require(MainEffects(rows: rows, responses: values))
    #expect(main.runs == rows.count - 2)
    for (effect, truth) in zip(main.effects, planted) { #expect(abs(effect.estimate - truth) < 1e-12) }
  }

  @Test func withoutRunsToSpareTheErrorIsLenths() throws {
    let rows = try design(11, folded: false)
    let noise = [0.01, -0.02, 0.015, 0, -0.01, 0.02, -0.005]
    let main = try #require(MainEffects(rows: rows, responses: responses(rows, [0.5], noise: noise)))
    #expect(main.method == .lenth)
    #expect(main.effects[0].p < 0.01)
    #expect(main.effects.dropFirst().allSatisfy { $0.p > main.effects[0].p })
  }

  @Test func lenthsErrorIsThatOfTheSmallEffects() {
    // Magnitudes 1 to 6 and one of 100: the first estimate is 1.5 · 4 = 6, below 15 lie six, whose median is 3.5.
    #expect(MainEffects.pseudoStandardError([1, -2, 3, -4, 5, 6, 100]) == 5.25)
    #expect(MainEffects.pseudoStandardError([0, 0, 0]) == 0)
  }

  @Test func tooFewRunsTellNothing() throws {
    let rows = try design(7, folded: false)
    #expect(MainEffects(rows: rows, responses: [0.1] + [Double?](repeating: nil, count: 7)) == nil)
    #expect(MainEffects(rows: [], responses: []) == nil)
    #expect(MainEffects(rows: [[1], [1], [1]], responses: [1, 2, 3]) == nil)
  }

  @Test func thatNothingVariesIsNoEffect() throws {
    let rows = try design(7)
    let main = try #require(MainEffects(rows: rows, responses: rows.map { _ in 0.0 }))
    #expect(main.effects.allSatisfy { $0.p == 1 && $0.estimate == 0 })
  }
}
