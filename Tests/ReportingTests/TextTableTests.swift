import Testing

@testable import Reporting

@Suite struct TextTableTests {
  private let table = TextTable(
    [TextTable.Column("name", .left), TextTable.Column("value"), TextTable.Column("more", dropped: 1)],
    [
      TextTable.Row(cells: ["a", "1.00", "xxxx"]),
      TextTable.Row(cells: ["long name", "10.00"], beneath: ["└ of two parts"]),
    ])

  private func lines(_ width: Int, color: Bool = false) -> [String] {
    table.lines(TerminalText(width: width, color: color))
  }

  @Test func columnsAreAlignedAndLinesHaveNoSpaceAtTheEnd() {
    #expect(
      lines(80) == [
        "  name       value  more", "  a           1.00  xxxx", "  long name  10.00", "    └ of two parts",
      ])
  }

  @Test func aNarrowTerminalLosesTheColumnsThatMatterLeast() {
    #expect(
      lines(22) == ["  name       value", "  a           1.00", "  long name  10.00", "    └ of two parts"])
  }

  @Test func aColumnThatCanBeMissedAndIsEmptyIsNotShown() {
    var empty = table
    empty.rows[0].cells[2] = ""
    #expect(empty.lines(TerminalText(width: 80, color: false))[0] == "  name       value")
  }

  @Test func aTableThatMayBeCutRepeatsItsFirstColumn() {
    var wide = TextTable(
      [
        TextTable.Column("n"), TextTable.Column("aaaa"), TextTable.Column("bbbb"),
        TextTable.Column("", .left),
      ],
      [TextTable.Row(cells: ["1", "2", "3", "█"])])
    wide.isCut = true
    #expect(wide.lines(TerminalText(width: 40, color: false)) == ["  n  aaaa  bbbb", "  1     2     3  █"])
    wide.columns[1].title = "a long first title"
    #expect(
      wide.lines(TerminalText(width: 26, color: false)) == [
        "  n  a long first title", "  1                   2", "  n  bbbb", "  1     3  █",
      ])
  }

  @Test func coloursAddNothingButEscapeSequences() {
    let plain = lines(80, color: true).map { line in
      line.replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
    }
    #expect(plain == lines(80))
    #expect(lines(80, color: true)[0] == "\u{1B}[2m  name       value  more\u{1B}[0m")
  }

  @Test func whatWouldSteerTheTerminalIsReplaced() {
    let table = TextTable(
      [TextTable.Column("x", .left)], [TextTable.Row(cells: ["a\u{1B}[31mb\nc\u{202E}d"])])
    #expect(table.lines(TerminalText(width: 80, color: false))[1] == "  a\u{FFFD}[31mb c\u{FFFD}d")
  }
}

@Suite struct TerminalTextTests {
  private let terminal = TerminalText(width: 24, color: false)

  @Test func paragraphsAreBrokenUnderTheirFirstWord() {
    #expect(
      terminal.wrap("one two three four five six", first: "  · ") == [
        "  · one two three four", "    five six",
      ])
    #expect(terminal.wrap("", first: "> ") == ["> "])
  }

  @Test func aNumberStaysWithItsUnit() {
    #expect(terminal.wrap("it is limited to aaa 32 MiB", first: "") == ["it is limited to aaa", "32 MiB"])
  }

  @Test func aWordLongerThanTheLineStaysWhole() {
    #expect(terminal.wrap("a /sys/kernel/mm/transparent_hugepage b", first: "").count == 3)
  }

  @Test func aRemarkThatDoesNotFitIsLeftOut() {
    #expect(terminal.heading("Title", remark: "right") == ["", "Title              right"])
    #expect(terminal.heading("A longer title here", remark: "right") == ["", "A longer title here"])
  }

  @Test func valuesFillTheirColumnAndLongWordsAreCut() {
    #expect(TerminalText.filled("ab cd efghij", to: 5) == ["ab cd", "efghi", "j"])
    #expect(TerminalText.filled("", to: 5) == [""])
    #expect(
      terminal.fields([("name", "one two three four"), ("a longer name", "x")], column: 10) == [
        "  name    one two three", "          four", "  a longer name  x",
      ])
  }

  @Test func aListHasAColumnAsWideAsItsLongestName() {
    #expect(
      terminal.list([("n", "one two three"), ("long", "four five six")]) == [
        "  n     one two three", "  long  four five six",
      ])
  }

  @Test func theNarrowestTerminalHasTwentyColumns() {
    #expect(TerminalText(width: -1, color: false).width == 20)
  }
}

@Suite struct SparklineTests {
  @Test func heightsAreLogarithmicAndGapsAreDots() {
    #expect(Sparkline.text([1, 10, nil, 100]) == "▁▅·█")
    #expect(Sparkline.text([5, 5]) == "▁▁")
    #expect(Sparkline.text([0, -1, .nan, .infinity, 3]) == "····▁")
    #expect(Sparkline.text([nil]) == "")
  }

  @Test func barsEndInEighths() {
    #expect(Sparkline.bar(1, of: 1, width: 4) == "████")
    #expect(Sparkline.bar(0.5, of: 1, width: 4) == "██")
    #expect(Sparkline.bar(1.0 / 32, of: 1, width: 4) == "▏")
    #expect(Sparkline.bar(9, of: 1, width: 4) == "████")
    #expect(Sparkline.bar(nil, of: 1, width: 4) == "")
    #expect(Sparkline.bar(1, of: 0, width: 4) == "")
  }
}
