import Foundation
import Testing

/// The reference values of Golden/golden.json; see Golden/README.md for how they were made.
struct Golden: Decodable, Sendable {
  struct Sample: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var values: [Double]
    var quantiles: [Double]
    var mean: Double
    var standardDeviation: Double?
    var medianAbsoluteDeviation: Double
    var coefficientOfVariation: Double?
    var testDescription: String { name }
  }

  struct Interval: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var values: [Double]
    var level: Double
    var resamples: Int
    var lower: [Double]
    var upper: [Double]
    var testDescription: String { name }
  }

  struct Generator: Decodable, Sendable, CustomTestStringConvertible {
    var seed: String
    var next: [String]
    var belowTen: [Int]
    var shuffledTwelve: [Int]
    var testDescription: String { "seed \(seed)" }
  }

  struct PairedRatio: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var values: [Double]
    var bases: [Double]
    var estimate: Double
    var lower: Double?
    var upper: Double?
    var testDescription: String { name }
  }

  struct SignedRank: Decodable, Sendable, CustomTestStringConvertible {
    var pairs: Int
    var rank: Int
    var testDescription: String { "\(pairs) pairs" }
  }

  var normalConsistency: Double
  var probabilities: [Double]
  var samples: [Sample]
  var bootstrap: [Interval]
  var pairedRatios: [PairedRatio]
  var signedRanks: [SignedRank]
  var generators: [Generator]

  static func load() throws -> Golden {
    let url = try #require(
      Bundle.module.url(forResource: "golden", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }
}

/// Whether two numbers agree to this relative tolerance; a nil agrees only with a nil.
func agrees(_ value: Double?, _ expected: Double?, tolerance: Double = 1e-14) -> Bool {
  guard let value, let expected else { return value == nil && expected == nil }
  return abs(value - expected) <= tolerance * max(abs(value), abs(expected))
}

/// Samples that every function must refuse.
let notFinite: [[Double]] = [
  [.nan], [.infinity], [1, 2, .nan, 4], [1, -.infinity, 3, 4], [.nan, 1, 2, 3], [1, 2, 3, .infinity],
]
