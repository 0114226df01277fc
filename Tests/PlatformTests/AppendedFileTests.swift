import Glibc
import Platform
import Testing

@Suite struct AppendedFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func addsAtTheEndWhateverIsThere() throws {
    try Files.replace(directory("log"), with: Array("one\n".utf8))
    let file = try AppendedFile(directory("log"))
    try file.append(Array("two\n".utf8))
    try file.append(Array("three\n".utf8))
    #expect(try Files.text(directory("log")) == "one\ntwo\nthree\n")
  }

  @Test(arguments: [
    ("", ""), ("a\n", "a\n"), ("a\nb", "a\n"), ("a", ""), ("a\n\n", "a\n\n"),
    (String(repeating: "x", count: 5_000) + "\nrest", String(repeating: "x", count: 5_000) + "\n"),
    ("a\n" + String(repeating: "x", count: 5_000), "a\n"), (String(repeating: "x", count: 5_000), ""),
  ])
  func anUnfinishedLineIsCutOff(text: String, expected: String) throws {
    try Files.replace(directory("log"), with: Array(text.utf8))
    try AppendedFile(directory("log")).cutUnfinishedLine()
    #expect(try Files.text(directory("log")) == expected)
  }

  @Test func aLineThatIsTooLongIsNotCut() throws {
    try Files.replace(directory("log"), with: Array("a\n\(String(repeating: "x", count: 100))".utf8))
    let error = #expect(throws: SystemError.self) {
      try AppendedFile(directory("log")).cutUnfinishedLine(longestLine: 50)
    }
    #expect(error?.code == EFBIG)
    #expect(try Files.bytes(directory("log")).count == 102)
  }
}
