import Testing

@testable import Reporting

@Suite struct TextTableTests {
  private var table: TextTable {
    TextTable(
      columns: [
        .init(title: "name"), .init(title: "value", alignRight: true), .init(title: "more", expendable: 1),
      ],
      rows: [["a", "1.00", "xxxx"], ["long name", "10.00", ""]])
  }

  @Test func columnsAreAlignedAndLinesHaveNoSpaceAtTheEnd() {
    #expect(
      table.lines(width: 80, style: TextStyle(color: false)) == [
        "  name       value  more", "  a           1.00  xxxx", "  long name  10.00",
      ])
  }

  @Test func aNarrowTerminalLosesTheExpendableColumns() {
    #expect(
      table.lines(width: 22, style: TextStyle(color: false)) == [
        "  name       value", "  a           1.00", "  long name  10.00",
      ])
  }

  @Test func coloursAreOnlyWhereAsked() {
    #expect(TextStyle(color: true).bold("x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(TextStyle(color: true).bold("") == "")
    #expect(TextStyle(color: false).warn("x") == "x")
  }

  @Test func longLinesAreWrappedWithTheirIndent() {
    #expect(TextStyle.wrap("one two three four", width: 9, indent: "  ") == ["one two", "  three", "  four"])
    #expect(TextStyle.wrap("", width: 9, indent: "") == [])
  }
}
