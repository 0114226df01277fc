import Testing
import VirtualMachine

@testable import MigrationBenchmark

@Suite struct ClockFitTests {
  private static func fit(
    _ before: BeatStream, pause: Double, _ numbers: Range<Int> = 0..<1000, _ later: Range<Int> = 1000..<2000,
    without lost: Set<Int> = []
  ) throws -> ClockFit {
    var after = before
    after.lag += pause
    return try ClockFit(
      before: before.beats(numbers, without: lost), after: after.beats(later, without: lost))
  }

  private static func isNear(_ value: Double, _ wanted: Double, _ tolerance: Double) -> Bool {
    abs(value - wanted) <= tolerance
  }

  @Test(arguments: [0, 0.001, 0.012345, 0.2, 3])
  func aKnownPauseIsFound(_ pause: Double) throws {
    let fit = try Self.fit(BeatStream(), pause: pause)
    #expect(Self.isNear(fit.pause, pause, 1e-8))
    #expect(Self.isNear(fit.frequency, 1e9, 10))
    #expect(fit.errorBound >= ClockFit.leastBound && fit.errorBound < 2e-6)
    #expect(fit.before.beats == 1000 && fit.after.beats == 1000)
    #expect(Self.isNear(fit.before.seconds, 0.999, 1e-6))
  }

  @Test func aLongTailAboveAHardMinimumDoesNotMoveIt() throws {
    let fit = try Self.fit(BeatStream(delay: BeatStream.longTail), pause: 0.0123)
    #expect(Self.isNear(fit.pause, 0.0123, 1e-6))
    #expect(abs(fit.pause - 0.0123) <= fit.errorBound)
    #expect(fit.errorBound < 20e-6)
  }

  @Test func anyRateIsFound() throws {
    for frequency in [2_445_426_000.0, 2_445_426_000 * 1.0001, 3.2e6] {
      let fit = try Self.fit(BeatStream(frequency: frequency, delay: BeatStream.longTail), pause: 0.02)
      #expect(Self.isNear(fit.frequency / frequency, 1, 1e-6))
      #expect(Self.isNear(fit.pause, 0.02, 1e-6))
    }
  }

  @Test func lostRecordsDoNoHarm() throws {
    let lost = Set((0..<2000).filter { $0 % 3 == 1 } + Array(900..<1100))
    let fit = try Self.fit(BeatStream(delay: BeatStream.longTail), pause: 0.005, without: lost)
    #expect(Self.isNear(fit.pause, 0.005, 1e-6))
    #expect(fit.before.beats == 600)
  }

  /// Delays that fall evenly from 1 ms to 0 make the minimum rare: the bound says so, and holds.
  @Test func theBoundGrowsWithDelaysThatAreRarelyShort() throws {
    let stream = BeatStream(delay: { number in 1e-3 * Double((number * 7919) % 997) / 997 })
    for pause in [0.001, 0.1] {
      let fit = try Self.fit(stream, pause: pause, 0..<100, 100..<220)
      #expect(abs(fit.pause - pause) <= fit.errorBound)
      #expect(fit.errorBound > 10e-6)
      #expect(fit.errorBound < 1e-3)
    }
  }

  /// By hand: of the four parts of a side two have a minimum of 0 and two of 100 µs, so that the spreads are 50 µs each;
  /// the sides are 31 ms and their middles 32 ms apart: 100 µs × (1 + 32 ÷ 62) + 1 µs.
  @Test func theBoundIsTheDocumentedOne() throws {
    let stream = BeatStream(delay: { number in
      switch number % 32 {
      case 0, 31: 0
      case 8...23: 100e-6
      default: 300e-6
      }
    })
    let fit = try Self.fit(stream, pause: 0.01, 0..<32, 32..<64)
    #expect(Self.isNear(fit.before.spread, 50e-6, 1e-9))
    #expect(Self.isNear(fit.after.spread, 50e-6, 1e-9))
    #expect(Self.isNear(fit.errorBound, 152.613e-6, 1e-8))
    #expect(Self.isNear(fit.pause, 0.01, 1e-9))
  }

  @Test func aSlowTimeBeforeThePauseIsNoPartOfIt() throws {
    let stream = BeatStream(delay: { number in (800..<1000).contains(number) ? 0.004 : 10e-6 })
    let fit = try Self.fit(stream, pause: 0.05)
    #expect(Self.isNear(fit.pause, 0.05, 1e-6))
  }

  /// Two machines whose clocks differ by 0.2 %: no line fits both sides.
  @Test func aClockThatDriftsRaisesTheSpread() throws {
    var other = BeatStream(frequency: 1.002e9)
    other.lag = 0.01
    let fit = try ClockFit(before: BeatStream().beats(0..<1000), after: other.beats(1000..<2000))
    #expect(fit.before.spread + fit.after.spread > 100e-6)
    #expect(fit.errorBound > 100e-6)
  }

  @Test func aClockThatJumpsWithinASideRaisesTheBound() throws {
    let stream = BeatStream()
    var after = stream
    after.lag = 0.01
    let jumped = stream.beats(0..<500) + stream.beats(500..<1000, ticksAhead: 2_000_000)
    let fit = try ClockFit(before: jumped, after: after.beats(1000..<2000, ticksAhead: 2_000_000))
    #expect(abs(fit.pause - 0.01) <= fit.errorBound)
    #expect(fit.errorBound > 200e-6)
  }

  @Test func aRateThatIsNotTheExpectedOneIsNamed() throws {
    let stream = BeatStream(frequency: 1.01e9)
    let before = stream.beats(0..<500)
    let after = stream.beats(500..<1000)
    _ = try ClockFit(before: before, after: after, frequency: 1.0099e9)
    let error = #expect(throws: BeatError.self) {
      try ClockFit(before: before, after: after, frequency: 1e9)
    }
    #expect(error?.kind == .wrongRate)
    #expect(error?.description.contains("and not at 1000000000") == true)
  }

  @Test func aClockThatRunsAheadOverThePauseIsNamed() {
    let stream = BeatStream()
    let error = #expect(throws: BeatError.self) {
      try ClockFit(before: stream.beats(0..<1000), after: stream.beats(1000..<2000, ticksAhead: 300_000_000))
    }
    #expect(error?.kind == .ranAhead)
    #expect(error?.description.contains("ahead of the host's") == true)
  }

  @Test func aClockThatGoesBackIsNamed() {
    let stream = BeatStream()
    let between = #expect(throws: BeatError.self) {
      try ClockFit(before: stream.beats(1000..<2000), after: stream.beats(0..<1000))
    }
    #expect(between?.kind == .wentBack)
    let within = #expect(throws: BeatError.self) {
      try ClockFit(
        before: stream.beats(0..<50, ticksAhead: 1_000_000_000) + stream.beats(50..<100),
        after: stream.beats(100..<200))
    }
    #expect(within?.kind == .wentBack)
    #expect(within?.description.hasPrefix("before the pause, beat 50 is earlier") == true)
  }

  @Test func tooFewBeatsAreRefusedWithTheirNumber() {
    let stream = BeatStream()
    for (before, after) in [(0..<15, 15..<100), (0..<50, 50..<65), (0..<0, 0..<50)] {
      let error = #expect(throws: BeatError.self) {
        try ClockFit(before: stream.beats(before), after: stream.beats(after))
      }
      #expect(error?.kind == .tooFew)
    }
    let error = #expect(throws: BeatError.self) {
      try ClockFit(before: stream.beats(0..<50), after: stream.beats(50..<53))
    }
    #expect(
      error?.description
        == "there are 3 beats after the pause, and 16 are needed; let the guest beat longer")
  }
}
