import Experiment
import Foundation
import Testing

@Suite(.enabled(if: SchemaJudge.isAvailable, "python3-jsonschema is not installed"))
struct RunSchemaTests {
  @Test func everyKindOfRunValidates() throws {
    var disturbed = TableFixture()
    disturbed.verdicts = [0: .invalid, 1: .suspect]
    disturbed.hostName = "<script>\u{1F980}\"\\"
    let migration = FixtureRun(blocks: 1).migration
    for run in [
      TableFixture.twoCPUs(), TableFixture.eightNodes(), TableFixture().empty(), disturbed.run(), migration,
    ] {
      let refusal = try SchemaJudge.refusal(of: RunDocument.encode(run))
      #expect(refusal == nil)
    }
  }

  @Test(arguments: [
    ("\"valid\" : true", "\"valid\" : 1"), ("\"unit\" : \"s\"", "\"unit\" : \"ms\""),
    ("\"better\" : \"lower\"", "\"better\" : \"smaller\""),
    ("\"status\" : \"complete\"", "\"status\" : null"),
    ("\"cpus\" : \"0-1\"", "\"cpus\" : [0, 1]"),
    ("\"schema\" : \"assay.run/1\"", "\"schema\" : \"assay.run/2\""),
  ])
  func aWrongTypeIsRefused(right: String, wrong: String) throws {
    let text = String(decoding: try RunDocument.encode(TableFixture.twoCPUs()), as: UTF8.self)
    let broken = text.replacingOccurrences(of: right, with: wrong)
    try #require(broken != text)
    #expect(try SchemaJudge.refusal(of: Array(broken.utf8)) != nil)
  }

  @Test(arguments: [
    "\"series\" : []", "\"series\" : { \"seconds\" : [0] }",
    "\"series\" : { \"seconds\" : [0], \"values\" : [\"1\"] }",
  ])
  func aSeriesOfAnotherFormIsRefused(series: String) throws {
    let text = String(decoding: try RunDocument.encode(TableFixture.twoCPUs()), as: UTF8.self)
    let broken = text.replacingOccurrences(of: "\"role\" :", with: "\(series), \"role\" :")
    try #require(broken != text)
    #expect(try SchemaJudge.refusal(of: Array(broken.utf8)) != nil)
  }

  @Test func membersOfLaterVersionsAreTolerated() throws {
    let text = String(decoding: try RunDocument.encode(TableFixture.twoCPUs()), as: UTF8.self)
    let later = text.replacingOccurrences(of: "{\n  \"blocks\"", with: "{\n  \"later\" : {},\n  \"blocks\"")
    try #require(later != text)
    #expect(try SchemaJudge.refusal(of: Array(later.utf8)) == nil)
  }
}

/// Python's jsonschema, an implementation that is not ours.
enum SchemaJudge {
  /// The judge itself failed: no verdict on the document.
  struct Failed: Error {
    let code: Int32
  }

  private static let python = Python(having: "jsonschema")
  static var isAvailable: Bool { python != nil }

  /// What is wrong with a document; nil when it validates.
  ///
  /// - Parameter schema: `assay.run`, as its file in Results is named.
  static func refusal(of document: [UInt8], schema: String = "assay.run") throws -> String? {
    let code = """
      import json, jsonschema, sys
      schema = json.load(open(sys.argv[1]))
      jsonschema.Draft202012Validator.check_schema(schema)
      error = next(jsonschema.Draft202012Validator(schema).iter_errors(json.load(sys.stdin)), None)
      if error: print(error.json_path, error.message[:200]); sys.exit(3)
      """
    let path = Python.results("\(schema).schema.json")
    guard let python else { throw Failed(code: 127) }
    let result = try python.run(code, arguments: [path], input: document)
    switch result.code {
    case 0: return nil
    case 3: return result.output
    default: throw Failed(code: result.code)
    }
  }
}
