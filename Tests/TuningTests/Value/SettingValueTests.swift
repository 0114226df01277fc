import Testing

@testable import Tuning

@Suite struct SettingValueTests {
  @Test(arguments: [
    ("10", ValueType.integer, "10"), ("010", .integer, "8"), ("0x14", .integer, "20"), ("-1", .integer, "-1"),
    ("0", .integer, "0"), (" 7\n", .integer, "7"), ("-010", .integer, "-8"),
    ("18446744073692774399", .integer, "18446744073692774399"),
    ("4\t4  1 7", .vector(count: 4), "4 4 1 7"), ("1 010", .vector(count: nil), "1 8"),
    ("madvise", .choice, "madvise"), ("mq-deadline", .choice, "mq-deadline"),
    ("0-3,8", .cpus, "0-3,8"), ("3,1,2", .cpus, "1-3"), ("", .cpus, ""),
    ("f", .mask, "f"), ("00000000,0000000f", .mask, "f"), ("1,00000000", .mask, "1,00000000"),
    ("100000000", .mask, "1,00000000"), ("0xFF", .mask, "ff"), ("00000000", .mask, "0"),
    ("100m", .bytes, "104857600"), ("64K", .bytes, "65536"), ("0", .bytes, "0"),
    ("Y", .boolean, "1"), ("false", .boolean, "0"), ("0", .boolean, "0"), ("on", .boolean, "1"),
    ("a  b\tc", .text, "a b c"), ("", .text, ""),
    ("isolated", .partition, "isolated"), ("present", .existence, "present"),
    ("memory cpu  cpu", .controllers, "cpu memory"), ("", .controllers, ""),
    ("a = 1\n", .content, "a = 1\n"), ("absent", .content, "absent"),
  ])
  func normalForm(text: String, type: ValueType, written: String) throws {
    let value = try SettingValue(wanted: text, type: type)
    #expect(value.written == written)
    #expect(try SettingValue(wanted: value.written, type: type) == value, "what is written reads back")
    #expect(try SettingValue(kernel: text, type: type) == value)
    #expect(value.matches(kernel: text))
  }

  @Test(arguments: [
    ("", ValueType.integer), ("ten", .integer), ("25 30", .integer), ("100M", .integer), ("0x", .integer),
    ("--1", .integer), ("+1", .integer), ("1.5", .integer), ("09", .integer), ("0x-1", .integer),
    ("18446744073709551616", .integer), ("-9223372036854775809", .integer),
    ("1,2", .vector(count: nil)), ("", .vector(count: nil)), ("1 2 3", .vector(count: 4)),
    ("1 2 3 4 5", .vector(count: 4)), ("1 x", .vector(count: 2)),
    ("", .choice), ("always never", .choice), ("[always]", .choice), ("a\nb", .choice),
    ("3-1", .cpus), ("0-10:2", .cpus), ("all", .cpus), ("-1", .cpus), ("0 1", .cpus),
    ("", .mask), ("g", .mask), ("1,", .mask), ("1,123456789", .mask), ("0x", .mask), ("+1", .mask),
    ("100q", .bytes), ("m", .bytes), ("-1", .bytes), ("99999999999t", .bytes), ("1 m", .bytes),
    ("2", .boolean), ("", .boolean), ("maybe", .boolean),
    ("a\u{1B}[0m", .text), ("isolated invalid", .partition), ("", .partition), ("yes", .existence),
    ("+cpuset", .controllers), ("cpu/../x", .controllers),
  ])
  func whatIsNoValueOfAType(text: String, type: ValueType) {
    #expect(throws: ValueProblem.self) { try SettingValue(wanted: text, type: type) }
  }

  @Test func aProblemSaysWhatWasExpected() {
    let problem = #expect(throws: ValueProblem.self) { try SettingValue(wanted: "100M", type: .integer) }
    #expect(
      problem?.description
        == "'100M': expected a whole number such as 10 or 0x14 (a leading 0 makes it octal)")
    let long = ValueProblem(String(repeating: "x", count: 100), expected: "less")
    #expect(long.found.count == 78)
  }

  @Test func theKernelsChoiceIsTheOneInBrackets() throws {
    let value = try SettingValue(kernel: "always [madvise] never", type: .choice)
    #expect(value.written == "madvise")
    #expect(try SettingValue(wanted: "madvise", type: .choice) == value)
    #expect(try SettingValue(kernel: "tsc", type: .choice).written == "tsc")
    #expect(SettingValue.offered(kernel: "always [madvise] never") == ["always", "madvise", "never"])
    #expect(SettingValue.offered(kernel: "tsc") == nil)
    for text in ["[a] [b]", "a [] b", "[a b", "a b"] {
      #expect(throws: ValueProblem.self, "\(text)") { try SettingValue(kernel: text, type: .choice) }
    }
  }

  @Test func anInvalidPartitionIsNotWhatWasAsked() throws {
    let asked = try SettingValue(wanted: "isolated", type: .partition)
    let invalid = try SettingValue(
      kernel: "isolated invalid (Cpu list in cpuset.cpus not exclusive)", type: .partition)
    #expect(invalid != asked)
    #expect(!asked.matches(kernel: "isolated invalid (reason)"))
    #expect(asked.matches(kernel: "isolated\n"))
    #expect(invalid.written == "isolated")
    #expect(invalid.description == "isolated invalid")
  }

  @Test func systemdPutsSpacesBetweenRanges() throws {
    #expect(try SettingValue(kernel: "0-3 8", type: .cpus).written == "0-3,8")
  }

  @Test func aNumberThatIsNotSetIsNone() throws {
    let unset = try SettingValue(kernel: SystemdKind.value("[not set]"), type: .integer)
    #expect(unset.written.isEmpty && unset.matches(kernel: "") && !unset.matches(kernel: "100"))
    #expect(try !SettingValue(wanted: "100", type: .integer).matches(kernel: ""))
    #expect(SystemdKind.value("0-3 8") == "0-3 8")
  }

  @Test func valuesOfDifferentTypesAreNotEqual() throws {
    #expect(try SettingValue(wanted: "1", type: .integer) != SettingValue(wanted: "1", type: .bytes))
    #expect(try !SettingValue(wanted: "1", type: .integer).matches(kernel: "one"))
  }

  @Test(arguments: [
    "integer", "vector", "vector(4)", "choice", "cpus", "mask", "bytes", "boolean", "text", "partition",
    "existence", "controllers", "content",
  ])
  func typesHaveAWord(word: String) throws {
    #expect(ValueType(word)?.description == word)
  }

  @Test(arguments: ["", "int", "vector()", "vector(0)", "vector(65)", "vector(x)", "Integer"])
  func otherWordsAreNoTypes(word: String) {
    #expect(ValueType(word) == nil)
  }
}
