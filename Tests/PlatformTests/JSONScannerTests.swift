import Testing

@testable import Platform

@Suite struct JSONScannerTests {
  private func read<Value>(
    _ text: String, _ body: (inout JSONScanner) throws(JSONScanner.Unexpected) -> Value
  ) throws(JSONScanner.Unexpected) -> Value {
    var scanner = JSONScanner(Array(text.utf8))
    let value = try body(&scanner)
    try scanner.end()
    return value
  }

  @Test func whatIsNotAskedForIsPassedOver() throws {
    let text =
      #" { "a": [1, {"x": "]}\"["}], "id" : "r1" , "b":null, "n": -1.5e3, "t": true, "e": {} , "l": [ ] } "#
    var id = ""
    var number = 0.0
    var isTrue = false
    try read(text) { (scanner) throws(JSONScanner.Unexpected) in
      try scanner.object { (name, scanner) throws(JSONScanner.Unexpected) in
        switch name {
        case "id": id = try scanner.string()
        case "n": number = try scanner.number()
        case "t": isTrue = try scanner.boolean()
        default: try scanner.skip()
        }
      }
    }
    #expect(id == "r1" && number == -1500 && isTrue)
  }

  @Test(arguments: [
    (#""plain""#, "plain"), (#""a\nb\t\"\\\/""#, "a\nb\t\"\\/"), (#""\u00e4\u0041""#, "äA"),
    (#""\ud83e\udd80""#, "\u{1F980}"), (#""ü🦀""#, "ü🦀"), (#""""#, ""),
  ])
  func stringsAreUnescaped(text: String, expected: String) throws {
    let found = try read(text) { (scanner) throws(JSONScanner.Unexpected) in try scanner.string() }
    #expect(found == expected)
  }

  @Test(arguments: [#""a"#, #""\x""#, #""\ud83e""#, #""\ud83ex\u0041""#, #""\u00""#, #""a\"#, "a", ""])
  func damagedStringsAreRefused(text: String) {
    #expect(throws: JSONScanner.Unexpected.self) {
      try read(text) { (scanner) throws(JSONScanner.Unexpected) in _ = try scanner.string() }
    }
  }

  @Test(arguments: ["", "nan", "inf", "1e999", "--1", "1.2.3", "0x10", "\"1\"", "true"])
  func whatIsNoFiniteNumberIsRefused(text: String) {
    #expect(throws: JSONScanner.Unexpected.self) {
      try read(text) { (scanner) throws(JSONScanner.Unexpected) in _ = try scanner.number() }
    }
  }

  @Test func wholeNumbersAreWhole() throws {
    #expect(try read("42") { (scanner) throws(JSONScanner.Unexpected) in try scanner.integer() } == 42)
    #expect(throws: JSONScanner.Unexpected.self) {
      try read("4.5") { (scanner) throws(JSONScanner.Unexpected) in _ = try scanner.integer() }
    }
  }

  @Test(arguments: [
    "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\" 1}", "{a:1}", "[1", "{\"a\":[}", "{}x",
    "{\"a\":[1,{\"b\":\"c}]}",
  ])
  func aDocumentThatIsCutOffIsRefused(text: String) {
    #expect(throws: JSONScanner.Unexpected.self) {
      try read(text) { (scanner) throws(JSONScanner.Unexpected) in
        try scanner.object { (_, scanner) throws(JSONScanner.Unexpected) in try scanner.skip() }
      }
    }
  }

  @Test func nestingWithoutEndIsRefused() {
    func descend(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) {
      try scanner.array { (scanner) throws(JSONScanner.Unexpected) in try descend(&scanner) }
    }
    var scanner = JSONScanner(Array(String(repeating: "[", count: 100_000).utf8))
    #expect(throws: JSONScanner.Unexpected.self) { try descend(&scanner) }
  }

  @Test func arraysAreReadInTheirOrder() throws {
    var numbers: [Double] = []
    try read("[1, 2,3 ]") { (scanner) throws(JSONScanner.Unexpected) in
      try scanner.array { (scanner) throws(JSONScanner.Unexpected) in numbers.append(try scanner.number()) }
    }
    #expect(numbers == [1, 2, 3])
  }
}
