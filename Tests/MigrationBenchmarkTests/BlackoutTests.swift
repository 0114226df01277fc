import Testing
import VirtualMachine

@testable import MigrationBenchmark

@Suite struct BlackoutTests {
  @Test func theLongestGapIsFoundInAnyOrder() throws {
    var after = BeatStream()
    after.lag = 0.04
    let beats = BeatStream().beats(0..<100) + after.beats(100..<200)
    let blackout = try Blackout(of: beats.reversed())
    // One interval of 1 ms is in it.
    #expect(abs(blackout.seconds - 0.041) < 1e-9)
    #expect(blackout.start == 100_099_000_000)
    #expect(blackout.end == 100_140_000_000)
    #expect(blackout.lostBeats == 0)
  }

  @Test func aRecordCutInTwoIsCounted() throws {
    var after = BeatStream()
    after.lag = 0.04
    let blackout = try Blackout(of: BeatStream().beats(0..<99) + after.beats(100..<200))
    #expect(blackout.lostBeats == 1)
    #expect(abs(blackout.seconds - 0.042) < 1e-9)
  }

  @Test func oneBeatHasNoGap() {
    let error = #expect(throws: BeatError.self) { try Blackout(of: BeatStream().beats(0..<1)) }
    #expect(error?.kind == .tooFew)
    #expect(throws: BeatError.self) { try Blackout(of: []) }
  }
}

@Suite struct BrownoutTests {
  private static let settings = try? BeaconSettings(pages: 100, pagesPerBeat: 2, filledWords: 0)

  @Test func intervalsAreThoseOfTheTime() throws {
    let settings = try #require(Self.settings)
    let beats = BeatStream().beats(0..<1000)
    let brownout = try Brownout(of: beats, during: beats[100].time...beats[300].time, settings)
    #expect(brownout.intervals == 200)
    #expect(abs(brownout.median - 0.001) < 1e-9)
    #expect(abs(brownout.longest - 0.001) < 1e-9)
    #expect(brownout.lostBeats == 0)
    #expect(brownout.pagesWritten == 400)
    #expect(abs(brownout.pagesLost) < 1e-3)
  }

  /// Half of the speed from beat 100 to 200: it takes 200 ms, in which 400 pages were to be written, and 200 were.
  @Test func throttlingLosesPages() throws {
    let settings = try #require(Self.settings)
    let beats = BeatStream(delay: { Double(min(max($0, 100), 200) - 100) * 0.001 }).beats(0..<300)
    let brownout = try Brownout(of: beats, during: beats[100].time...beats[200].time, settings)
    #expect(abs(brownout.median - 0.002) < 1e-9)
    #expect(abs(brownout.p99 - 0.002) < 1e-9)
    #expect(brownout.pagesWritten == 200)
    #expect(abs(brownout.pagesLost - 200) < 1e-3)
  }

  @Test func theBlackoutIsLeftOut() throws {
    let settings = try #require(Self.settings)
    var after = BeatStream()
    after.lag = 0.5
    let beats = BeatStream().beats(0..<100) + after.beats(100..<200, without: [150])
    let blackout = try Blackout(of: beats)
    let all = beats[0].time...beats[beats.count - 1].time
    let brownout = try Brownout(of: beats, during: all, without: blackout, settings)
    #expect(brownout.intervals == 197)
    #expect(abs(brownout.longest - 0.002) < 1e-9)
    #expect(brownout.lostBeats == 1)
    #expect(abs(brownout.pagesLost) < 1e-3)
    let whole = try Brownout(of: beats, during: all, settings)
    #expect(abs(whole.longest - 0.501) < 1e-9)
    #expect(abs(whole.pagesLost - 1000) < 1e-3)
  }

  @Test func aTimeWithoutBeatsIsRefused() throws {
    let settings = try #require(Self.settings)
    let error = #expect(throws: BeatError.self) {
      try Brownout(of: BeatStream().beats(0..<10), during: 0...1_000_000_000, settings)
    }
    #expect(error?.kind == .tooFew)
    #expect(error?.description.contains("0 intervals between beats in 1.0 s") == true)
  }
}
