import FoundationEssentials
import Platform
import Testing

@Suite struct CPUSetTests {
  /// Random sets: sparse, dense and in runs, with numbers up to 4,095.
  private static func randomSet(_ generator: inout some RandomNumberGenerator) -> Set<Int> {
    var numbers: Set<Int> = []
    for _ in 0..<Int.random(in: 0...12, using: &generator) {
      let start = Int.random(in: 0..<4_096, using: &generator)
      let length = Bool.random(using: &generator) ? 1 : Int.random(in: 1...200, using: &generator)
      numbers.formUnion(start..<min(4_096, start + length))
    }
    return numbers
  }

  @Test func listFormRoundTripsForRandomSetsUpTo4096CPUs() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<300 {
      let numbers = Self.randomSet(&generator)
      let set = CPUSet(numbers)
      let read = try CPUSet(list: set.description)
      #expect(read == set)
      #expect(read.numbers == numbers.sorted())
      #expect(read.hashValue == set.hashValue)
      #expect(CPUSet(words: set.words + [0, 0]) == set)
    }
  }

  @Test func allOf4096CPUsIsOneRange() throws {
    let all = CPUSet(0..<4_096)
    #expect(all.description == "0-4095")
    #expect(all.count == 4_096)
    #expect(all.words == [UInt64](repeating: .max, count: 64))
    #expect(try CPUSet(list: "0-4095\n") == all)
  }

  @Test func algebraAgreesWithSetOfInt() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<200 {
      let left = Self.randomSet(&generator)
      let right = Self.randomSet(&generator)
      let (a, b) = (CPUSet(left), CPUSet(right))
      #expect(a.union(b) == CPUSet(left.union(right)))
      #expect(a.intersection(b) == CPUSet(left.intersection(right)))
      #expect(a.subtracting(b) == CPUSet(left.subtracting(right)))
      #expect(a.isSubset(of: b) == left.isSubset(of: right))
      #expect(a.intersection(b).isSubset(of: a))
      #expect(a.isSubset(of: a.union(b)))
      #expect(a.count == left.count)
      #expect(a.isEmpty == left.isEmpty)
      #expect(a.first == left.min())
      for number in [0, 63, 64, 4_095, 4_096] { #expect(a.contains(number) == left.contains(number)) }
    }
  }

  @Test func setsAreEqualHoweverTheyWereMade() {
    let shrunk = CPUSet([0, 1_000]).subtracting(CPUSet([1_000]))
    #expect(shrunk == CPUSet([0]))
    #expect(shrunk.words.count == 1)
    #expect(CPUSet(words: [0, 0]) == CPUSet())
    #expect(CPUSet([5]).intersection(CPUSet([700])).isEmpty)
  }

  @Test func rangesAcrossWordsAreWhole() throws {
    for (first, last) in [
      (0, 63), (63, 64), (1, 191), (64, 127), (60, 60), (0, 4_095), (1_048_575, 1_048_576),
    ] {
      let set = try CPUSet(list: "\(first)-\(last)")
      #expect(set.numbers == Array(first...last))
      #expect(set.first == first)
      #expect(set.count == last - first + 1)
    }
  }

  /// A number at a time this would be five hundred million steps.
  @Test func manyWideRangesDoNotHang() throws {
    let list = Array(repeating: "0-1048575", count: 500).joined(separator: ",")
    #expect(try CPUSet(list: list).description == "0-1048575")
  }

  @Test func nothingContainsANegativeNumber() {
    #expect(!CPUSet(0..<128).contains(-1))
  }

  @Test(arguments: [
    ("", ""), (" \n", ""), ("0", "0"), ("0-0", "0"), ("0-3,8", "0-3,8"), ("8,0-3", "0-3,8"),
    ("1,1,1", "1"), ("0-5,3-9", "0-9"), ("007", "7"), ("\t0-1\n", "0-1"), ("1,2", "1-2"),
    ("1048576", "1048576"),
  ])
  func readsListsOfTheKernelForm(list: String, normal: String) throws {
    #expect(try CPUSet(list: list).description == normal)
  }

  @Test(arguments: [
    ("a", "'a' is neither a number nor a range"),
    ("0-10:2", "'0-10:2' is neither a number nor a range"),
    ("0,", "'' is neither a number nor a range"),
    (",", "'' is neither a number nor a range"),
    ("-1", "'-1' is neither a number nor a range"),
    ("1-", "'1-' is neither a number nor a range"),
    ("1-2-3", "'1-2-3' is neither a number nor a range"),
    ("0, 1", "' 1' is neither a number nor a range"),
    ("+1", "'+1' is neither a number nor a range"),
    ("0x1", "'0x1' is neither a number nor a range"),
    ("1.5", "'1.5' is neither a number nor a range"),
    ("٣", "'٣' is neither a number nor a range"),
    ("3-1", "the range 3-1 runs backwards"),
    ("1048577", "1048577 is out of range"),
    ("0-1048577", "1048577 is out of range"),
    ("1048577-1048578", "1048578 is out of range"),
    ("0-9223372036854775807", "9223372036854775807 is out of range"),
    ("99999999999999999999", "99999999999999999999 is out of range"),
  ])
  func refusesEverythingElse(list: String, reason: String) {
    let error = #expect(throws: CPUSet.ListError.self) { try CPUSet(list: list) }
    #expect(error?.list == list)
    #expect(error?.reason == reason)
    #expect(error?.description == "'\(list)' is not a CPU list: \(reason) (example: 0-3,8)")
  }

  @Test func codesAsTheListForm() throws {
    let set = CPUSet([0, 1, 2, 3, 8])
    let data = try JSONEncoder().encode(["cpus": set])
    #expect(String(decoding: data, as: UTF8.self) == #"{"cpus":"0-3,8"}"#)
    #expect(try JSONDecoder().decode([String: CPUSet].self, from: data) == ["cpus": set])
    #expect(try JSONDecoder().decode([CPUSet].self, from: Data(#"[""]"#.utf8)) == [CPUSet()])
  }

  @Test func decodingAMalformedListNamesTheList() {
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CPUSet].self, from: Data(#"["0-3;8"]"#.utf8))
    }
    guard case .dataCorrupted(let context)? = error else {
      Issue.record("\(String(describing: error)) is not about corrupted data")
      return
    }
    #expect(
      context.debugDescription
        == "'0-3;8' is not a CPU list: '0-3;8' is neither a number nor a range (example: 0-3,8)")
  }
}
