import Testing

@testable import Comparison

@Suite struct CommandLineWordsTests {
  @Test(arguments: [
    ("quiet isolcpus=1-3", ["quiet": "", "isolcpus": "1-3"]),
    ("console=ttyS0 console=tty0", ["console": "ttyS0,tty0"]),
    ("transparent-hugepage=never", ["transparent_hugepage": "never"]),
    ("a=\"b c\" d", ["a": "b c", "d": ""]), ("x=1=2", ["x": "1=2"]),
    ("quiet -- --init-word x=1", ["quiet": ""]),
    ("", [:]), ("  ro   rw ", ["ro": "", "rw": ""]),
  ])
  func wordsAreTakenApart(line: String, values: [String: String]) {
    #expect(CommandLineWords(line).values == values)
  }
}
