import CPlatform
import Glibc
import Platform
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct ProbesTests {
  @Test func everyCPUAnswersAndItsTimesAddUp() throws {
    let cpus = try Affinity.current().numbers
    let results = try Probes.spin(on: cpus, pieces: 200)
    #expect(results.count == cpus.count)
    for result in results {
      #expect(result.seconds > 0)
      #expect(result.workSeconds > 0)
      #expect(abs(result.workSeconds + result.gapSeconds - result.seconds) < 1e-9)
      #expect((result.gaps == 0) == (result.gapSeconds == 0))
      #expect(result.longestGapSeconds <= result.gapSeconds)
      #expect(result.gapSeconds >= Double(result.gaps) * Double(Probes.gapThresholdNanoseconds) * 1e-9)
      #expect((0...200).contains(result.gaps))
    }
  }

  @Test func withoutAThresholdEverySlowerPieceIsAGap() throws {
    let raw = try OwnThread.run {
      var raw = assay_spin()
      unsafe assay_spin_fixed_work(2_000, 0, &raw)
      return raw
    }
    // The clock has not the resolution to make 2,000 pieces equal.
    #expect(raw.gaps > 0)
    #expect(raw.longest_gap_nanoseconds > 0)
    #expect(raw.gap_nanoseconds < raw.total_nanoseconds)
  }

  @Test func moreWorkTakesLonger() throws {
    let cpu = try #require(try Affinity.current().first)
    let short = try Probes.spin(on: [cpu], pieces: 100)[0]
    let long = try Probes.spin(on: [cpu], pieces: 10_000)[0]
    #expect(long.workSeconds > short.workSeconds)
  }

  @Test func aCPUThatDoesNotExistIsAnError() {
    #expect(throws: SystemError.self) { _ = try Probes.spin(on: [1_048_575], pieces: 1) }
    #expect(throws: SystemError.self) { _ = try Probes.bounce(between: 0, and: 1_048_575, rounds: 2) }
  }

  @Test(.enabled(if: (try? Affinity.current().count) ?? 0 > 1, "only one CPU may be used"))
  func theBallComesBackBetweenTwoCPUs() throws {
    let cpus = try Affinity.current().numbers
    let seconds = try Probes.bounce(between: cpus[0], and: cpus[1], rounds: 100, limitSeconds: 20)
    #expect(try #require(seconds) > 0)
  }

  @Test func withoutTimeThereIsNoAnswer() throws {
    let cpu = try #require(try Affinity.current().first)
    // On one CPU each turn waits for the scheduler: a million of them cannot be had in a nanosecond.
    #expect(try Probes.bounce(between: cpu, and: cpu, rounds: 1_000_000, limitSeconds: 1e-9) == nil)
  }

  @Test func turnsAreCountedOnBothSides() throws {
    let turn = Turn()
    try OwnThread.run(times: 2) { index in
      _ = unsafe assay_bounce(ASSAY_BOUNCE_SWAP, turn.word, index == 0 ? 1 : 0, 50, 60_000_000_000)
    }
    #expect(unsafe turn.word.pointee == 100)
  }

  @Test func aSideAloneGivesUp() {
    let turn = Turn()
    #expect(unsafe assay_bounce(ASSAY_BOUNCE_SWAP, turn.word, 0, 10, 1_000) == 0)
    #expect(unsafe turn.word.pointee == 0)
    // The one who starts plays once and then waits in vain.
    #expect(unsafe assay_bounce(ASSAY_BOUNCE_SWAP, turn.word, 1, 10, 1_000) == 0)
    #expect(unsafe turn.word.pointee == 1)
  }

  /// The shared word; only the C touches it while both sides play.
  @safe private final class Turn: @unchecked Sendable {
    let word: UnsafeMutablePointer<UInt64>

    init() {
      unsafe word = .allocate(capacity: 1)
      unsafe word.initialize(to: 0)
    }

    deinit { unsafe word.deallocate() }
  }
}
