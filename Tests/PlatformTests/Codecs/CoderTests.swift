import Testing

@testable import Platform

@Suite struct CoderTests {
  /// Records that share their names and differ in their numbers.
  private static func records(_ count: Int) -> [[UInt8]] {
    var generator = SeededGenerator(seed: 9)
    return (0..<count).map { number in
      Array(
        "{\"identifier\": \(number), \"temperature\": \(Int.random(in: 0..<4_000, using: &generator)), \"location\": \"rack \(Int.random(in: 0..<99, using: &generator))\"}"
          .utf8)
    }
  }

  @Test func aDictionaryHelpsWithSmallBlocksThatItHasNotSeen() throws {
    let records = Self.records(4_000)
    let training = records.prefix(2_000)
    let dictionary = try CodecDictionary(
      trainedOn: Array(training.joined()), sizes: training.map(\.count), byteCount: 4_096)
    #expect(!dictionary.bytes.isEmpty && dictionary.bytes.count <= 4_096)
    func packed(_ dictionary: CodecDictionary?) throws -> Int {
      let batch = try BlockBatch(capacity: 1 << 20, mostBlocks: 2_000)
      for record in records.suffix(2_000) { batch.append(record) }
      let coder = try Coder(.zstd, level: 3, dictionary: dictionary)
      let all = 0..<batch.count
      _ = try batch.code(all, .compress, with: coder)
      _ = try batch.code(all, .decompress, with: coder)
      #expect(batch.firstDifference(in: all) == nil)
      return all.reduce(0) { $0 + batch.packedBytes(of: $1) }
    }
    #expect(try packed(dictionary) * 2 < packed(nil))
  }

  @Test func tooFewSamplesAreNoDictionary() throws {
    let error = #expect(throws: CodecError.self) { try CodecDictionary(trainedOn: [1, 2, 3], sizes: [3]) }
    #expect(error?.cause == "Src size is incorrect")
  }

  @Test func librariesTellTheirVersions() {
    for codec in Codec.allCases {
      let parts = codec.libraryVersion?.split(separator: ".").compactMap { Int($0) }
      #expect(parts?.count == (codec == .memcpy ? nil : 3))
    }
  }
}
