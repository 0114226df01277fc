import Statistics
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

  /// What a screening of 11 knobs met: 18 of 24 runs counted, and in the one with all knobs on a latency was 2.5 times as long.
  @Test func oneWildRunIsNoEffectOfManyKnobs() throws {
    let rows = try design(11)
    let noise = [-0.08, 0.05, -0.05, 0.1, 0.02, -0.03, 0.06]
    var values = responses(rows, [], noise: noise)
    let allOn = try #require(rows.firstIndex { $0.allSatisfy { $0 > 0 } })
    values[allOn] = 0.92
    let others = rows.indices.filter { $0 != allOn }
    for run in [2, 5, 9, 13, 17, 21] { values[others[run]] = nil }
    let main = try #require(MainEffects(rows: rows, responses: values))
    #expect(main.runs == 18 && main.method == .residuals)
    #expect(main.effects.allSatisfy { $0.interval.lower < 0 && $0.interval.upper > 0 })
  }

  @Test func leavingARunOutIsAFitOfTheOthers() throws {
    let rows = try design(5)
    let model = rows.map { [1.0] + $0.map(Double.init) }
    let values = rows.indices.map { 0.1 * Double(rows[$0][0]) + 0.03 * Double(($0 * 7) % 5) }
    let whole = try #require(LeastSquares(model, values))
    for run in rows.indices {
      let others = rows.indices.filter { $0 != run }
      let left = try #require(whole.leavingOut(run))
      let rest = try #require(LeastSquares(others.map { model[$0] }, others.map { values[$0] }))
      for (first, second) in zip(
        left.coefficients + left.inverseDiagonal, rest.coefficients + rest.inverseDiagonal)
      {
        #expect(abs(first - second) < 1e-12)
      }
      #expect(abs(left.residualSquares - rest.residualSquares) < 1e-12)
    }
  }
}
