import Platform
import Statistics
import Testing

@Suite struct ClockGapsTests {
  @Test func gapsAreWithinTheTimeAndInTheRecorder() throws {
    let recorder = LatencyRecorder()
    let seen = try ClockGaps.watch(seconds: 0.005, threshold: 0, into: recorder)
    #expect(seen.seconds >= 0.005)
    #expect(seen.lostSeconds >= 0 && seen.lostSeconds <= seen.seconds)
    #expect(recorder.recorded.total == UInt64(seen.gaps))
    #expect(seen.involuntarySwitches >= 0)
    // Without a threshold every reading that is not the nearest counts, and some always are.
    #expect(seen.gaps > 0)
    #expect(try #require(recorder.recorded.maximum) <= UInt64(seen.lostSeconds * 1e9 + 1))
  }

  @Test func aThresholdBeyondTheWindowLeavesNoGap() throws {
    let recorder = LatencyRecorder()
    let seen = try ClockGaps.watch(seconds: 0.001, threshold: 3_600, into: recorder)
    #expect(seen.gaps == 0)
    #expect(seen.lostSeconds == 0)
    #expect(recorder.recorded.maximum == nil)
  }

  @Test func aFailureIsAClearError() {
    let error = #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ operation, _ in operation == "watch the clock" ? 22 : nil }) {
        _ = try ClockGaps.watch(seconds: 0.001, threshold: 0, into: LatencyRecorder())
      }
    }
    #expect(error?.description == "cannot watch the clock: not accepted by the kernel (EINVAL)")
  }
}
