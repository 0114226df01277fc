import Testing

@testable import VirtualMachine

@Suite struct MigrationValuesTests {
  private static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try QMPText.decode(type, from: Array(text.utf8))
  }

  @Test func nothingIsKnownBeforeAMigration() throws {
    let progress = try Self.decode(MigrationProgress.self, "{}")
    #expect(progress.status == nil)
    #expect(progress.ram == nil)
  }

  @Test func aFinishedMigrationHasItsNumbers() throws {
    let progress = try Self.decode(
      MigrationProgress.self,
      """
      {"status": "completed", "setup-time": 1, "downtime": 8, "total-time": 63, "something-new": [1],
       "xbzrle-cache": {"cache-size": 67108864, "bytes": 1, "pages": 2, "cache-miss": 3, "cache-miss-rate": 0.5,
       "encoding-rate": 2.5, "overflow": 4},
       "ram": {"total": 151584768, "postcopy-requests": 0, "dirty-sync-count": 4, "multifd-bytes": 0,
       "pages-per-second": 5120, "downtime-bytes": 17, "page-size": 4096, "remaining": 0, "postcopy-bytes": 0,
       "mbps": 268.5, "transferred": 2122063, "dirty-sync-missed-zero-copy": 0, "precopy-bytes": 2100000,
       "duplicate": 36641, "dirty-pages-rate": 128, "skipped": 0, "normal-bytes": 1753088, "normal": 428}}
      """)
    #expect(progress.status == .completed)
    #expect(progress.downtime == 8)
    #expect(progress.totalTime == 63)
    #expect(progress.ram?.transferred == 2_122_063)
    #expect(progress.ram?.mbps == 268.5)
    #expect(progress.ram?.dirtySyncCount == 4)
    #expect(progress.xbzrle?.overflow == 4)
  }

  @Test func aStateThatIsNotKnownStaysAsItIs() throws {
    let progress = try Self.decode(
      MigrationProgress.self, #"{"status": "postcopy-recover-setup", "blocked-reasons": ["a device"]}"#)
    #expect(progress.status?.rawValue == "postcopy-recover-setup")
    #expect(progress.status?.isFinal == false)
    #expect(progress.blockedReasons == ["a device"])
  }

  @Test func onlyWhatIsSetIsSent() throws {
    var parameters = MigrationParameters()
    parameters.downtimeLimit = 300
    parameters.multifdCompression = "zstd"
    #expect(
      String(decoding: try QMPText.encode(parameters), as: UTF8.self)
        == "{\"downtime-limit\":300,\"multifd-compression\":\"zstd\"}\n")
  }

  @Test func theDirtyRateIsNilUntilItIsMeasured() throws {
    let before = try Self.decode(
      DirtyRate.self,
      #"{"status": "measuring", "sample-pages": 512, "mode": "page-sampling", "start-time": 0, "calc-time": 1}"#
    )
    #expect(before.status == .measuring)
    #expect(before.megabytesPerSecond == nil)
    let after = try Self.decode(
      DirtyRate.self, #"{"status": "measured", "dirty-rate": 108, "start-time": 1, "calc-time": 1}"#)
    #expect(after.megabytesPerSecond == 108)
  }

  @Test func versionsCompareByTheirNumbers() {
    #expect(QEMUVersion(7, 2, 22, package: "b") < QEMUVersion(9))
    #expect(QEMUVersion(10) > QEMUVersion(9, 2))
    #expect(!(QEMUVersion(7, 1, package: "a") < QEMUVersion(7, 1, package: "b")))
  }
}
