import Testing

@testable import VirtualMachine

@Suite struct BeaconMemoryTests {
  private static let settings = try? BeaconSettings(pages: 6, pagesPerBeat: 1, filledWords: 40)

  /// A dump whose first pages are in `pass`, and the others in the one before.
  private static func dump(_ pass: UInt32, written: Int, halfTo words: Range<Int>? = nil) throws -> [UInt8] {
    let settings = try #require(settings)
    return (0..<settings.pages).flatMap { page in
      var content = BeaconMemory.page(page, pass: page < written ? pass : pass - 1, filledWords: 40)
      if page == written, let words {
        let next = BeaconMemory.page(page, pass: pass, filledWords: 40)
        for word in words { content[word] = next[word] }
      }
      return content.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) } }
    }
  }

  private static func damage(_ dump: [UInt8]) throws -> BeaconMemory.Damage? {
    let settings = try #require(settings)
    return #expect(throws: BeaconMemory.Damage.self) { try BeaconMemory.verify(dump, settings) }
  }

  /// Computed apart, in Python.
  @Test func wordsAreTheGuests() {
    let full = BeaconMemory.page(5, pass: 7, filledWords: 1023)
    #expect([full[0], full[1], full[2], full[1023]] == [7, 2283945203, 465731300, 4248458653])
    #expect(Array(BeaconMemory.page(0, pass: 1, filledWords: 2).prefix(4)) == [1, 1740871105, 3249710442, 0])
    #expect(BeaconMemory.page(3, pass: 0, filledWords: 9).allSatisfy { $0 == 0 })
  }

  @Test func oneBoundaryIsRight() throws {
    let settings = try #require(Self.settings)
    for written in 1...6 {
      let state = try BeaconMemory.verify(Self.dump(9, written: written), settings)
      #expect(state == BeaconMemory.State(pass: 9, written: written, isHalfWritten: false))
    }
    let first = try BeaconMemory.verify(Self.dump(1, written: 2), settings)
    #expect(first == BeaconMemory.State(pass: 1, written: 2, isHalfWritten: false))
  }

  @Test func aPageMayBeHalfWrittenAtTheBoundary() throws {
    let settings = try #require(Self.settings)
    for (written, words) in [(3, 20..<41), (5, 1..<41), (1, 7..<9)] {
      let state = try BeaconMemory.verify(Self.dump(9, written: written, halfTo: words), settings)
      #expect(state == BeaconMemory.State(pass: 9, written: written, isHalfWritten: true))
    }
    let state = try BeaconMemory.verify(Self.dump(9, written: 0, halfTo: 20..<41), settings)
    #expect(state == BeaconMemory.State(pass: 9, written: 0, isHalfWritten: true))
  }

  @Test func anyOtherPageMayNot() throws {
    var dump = try Self.dump(9, written: 3)
    let other = try Self.dump(9, written: 6)
    dump.replaceSubrange(4 * 4096 + 80..<4 * 4096 + 84, with: other[4 * 4096 + 80..<4 * 4096 + 84])
    let damage = try Self.damage(dump)
    #expect(damage?.page == 4)
    #expect(damage?.word == 20)
  }

  @Test func everyWrongBitIsFound() throws {
    let right = try Self.dump(9, written: 3)
    for offset in stride(from: 0, to: right.count, by: 509) {
      var wrong = right
      wrong[offset] ^= 4
      #expect(try Self.damage(wrong) != nil)
    }
    var wrong = right
    wrong[2 * 4096 + 100] ^= 4
    let damage = try Self.damage(wrong)
    #expect(damage?.page == 2)
    #expect(damage?.word == 25)
    #expect(damage.map { $0.found ^ $0.expected } == 4)
    #expect(damage?.description.hasPrefix("page 2 of the guest's memory is wrong: its word 25 is ") == true)
  }

  @Test func aStalePageIsFound() throws {
    let old = try Self.dump(8, written: 3)
    for page in 0..<6 {
      var dump = try Self.dump(10, written: 3)
      let place = page * 4096..<page * 4096 + 4096
      dump.replaceSubrange(place, with: old[place])
      #expect(try Self.damage(dump) != nil)
    }
  }

  @Test func anOldDumpDoesNotReachTheRecord() throws {
    let settings = try #require(Self.settings)
    let state = try BeaconMemory.verify(Self.dump(9, written: 3), settings)
    func record(_ pass: UInt32, _ page: UInt32) -> BeaconRecord {
      BeaconRecord(ticks: 0, sequence: 0, pass: pass, page: page)
    }
    #expect(state.reaches(record(9, 3), settings))
    #expect(state.reaches(record(8, 5), settings))
    #expect(!state.reaches(record(9, 4), settings))
    #expect(!state.reaches(record(10, 0), settings))
    let whole = try BeaconMemory.verify(Self.dump(9, written: 6), settings)
    #expect(whole.reaches(record(10, 0), settings))
  }

  @Test func aDumpOfAnotherLengthIsRefused() throws {
    let settings = try #require(Self.settings)
    let error = #expect(throws: TwinError.self) { try BeaconMemory.verify([1, 2], settings) }
    #expect(error?.description.contains("2 bytes is not the 24576") == true)
  }
}
