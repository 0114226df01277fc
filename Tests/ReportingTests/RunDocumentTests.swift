import Foundation
import Testing

@testable import Experiment

@Suite struct RunDocumentTests {
  private static let document = try? RunDocument.encode(TableFixture.twoCPUs())

  private func refusal(_ bytes: [UInt8]) -> String? {
    do {
      _ = try RunDocument.decode(bytes, path: "x.json")
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// The document with one member changed.
  private func edited(_ change: (inout [String: Any]) -> Void) throws -> [UInt8] {
    let data = Data(try #require(Self.document))
    var object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    change(&object)
    return Array(try JSONSerialization.data(withJSONObject: object))
  }

  @Test func aRunComesBackAsItWas() throws {
    for run in [TableFixture.twoCPUs(), TableFixture().empty()] {
      let bytes = try RunDocument.encode(run)
      #expect(try RunDocument.decode(bytes, path: "x.json") == run)
      #expect(bytes.last == 0x0A)
      #expect(try RunDocument.encode(run) == bytes)
    }
  }

  @Test func unknownNoiseIsAnExplicitNull() throws {
    let text = String(decoding: try #require(Self.document), as: UTF8.self)
    #expect(text.contains("\"steal_share\" : null"))
    #expect(!text.contains("\\/"))
  }

  @Test func aDocumentCutOffAnywhereIsOneLineAndNeverACrash() throws {
    let bytes = try #require(Self.document)
    let ends = Set(0..<64).union(stride(from: 64, to: bytes.count - 2, by: max(1, bytes.count / 60)))
    for end in ends {
      let message = try #require(refusal(Array(bytes[..<end])), "cut after \(end) bytes")
      #expect(message.hasPrefix("x.json: "))
      #expect(!message.contains("\n"))
      #expect(message.contains(end == 0 ? "empty" : "cut off after \(end) bytes"), "\(message)")
    }
  }

  @Test func bytesThatAreNoJSONAreOneLine() {
    for bytes: [UInt8] in [
      [0], [0xFF, 0xFE], Array("{]".utf8), Array("\u{1B}[31m".utf8), Array(repeating: 0x5B, count: 5_000),
    ] {
      let message = refusal(bytes) ?? ""
      #expect(message.hasPrefix("x.json: ") && !message.contains("\n"), "\(message)")
    }
  }

  @Test func aNewerSchemaIsToldFromAnotherKind() throws {
    let newer = try edited { $0["schema"] = "assay.run/2" }
    #expect(try #require(refusal(newer)).contains("update assay"))
    let other = try edited { $0["schema"] = "assay.profile/1" }
    #expect(try #require(refusal(other)).contains("not an Assay Run"))
    let none = try edited { $0["schema"] = nil }
    #expect(try #require(refusal(none)).contains("no \"schema\""))
  }

  @Test func aWrongTypeIsNamedWithItsPlace() throws {
    let wrong = try edited { object in
      var metrics = object["metrics"] as? [[String: Any]] ?? []
      var samples = metrics[3]["samples"] as? [[String: Any]] ?? []
      samples[0]["value"] = "fast"
      metrics[3]["samples"] = samples
      object["metrics"] = metrics
    }
    let line = try #require(refusal(wrong))
    #expect(line.contains("metrics[3].samples[0].value: expected"))
    #expect(!line.contains("\n"))
    let missing = try edited { $0["tool"] = ["name": "assay"] }
    #expect(
      try #require(refusal(missing)).contains("tool.") && refusal(missing)?.contains("is missing") == true)
  }

  @Test func membersOfLaterVersionsAreTolerated() throws {
    let later = try edited { $0["new_member"] = ["a": 1] }
    #expect(refusal(later) == nil)
  }

  /// What the form allows and no Run has: readers add to these numbers and look up these keys.
  @Test func whatCannotBeIsRefusedByPlace() throws {
    func block(_ name: String, _ number: Int) throws -> String? {
      refusal(
        try edited { object in
          var blocks = object["blocks"] as? [[String: Any]] ?? []
          blocks[1][name] = number
          object["blocks"] = blocks
        })
    }
    func sample(_ name: String, _ number: Int) throws -> String? {
      refusal(
        try edited { object in
          var metrics = object["metrics"] as? [[String: Any]] ?? []
          var samples = metrics[2]["samples"] as? [[String: Any]] ?? []
          samples[0][name] = number
          metrics[2]["samples"] = samples
          object["metrics"] = metrics
        })
    }
    let advice = "; the document was edited or damaged"
    #expect(
      try block("block", Int.max) == "x.json: blocks[1].block: \(Int.max) is no block's number\(advice)")
    #expect(try block("attempt", -1) == "x.json: blocks[1].attempt: -1 is no try's number\(advice)")
    #expect(
      try sample("block", Int.min)
        == "x.json: metrics[2].samples[0].block: \(Int.min) is no block's number\(advice)")
    #expect(
      try sample("attempt", Int.max)
        == "x.json: metrics[2].samples[0].attempt: \(Int.max) is no try's number\(advice)")
    for blocks in [0, -1, Int.min, Int.max] {
      let bytes = try edited { object in
        var plan = object["plan"] as? [String: Any] ?? [:]
        plan["blocks"] = blocks
        object["plan"] = plan
      }
      #expect(refusal(bytes) == "x.json: plan.blocks: \(blocks) is no number of blocks\(advice)")
    }
    let twice = try edited { object in
      let metrics = object["metrics"] as? [[String: Any]] ?? []
      object["metrics"] = metrics + metrics.prefix(1)
    }
    let message = try #require(refusal(twice))
    #expect(message.contains("is there twice"), "\(message)")
  }

  @Test func aSeriesComesBackAndADamagedOneIsRefusedByPlace() throws {
    func refusal(_ series: Any) throws -> String? {
      self.refusal(
        try edited { object in
          var metrics = object["metrics"] as? [[String: Any]] ?? []
          metrics[1]["series"] = series
          object["metrics"] = metrics
        })
    }
    let run = FixtureRun(blocks: 3).migration
    #expect(run.metrics.contains { $0.series != nil })
    #expect(try RunDocument.decode(RunDocument.encode(run), path: "x.json") == run)
    #expect(try refusal(["seconds": [0, 0.5], "values": [1, 2]]) == nil)
    let advice = "; the document was edited or damaged"
    #expect(
      try refusal(["seconds": [0, 0.5], "values": [1]])
        == "x.json: metrics[1].series: 2 moments and 1 values: each moment needs one value\(advice)")
    #expect(
      try refusal(["seconds": [1, 0.5], "values": [1, 2]])
        == "x.json: metrics[1].series: seconds[1]: 0.5 is before 1.0, the moment in front of it\(advice)")
    #expect(try refusal(["seconds": [1]])?.contains("metrics[1].series.values is missing") == true)
    #expect(
      try refusal(["seconds": ["soon"], "values": [1]])?.contains("metrics[1].series.seconds")
        == true)
  }

  @Test func aNumberThatNoIntegerHoldsIsOutOfRange() throws {
    let text = String(decoding: try #require(Self.document), as: UTF8.self)
    let huge = text.replacingOccurrences(
      of: "\"packages\" : [0-9]+", with: "\"packages\" : 99999999999999999999",
      options: .regularExpression)
    try #require(huge != text)
    #expect(
      refusal(Array(huge.utf8))
        == "x.json: a number in it is out of range; the document was edited or damaged")
  }
}
