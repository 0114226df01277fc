import Comparison
import Experiment
import Foundation
import Testing

@Suite(.enabled(if: SchemaJudge.isAvailable, "python3-jsonschema is not installed"))
struct ComparisonSchemaTests {
  private func refusal(of text: String) throws -> String? {
    try SchemaJudge.refusal(of: Array(text.utf8), schema: "assay.comparison")
  }

  @Test(arguments: ComparisonFixture.Edge.allCases)
  func everyComparisonValidates(_ edge: ComparisonFixture.Edge) throws {
    let comparison = edge.comparison
    let document = try comparison.encoded()
    #expect(try refusal(of: String(decoding: document, as: UTF8.self)) == nil)
    #expect(try Comparison.decoded(from: document) == comparison)
  }

  @Test func textFromOutsideValidates() throws {
    #expect(try refusal(of: String(decoding: ComparisonFixture.hostile.encoded(), as: UTF8.self)) == nil)
  }

  @Test(arguments: [
    ("\"verdict\" : \"same\"", "\"verdict\" : \"equal\""),
    ("\"better\" : \"lower\"", "\"better\" : \"smaller\""),
    ("\"design\" : \"interleaved\"", "\"design\" : \"both\""), ("\"samples\" : 27", "\"samples\" : -1"),
    ("\"kind\" : \"declared\"", "\"kind\" : \"other\""), ("\"adjusted_p\" : ", "\"adjusted_p\" : -"),
    ("\"schema\" : \"assay.comparison/1\"", "\"schema\" : \"assay.run/1\""),
    ("\"more_bases\" : [", "\"more\" : ["),
  ])
  func anotherFormIsRefused(right: String, wrong: String) throws {
    let text = String(decoding: try ComparisonFixture().comparison.encoded(), as: UTF8.self)
    let broken = text.replacingOccurrences(of: right, with: wrong)
    try #require(broken != text)
    #expect(try refusal(of: broken) != nil)
  }

  @Test func keysAreSorted() throws {
    let lines = String(decoding: try ComparisonFixture(metrics: 1).comparison.encoded(), as: UTF8.self)
      .split(separator: "\n").filter { $0.hasPrefix("  \"") }
    #expect(lines.map(String.init) == lines.map(String.init).sorted() && lines.count == 13)
  }
}
