import Testing

@testable import Platform

@Suite struct YAMLReaderTests {
  private func read(_ text: String) throws -> YAMLNode? { try YAMLReader.read(Array(text.utf8)) }

  @Test func partsHaveTheirPlaces() throws {
    let root = try #require(try read("a: 1\nlist:\n  - x\n  - \"y\"\n"))
    guard case .mapping(let entries) = root.content else {
      Issue.record("no mapping")
      return
    }
    #expect(entries.map(\.key) == ["a", "list"])
    #expect(entries.map(\.line) == [1, 2])
    #expect(entries[0].value.content == .scalar("1", isPlain: true))
    guard case .sequence(let items) = entries[1].value.content else {
      Issue.record("no list")
      return
    }
    #expect(items.map(\.line) == [3, 4])
    #expect(items.map(\.column) == [5, 5])
    #expect(items[1].content == .scalar("y", isPlain: false))
  }

  @Test func nothingIsNoDocument() throws {
    #expect(try read("") == nil)
    #expect(try read("# only a remark\n") == nil)
    #expect(try read("---\n")?.content == .scalar("", isPlain: true))
  }

  @Test(arguments: [
    ("a: b: c", 1), ("a: [1", 2), ("\ta: 1", 1), ("a: 1\n b: 2", 2), ("a: 1\na: 2", 2), ("a: &x 1", 1),
    ("a: 1\nb: *a", 2), ("a: !tag 1", 1), ("a: 1\n---\nb: 2", 2), ("[1]: 2", 1), ("? {a: 1}\n: 2", 1),
    ("a: \u{7}", 1), ("a: \"\\q\"", 1), ("%YAML 3.0\n---\na: 1", 1),
  ])
  func whatIsNotUnderstoodHasItsLine(text: String, line: Int) {
    let problem = #expect(throws: YAMLProblem.self) { try read(text) }
    #expect(problem?.line == line, "\(problem?.description ?? "accepted")")
  }

  @Test func theBillionLaughsAreRefused() {
    let text = (1..<10).map { level in
      "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ","))]"
    }
    #expect(throws: YAMLProblem.self) { try read("a0: &a0 [lol]\n" + text.joined(separator: "\n")) }
  }

  @Test func depthAndSizeAreBounded() {
    #expect(throws: YAMLProblem.self) { try read(String(repeating: "[", count: 100_000)) }
    #expect(throws: YAMLProblem.self) { try read("[" + String(repeating: "1,", count: 200_000) + "1]") }
  }

  @Test func bytesThatAreNoTextAreRefused() {
    #expect(throws: YAMLProblem.self) { try YAMLReader.read([0x61, 0x3A, 0x20, 0xFF, 0xFE]) }
    #expect(throws: YAMLProblem.self) { try YAMLReader.read([0x61, 0x00]) }
  }

  /// Whatever the bytes, there is an answer: a document or a refusal.
  @Test func mutatedTextsAreReadOrRefused() {
    let original = Array("schema: x\nlist:\n  - {a: [1, \"b\"], c: 'd'}\n  - |\n    text\n".utf8)
    var state: UInt64 = 42
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var read = 0
    for _ in 0..<5_000 {
      var bytes = original
      for _ in 0..<1 + next(4) { bytes[next(bytes.count)] = UInt8(next(256)) }
      do {
        _ = try YAMLReader.read(bytes)
        read += 1
      } catch {
        #expect(error.line >= 1 && !error.reason.isEmpty)
      }
    }
    #expect(read > 0)
  }
}
