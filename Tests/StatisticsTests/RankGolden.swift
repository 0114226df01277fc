import Foundation
import Testing

/// The reference values of Golden/ranks.json; see Golden/make_ranks.py for how they were made.
struct RankGolden: Decodable, Sendable {
  struct SignedRank: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var values: [Double]
    var p: Double
    var testDescription: String { name }
  }

  struct RankSum: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var first: [Double]
    var second: [Double]
    var p: Double
    var testDescription: String { name }
  }

  struct Stratified: Decodable, Sendable, CustomTestStringConvertible {
    struct Stratum: Decodable, Sendable {
      var first: [Double]
      var second: [Double]
    }
    var name: String
    var strata: [Stratum]
    var p: Double
    var testDescription: String { name }
  }

  struct Shift: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var values: [Double]
    var bases: [Double]
    var estimate: Double
    var lower: Double
    var upper: Double
    var testDescription: String { name }
  }

  struct Holm: Decodable, Sendable {
    var values: [Double]
    var adjusted: [Double]
  }

  var signedRanks: [SignedRank]
  var rankSums: [RankSum]
  var stratified: [Stratified]
  var shifts: [Shift]
  var holm: [Holm]
  var normal: [[Double]]
  var student: [[Double]]
  var clopperPearson: [[Double]]

  static func load() throws -> RankGolden {
    let url = try #require(
      Bundle.module.url(forResource: "ranks", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode(RankGolden.self, from: Data(contentsOf: url))
  }
}
