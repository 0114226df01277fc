import Glibc
import Platform
import Testing

@Suite struct ClockTests {
  @Test func neverGoesBack() {
    var last = Clock.now()
    for _ in 0..<100_000 {
      let now = Clock.now()
      if now < last { Issue.record("\(now) after \(last)") }
      last = now
    }
  }

  @Test func isTheMonotonicClock() {
    var time = timespec()
    let before = Clock.now()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    let after = Clock.now()
    let judge = UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    #expect((before...after).contains(judge))
  }

  @Test func secondsAreADifferenceOfNanoseconds() {
    #expect(Clock.seconds(from: 5, to: 5) == 0)
    #expect(Clock.seconds(from: 1_000, to: 2_500_001_000) == 2.5)
  }

  @Test func theTimeOfDayIsAnOffsetAhead() {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    let offset = Clock.realTimeOffset()
    // Within the second that a busy machine may put this thread off.
    let expected = Int64(time.tv_sec) - Int64(Clock.now() / 1_000_000_000)
    #expect(abs(offset / 1_000_000_000 - expected) < 60)
  }

  @Test func aReadingCostsSomethingAndLessThanAMillisecond() {
    let cost = Clock.readingCost()
    #expect(cost > 0)
    #expect(cost < 1e-3)
  }
}
