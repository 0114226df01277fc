import Testing

@testable import VirtualMachine

@Suite struct ReplyParserTests {
  private static let stream = Array("= ready 2.31\n= 1 0 3 2\nabcde= 2 130 0 0\n= 3 1 2 0\n= ".utf8)
  private static let replies: [ReplyParser.Reply] = [
    .ready(uptime: 2.31),
    .ended(request: 1, GuestResult(code: 0, outputBytes: Array("abc".utf8), errorBytes: Array("de".utf8))),
    .ended(request: 2, GuestResult(code: 130, outputBytes: [], errorBytes: [])),
    // What a command prints is never taken for an answer.
    .ended(request: 3, GuestResult(code: 1, outputBytes: Array("= ".utf8), errorBytes: [])),
  ]

  @Test(arguments: 1...45) func piecesOfAnySizeGiveTheSameAnswers(_ size: Int) throws {
    var parser = ReplyParser()
    var replies: [ReplyParser.Reply] = []
    for start in stride(from: 0, to: Self.stream.count, by: size) {
      replies += try parser.add(Self.stream[start..<min(start + size, Self.stream.count)])
    }
    #expect(replies == Self.replies)
  }

  @Test(arguments: [
    "\n", "hello\n", "= 1\n", "= 1 0 0\n", "= 1 0 0 0 0\n", "= x 0 0 0\n", "= 1 0 -1 0\n", "= ready\n",
    "= ready soon\n", "1 0 0 0\n", "= 1 0 99999999999 0\n", "= 1 0 99999999999999999999999 0\n",
    String(repeating: "x", count: 200),
  ])
  func anythingElseIsNonsense(_ text: String) {
    var parser = ReplyParser()
    #expect(throws: ReplyParser.Nonsense.self) { try parser.add(text.utf8) }
  }

  @Test func base64IsAsInTheStandard() {
    let known = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "fooba": "Zm9vYmE=",
      "foobar": "Zm9vYmFy",
    ]
    for (text, code) in known { #expect(Base64.encode(Array(text.utf8)) == code) }
    #expect(Base64.encode([0xff, 0xfe, 0xfd]) == "//79")
  }

  @Test func linesAreGatheredByFile() {
    let text = "/a:1\n/a:2:3\n/b:\nnonsense\n/c:x"
    #expect(Twin.files(inLines: text) == ["/a": "1\n2:3", "/b": "", "/c": "x"])
    #expect(Twin.files(inLines: "").isEmpty)
  }

  @Test func onlyTheEndOfAConsoleIsKept() {
    var lines = LastLines()
    for number in 0..<20_000 { lines.add("line \(number)\r\n".utf8) }
    #expect(lines.text.utf8.count == 32 << 10)
    #expect(lines.quoted(2) == "QEMU and the guest's console said last:\n  line 19998\n  line 19999")
    #expect(LastLines().quoted() == "QEMU and the guest's console said nothing")
  }
}
