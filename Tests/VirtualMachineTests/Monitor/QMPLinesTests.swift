import Testing

@testable import VirtualMachine

@Suite struct QMPLinesTests {
  private static let stream = Array("{\"a\": 1}\r\n\r\n{}\nlast\r\nbegun".utf8)

  @Test(arguments: 1...30) func piecesOfAnySizeGiveTheSameLines(_ size: Int) throws {
    var lines = QMPLines()
    var found: [String] = []
    for start in stride(from: 0, to: Self.stream.count, by: size) {
      let piece = Self.stream[start..<min(start + size, Self.stream.count)]
      found += try lines.add(piece).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(found == ["{\"a\": 1}", "{}", "last"])
  }

  @Test func aLineThatDoesNotEndIsAnError() throws {
    var lines = QMPLines(limit: 8)
    #expect(try lines.add(Array("12345678\n1234".utf8)[...]).count == 1)
    #expect(try lines.add(Array("5678".utf8)[...]).isEmpty)
    #expect(throws: QMPLines.TooLong(limit: 8)) { try lines.add([0x39]) }
    var others = QMPLines(limit: 8)
    #expect(throws: QMPLines.TooLong(limit: 8)) { try others.add(Array("123456789\n".utf8)[...]) }
  }
}
