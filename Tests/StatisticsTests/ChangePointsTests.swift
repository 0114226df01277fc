import Foundation
import Testing

@testable import Statistics

@Suite struct ChangePointsTests {
  struct Golden: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
      struct Change: Decodable, Sendable {
        var index: Int
        var p: Double
      }
      var name: String
      var values: [Double]
      var changes: [Change]
      var testDescription: String { name }
    }
    var cases: [Case]
  }

  private static func golden() throws -> [Golden.Case] {
    let url = try #require(
      Bundle.module.url(forResource: "change_points", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url)).cases
  }

  @Test func theChangesAreThoseOfRuptures() throws {
    for one in try Self.golden() {
      for seed: UInt64 in 1...5 {
        let found = try #require(ChangePoints.detect(in: one.values, seed: seed))
        #expect(found.map(\.index) == one.changes.map(\.index), "\(one.name), seed \(seed)")
        // All are beyond what 999 orders can tell.
        #expect(found.allSatisfy { $0.p <= 0.002 }, "\(one.name): \(found.map(\.p))")
      }
    }
  }

  @Test func levelsAreTheMediansOnBothSides() throws {
    let values = [1.0, 2, 3, 2, 2, 1, 3, 2, 20, 21, 22, 21, 20, 22, 21, 21]
    let found = try #require(ChangePoints.detect(in: values, seed: 1))
    #expect(found.map(\.index) == [8])
    #expect(found.first?.before == 2 && found.first?.after == 21)
  }

  @Test func theSameSeedGivesTheSameToTheBit() throws {
    for one in try Self.golden() {
      #expect(ChangePoints.detect(in: one.values, seed: 9) == ChangePoints.detect(in: one.values, seed: 9))
    }
  }

  @Test func neitherScaleNorOutliersNorDirectionMatter() throws {
    let values = (0..<30).map { place -> Double in (place < 15 ? 100.0 : 110.0) + Double(place % 5) }
    var spiked = values
    spiked[3] = 1e300
    let reversed = Array(values.reversed())
    #expect(ChangePoints.detect(in: values.map { $0 * 1e-9 }, seed: 1)?.map(\.index) == [15])
    #expect(ChangePoints.detect(in: spiked, seed: 1)?.map(\.index) == [15])
    #expect(ChangePoints.detect(in: reversed, seed: 1)?.map(\.index) == [15])
  }

  @Test func chanceIsRarelyTakenForAChange() throws {
    var generator = SeededGenerator(seed: 3)
    let alarms = (0..<400).count { seed in
      let values = (0..<30).map { _ in Double(generator.below(1 << 30)) }
      return ChangePoints.detect(in: values, seed: UInt64(seed))?.isEmpty == false
    }
    // 4 are expected at a significance of 0.01; more than 12 have a chance of 3 in 10,000.
    #expect(alarms <= 12)
  }

  @Test(arguments: [[], [1], [1, 2, 3, 4, 5], [5, 5, 5, 5, 5, 5, 5, 5]])
  func tooFewOrEqualValuesHaveNoChange(values: [Double]) {
    #expect(ChangePoints.detect(in: values, seed: 1) == [])
  }

  @Test(arguments: notFinite) func whatIsNotFiniteIsRefused(values: [Double]) {
    #expect(ChangePoints.detect(in: values, seed: 1) == nil)
  }

  @Test func whatIsOutOfRangeIsRefused() {
    let values = [1.0, 2, 3, 4, 5, 6]
    #expect(ChangePoints.detect(in: values, significance: 0, seed: 1) == nil)
    #expect(ChangePoints.detect(in: values, significance: 1, seed: 1) == nil)
    #expect(ChangePoints.detect(in: values, permutations: 0, seed: 1) == nil)
    #expect(ChangePoints.detect(in: values, shortest: 0, seed: 1) == nil)
  }
}
