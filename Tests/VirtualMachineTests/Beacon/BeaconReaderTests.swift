import Testing

@testable import VirtualMachine

@Suite struct BeaconReaderTests {
  /// Written by hand: the checksum was computed apart, in Python.
  static let golden: [UInt8] = [
    0xa5, 0x08, 0x07, 0x06, 0x05, 0x04, 0x03, 0x02, 0x01, 0x2a, 0, 0, 0, 0x03, 0, 0, 0, 0x00, 0x01, 0, 0,
    0x57,
  ]

  static func record(_ sequence: UInt32) -> BeaconRecord {
    BeaconRecord(ticks: 0xa5a5_0000 + UInt64(sequence) * 1000, sequence: sequence, pass: 165, page: 0xa5a5)
  }

  /// The bytes of a record, as the guest sends them.
  static func bytes(_ record: BeaconRecord) -> [UInt8] {
    func little(_ value: UInt64, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt64($0))) }
    }
    let body =
      little(record.ticks, 8) + little(UInt64(record.sequence), 4) + little(UInt64(record.pass), 4)
      + little(UInt64(record.page), 4)
    return [BeaconRecord.magic] + body + [BeaconRecord.checksum(body[...])]
  }

  @Test func aRecordIsRead() {
    let record = BeaconRecord(Self.golden[...])
    #expect(record == BeaconRecord(ticks: 0x0102_0304_0506_0708, sequence: 42, pass: 3, page: 256))
    #expect(record?.writes(of: 1000) == 2256)
  }

  @Test func oneWrongByteIsNoRecord() {
    for index in Self.golden.indices {
      var bytes = Self.golden
      bytes[index] ^= 0x10
      #expect(BeaconRecord(bytes[...]) == nil)
    }
    #expect(BeaconRecord(Self.golden.dropLast()) == nil)
    var swapped = Self.golden
    swapped.swapAt(1, 2)
    #expect(BeaconRecord(swapped[...]) == nil)
  }

  @Test(arguments: [1, 2, 21, 22, 23, 1000])
  func piecesOfAnySizeGiveTheSameRecords(_ size: Int) {
    let records = (0..<20).map(Self.record)
    let stream = records.flatMap(Self.bytes)
    var reader = BeaconReader()
    var beats: [Beat] = []
    for (index, start) in stride(from: 0, to: stream.count, by: size).enumerated() {
      beats += reader.take(stream[start..<min(start + size, stream.count)], at: UInt64(index))
    }
    #expect(beats.map(\.record) == records)
    // Each has the time of the piece with its first byte.
    #expect(beats.map(\.time) == records.indices.map { UInt64($0 * BeaconRecord.byteCount / size) })
    #expect(reader.skippedBytes == 0)
    #expect(reader.pendingBytes == 0)
  }

  @Test func whatIsNoRecordIsSkippedAndCounted() {
    var reader = BeaconReader()
    let rest = Array(Self.bytes(Self.record(0)).suffix(9))
    var torn = Self.bytes(Self.record(2))
    torn.remove(at: 12)
    let stream = rest + Self.bytes(Self.record(1)) + torn + Self.bytes(Self.record(3))
    let beats = reader.take(ArraySlice(stream), at: 5)
    #expect(beats.map(\.record.sequence) == [1, 3])
    #expect(reader.skippedBytes == 9 + 21)
  }

  /// Written by hand, the checksum in Python.
  static let goldenDamage: [UInt8] = [
    0xa6, 0x01, 0, 0, 0, 0x02, 0, 0, 0, 0x05, 0, 0, 0, 0x07, 0, 0, 0, 0x00, 0x01, 0, 0, 0xb8,
  ]

  @Test func damageIsReadBetweenBeatsAndIsNone() {
    var reader = BeaconReader()
    let stream = Self.bytes(Self.record(1)) + Self.goldenDamage + [0xa6, 0xa5] + Self.bytes(Self.record(2))
    let beats = reader.take(stream[..<30], at: 5) + reader.take(stream[30...], at: 6)
    #expect(beats.map(\.record.sequence) == [1, 2])
    #expect(reader.skippedBytes == 2)
    let damage = BeaconMemory.Damage(page: 256, word: 5, found: 1, expected: 2)
    #expect(reader.damages == [GuestDamage(time: 5, pass: 7, damage: damage)])
    #expect(
      reader.damages.first?.description
        == "page 256 of the guest's memory is wrong: its word 5 is 1 and must be 2, as in pass 7")
  }

  @Test func oneWrongByteIsNoDamage() {
    for index in Self.goldenDamage.indices {
      var bytes = Self.goldenDamage
      bytes[index] ^= 0x10
      #expect(GuestDamage(bytes[...], at: 0) == nil)
    }
    #expect(GuestDamage(Self.goldenDamage.dropLast(), at: 0) == nil)
  }
}
