import Foundation
import Testing

@testable import AIOBenchmark

@Suite struct VerifyReportTests {
  @Test func anIntactTargetIsSaidToBe() throws {
    let fixture = try VerifyFixture(blocks: 4)
    for block in 0..<3 { fixture.write(2, of: block) }
    #expect(
      try fixture.report().sentences == [
        "every acknowledged write is there: 3 of 4 blocks were written", "3 blocks good",
        "1 block never written",
      ])
  }

  @Test func nothingWrittenIsNoSuccessToBoastOf() throws {
    let report = try VerifyFixture(blocks: 2).report()
    #expect(
      report.sentences == ["no block was written, so there is nothing to judge", "2 blocks never written"])
    #expect(report.isIntact)
  }

  @Test func eachKindHasItsCountAndItsSentences() throws {
    let fixture = try VerifyFixture(blocks: 10, policy: "none")
    for block in 0..<10 where block != 7 { fixture.write(2, of: block) }
    // 0 good, 1 lost, 2 torn, 3 interrupted, 4 corrupt, 5 and 6 swapped, 7 foreign, 8 newer, 9 good.
    fixture.place(fixture.content(1, 1), at: 1)
    fixture.place(fixture.content(2, 1), at: 2, 512..<4_096)
    fixture.record(3, of: 3, inFlight: true)
    fixture.place(fixture.content(3, 3), at: 3, 0..<3_584)
    fixture.target[fixture.offset(4) + 77] ^= 1
    fixture.place(fixture.content(6, 2), at: 5)
    fixture.place(fixture.content(5, 2), at: 6)
    fixture.place(fixture.content(7, 2, seed: 99), at: 7)
    fixture.place(fixture.content(8, 4), at: 8)
    let report = try fixture.report()
    #expect(!report.isIntact)
    #expect(
      report.sentences == [
        "5 of 10 blocks are not what was acknowledged",
        "2 blocks good",
        "1 block lost: an acknowledged write is missing",
        "1 block torn: an acknowledged write is there in part",
        "1 block interrupted: a write in flight at the end is there in part; nothing was promised",
        "1 block corrupt: bytes that no write put there",
        "2 blocks misdirected: a write of another place is there",
        "1 block of another run, where this one wrote nothing",
        "1 block newer than the journal, which a power cut explains; a killed process does not",
        "byte 12288: write 2 was acknowledged and is missing: write 1",
        "byte 16384: torn: 1 of 8 sectors hold write 2, the others write 1; it changes at byte 16896",
        "byte 20480: in flight at the end, and here in part: 7 of 8 sectors hold write 3, the others write 2; "
          + "it changes at byte 24064",
        "byte 24576: 1 wrong byte, the first at byte 24653; compared with write 2",
        "byte 28672: holds write 2 of the block at byte 32768",
        "byte 32768: holds write 2 of the block at byte 28672",
        "byte 36864: holds write 2 of another run (seed 99); this run wrote nothing there",
        "byte 40960: whole, write 4, while the journal knows of 2",
        "the run did not sync (policy none): after a power cut or a crash of the kernel a write cache may lose such "
          + "writes; write with --sync fsync to have them promised",
      ])
  }

  @Test func ofManyFindingsTheFirstAreShownAndTheOthersCounted() throws {
    let fixture = try VerifyFixture(blocks: 25)
    for block in 0..<25 { fixture.record(1, of: block) }
    fixture.place(fixture.content(20, 1), at: 20)
    fixture.target[fixture.offset(20)] ^= 1
    let report = try fixture.report()
    #expect(report.counts == [.lost: 24, .corrupt: 1])
    #expect(report.findings.count == 11)
    #expect(report.findings.map(\.offset).prefix(10) == (0..<10).map(fixture.offset)[...])
    #expect(report.sentences.contains("and 14 more lost"))
    #expect(
      report.sentences.last == "byte 90112: 1 wrong byte, the first at byte 90112; compared with write 1")
  }

  @Test func itSurvivesItsDocument() throws {
    let fixture = try VerifyFixture(blocks: 3)
    fixture.write(2, of: 0)
    fixture.record(2, of: 1)
    let report = try fixture.report()
    let document = try JSONEncoder().encode(report)
    #expect(try JSONDecoder().decode(VerifyReport.self, from: document) == report)
    #expect(String(decoding: document, as: UTF8.self).contains(#""lost":1"#))
  }
}
