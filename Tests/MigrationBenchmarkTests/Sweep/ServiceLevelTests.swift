import MigrationBenchmark
import Statistics
import Testing

struct ServiceLevelTests {
  @Test func itReadsWhatIsWritten() throws {
    let level = try ServiceLevel("blackout=300ms,total=1.5m,brownout=20us,transferred=4g")
    #expect(
      level.bounds == [
        .init(.blackout, limit: 0.3), .init(.total, limit: 90), .init(.brownout, limit: 20e-6),
        .init(.transferred, limit: 0x1p32),
      ])
    #expect(try ServiceLevel("total=60s").bounds == [.init(.total, limit: 60)])
    #expect(try ServiceLevel("transferred=1000").bounds == [.init(.transferred, limit: 1000)])
    #expect(try ServiceLevel("transferred=1t").bounds == [.init(.transferred, limit: 0x1p40)])
  }

  @Test(
    "what is wrong is named with its place",
    arguments: [
      ("", .incomplete, 1), ("blackout", .incomplete, 1), ("blackout=1s,", .incomplete, 13),
      ("blackout=1s,,total=2s", .incomplete, 13), ("pause=1s", .unknownWord, 1),
      ("total=1s,Blackout=1s", .unknownWord, 10), (" total=1s", .unknownWord, 1), ("total=", .badValue, 7),
      ("total=60", .badValue, 7), ("total=-1s", .badValue, 7), ("total=0s", .badValue, 7),
      ("total=1h", .badValue, 7), ("total=1.2.3s", .badValue, 7), ("total=0x1s", .badValue, 7),
      ("total=infs", .badValue, 7), ("total=nans", .badValue, 7), ("total=1e3s", .badValue, 7),
      ("transferred=4s", .badValue, 13), ("blackout=4k", .badValue, 10), ("total=1s=2s", .badValue, 7),
      ("total=1s,total=2s", .twice, 10), ("total=١s", .badValue, 7),
    ] as [(String, ServiceLevelError.Kind, Int)])
  func badInput(text: String, kind: ServiceLevelError.Kind, position: Int) {
    let error = #expect(throws: ServiceLevelError.self) { try ServiceLevel(text) }
    #expect(error?.kind == kind && error?.position == position, "\(text): \(error?.description ?? "")")
  }

  @Test func theErrorNamesTheKnownWords() {
    let error = #expect(throws: ServiceLevelError.self) { try ServiceLevel("total=1s,pause=1s") }
    #expect(
      error?.description
        == "service level, character 10: 'pause' is no figure; known are blackout, total, brownout, transferred"
    )
  }

  private static func samples(_ blackouts: [Double]) -> [MigrationFigures] {
    blackouts.map { MigrationFigures(blackout: $0, total: 1, brownout: 0.01, transferred: 1) }
  }

  @Test func verdictsNeedEnoughMigrations() throws {
    let level = try ServiceLevel("blackout=300ms")
    let none = level.verdict(on: [])
    #expect(none.verdict == .inconclusive && none.more == 6 && none.bounds[0].estimate == nil)
    let few = level.verdict(on: Self.samples([0.1, 0.1, 0.1]))
    #expect(few.verdict == .inconclusive && few.more == 3)
    #expect(few.text == "INCONCLUSIVE: blackout would need 3 more migrations")
    #expect(level.verdict(on: Self.samples(Array(repeating: 0.3, count: 6))).verdict == .pass)
    let bad = level.verdict(on: Self.samples(Array(repeating: 0.31, count: 6)))
    #expect(bad.verdict == .fail && bad.text == "FAIL: blackout" && bad.more == nil)
    let even = level.verdict(on: Self.samples([0.1, 0.5, 0.1, 0.5, 0.1, 0.5, 0.1, 0.5]))
    #expect(even.verdict == .inconclusive && even.more == nil)
    let failed = level.verdict(on: Array(repeating: .failed, count: 6))
    #expect(failed.verdict == .fail && failed.bounds[0].estimate == nil)
    #expect(level.verdict(on: Self.samples(Array(repeating: .nan, count: 6))).verdict == .fail)
  }

  @Test func oneFailedBoundFailsAllAndAllMustPass() throws {
    let level = try ServiceLevel("blackout=300ms,total=500ms")
    let six = Self.samples(Array(repeating: 0.1, count: 6))
    #expect(level.verdict(on: six).verdict == .fail)
    #expect(try ServiceLevel("blackout=300ms,total=2s").verdict(on: six).verdict == .pass)
  }

  @Test("wrong verdicts are as rare as promised, at the bound and beside it", arguments: [6, 10, 20])
  func coverage(count: Int) throws {
    let level = try ServiceLevel("blackout=300ms")
    var generator = SeededGenerator(seed: UInt64(count))
    var wrong = (atBound: 0, beside: 0)
    for _ in 0..<2000 {
      // A long tail upwards, with its median at the bound; and beside it, where PASS would be wrong.
      let values = (0..<count).map { _ in
        0.3 * (0.5 / (1 - Double(generator.next() >> 11) * 0x1p-53))
      }
      if level.verdict(on: Self.samples(values)).verdict != .inconclusive { wrong.atBound += 1 }
      if level.verdict(on: Self.samples(values.map { $0 * 1.1 })).verdict == .pass { wrong.beside += 1 }
    }
    #expect(wrong.atBound <= 120 && wrong.beside <= 60, "\(wrong)")
  }

  @Test("the interval says the same as the verdict", arguments: 0..<40)
  func intervalAgrees(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let values = (0..<12).map { _ in 0.2 + 0.2 * Double(generator.below(1000)) / 1000 }
    let verdict = try ServiceLevel("blackout=300ms").verdict(on: Self.samples(values)).bounds[0]
    let interval = try #require(verdict.interval)
    switch verdict.verdict {
    case .pass: #expect(interval.upper <= 0.3)
    case .fail: #expect(interval.lower > 0.3)
    case .inconclusive: #expect(interval.lower <= 0.3 && interval.upper > 0.3)
    }
  }
}
