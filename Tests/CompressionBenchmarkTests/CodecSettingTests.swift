import Experiment
import Platform
import Testing

@testable import CompressionBenchmark

@Suite struct CodecSettingTests {
  @Test(arguments: [
    ("zstd-3", CodecSetting(.zstd, 3)), ("zstd--5", CodecSetting(.zstd, -5)), ("memcpy", .copying),
  ])
  func namesAreRead(name: String, setting: CodecSetting) {
    #expect(CodecSetting(name: name) == setting)
    #expect(setting.name == name)
  }

  @Test(arguments: ["zstd", "zstd-", "zstd-23", "lz4-0", "gzip-1", "memcpy-0", ""])
  func otherNamesAreNone(name: String) { #expect(CodecSetting(name: name) == nil) }

  @Test func onlyZstdTellsOfADictionary() {
    #expect(CodecSetting(.lz4, 1).labels == ["codec": "lz4", "level": "1"])
    #expect(
      CodecSetting(.zstd, -5, usesDictionary: true).labels == [
        "codec": "zstd", "level": "-5", "dictionary": "yes",
      ])
  }
}

@Suite struct CodecChoiceTests {
  private func names(
    _ levels: [Int], _ codecs: [CodecSetting] = [], of named: [String] = [], ultra: Bool = false
  ) throws -> [String] {
    try CodecChoice.settings(
      suite: .quick, codecs: named.compactMap { CodecSetting(name: "\($0)-1")?.codec }, levels: levels,
      allowsUltra: ultra
    ).map(\.name)
  }

  @Test func withoutWishesTheSuiteDecides() throws {
    #expect(try names([]) == ["lz4-1", "lz4hc-9", "zstd-1", "zstd-3"])
    #expect(try names([], of: ["lz4"]) == ["lz4-1"])
  }

  @Test func aLevelIsForTheCodecsThatHaveIt() throws {
    #expect(try names([-5]) == ["zstd--5"])
    #expect(try names([3, 15, 3]) == ["lz4-3", "lz4-15", "lz4hc-3", "zstd-3", "zstd-15"])
  }

  @Test(
    arguments: [
      ([23], ["zstd"], "--level 23: out of range; levels are zstd -5 to 22"),
      ([-6], [], "--level -6: out of range; levels are lz4 1 to 65537, lz4hc 1 to 12, zstd -5 to 22"),
      ([13], ["lz4hc"], "--level 13: out of range; levels are lz4hc 1 to 12"),
      (
        [0, 20], ["zstd"],
        "--level 20: zstd's levels 20 to 22 take much memory and time; say --ultra to take them"
      ),
    ])
  func refusals(levels: [Int], codecs: [String], says: String) {
    #expect(throws: PlanRefused(says)) { try names(levels, of: codecs) }
  }

  @Test func ultraIsTakenWhereItIsAllowed() throws {
    #expect(try names([22], of: ["zstd"], ultra: true) == ["zstd-22"])
  }
}
