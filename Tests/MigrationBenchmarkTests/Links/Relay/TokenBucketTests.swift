import Testing

@testable import MigrationBenchmark

@Suite struct TokenBucketTests {
  private static let start: UInt64 = 1_000_000_000_000

  @Test func withoutARateAllPassesAtOnce() {
    var bucket = TokenBucket(rate: 0)
    #expect(bucket.pass(1 << 30, at: Self.start, hasWaited: false) == Self.start)
    #expect(bucket.spent <= Self.start)
  }

  @Test func whatComesAfterAPauseHasABurstAndThenTheRate() {
    // 100 MB/s: 64 KiB are 655.36 µs.
    var bucket = TokenBucket(rate: 100e6)
    #expect(bucket.pass(65_536, at: Self.start, hasWaited: false) == Self.start)
    #expect(bucket.spent == Self.start)
    #expect(bucket.pass(100_000, at: Self.start, hasWaited: false) == Self.start + 1_000_000)
    #expect(bucket.spent == Self.start + 1_000_000)
  }

  @Test func atALowRateTheBurstIsTenMilliseconds() {
    var bucket = TokenBucket(rate: 1e5)
    #expect(bucket.pass(1000, at: Self.start, hasWaited: false) == Self.start)
    #expect(bucket.pass(1000, at: Self.start, hasWaited: false) == Self.start + 10_000_000)
  }

  @Test func aThreadThatWasLateMakesUpForIt() {
    var bucket = TokenBucket(rate: 100e6)
    _ = bucket.pass(65_536 + 100_000, at: Self.start, hasWaited: false)
    // Let in 20 ms after it could have been: for what waited, the link was busy meanwhile.
    var late = bucket
    let now = Self.start + 21_000_000
    #expect(late.pass(100_000, at: now, hasWaited: true) == now)
    #expect(late.spent == Self.start + 2_000_000)
    // But not for longer than 50 ms, and for what came just now not at all beyond the burst.
    late = bucket
    let later = Self.start + 1_000_000_000
    _ = late.pass(100_000, at: later, hasWaited: true)
    #expect(late.spent == later - 49_000_000)
    _ = bucket.pass(100_000, at: later, hasWaited: false)
    #expect(bucket.spent == later - 655_360 + 1_000_000)
  }

  @Test func lanesHoldWhatIsUnderWayAndOneBuffer() {
    let shape = LaneShape(rate: 32e6, delay: 0.5)
    #expect(shape.capacity == 16_000_000 + 320_000)
    #expect(shape.piece == 32_000)
    #expect(shape.delay == 500_000_000)
    #expect(LaneShape(rate: 1000, delay: 0).piece == 10)
    #expect(LaneShape(rate: 1e6, delay: 0).piece == 1000)
    #expect(LaneShape(rate: 125e9, delay: 0).piece == 128 << 10)
    #expect(LaneShape(rate: 0, delay: 0).capacity == 256 << 10)
    #expect(LaneShape(rate: 0, delay: 10).capacity == 64 << 20 + 256 << 10)
  }
}
