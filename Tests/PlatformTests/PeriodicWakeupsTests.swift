import Platform
import Statistics
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct PeriodicWakeupsTests {
  @Test func everyPeriodCountsOnce() throws {
    let (result, recorder) = try OwnThread.run {
      let recorder = LatencyRecorder()
      let start = Clock.now()
      return (
        try PeriodicWakeups.run(from: start, seconds: 0.02, interval: 0.001, into: recorder), recorder
      )
    }
    #expect(result.periods == 20)
    #expect(recorder.recorded.total == 20)
    #expect((0..<20).contains(result.missed))
  }

  /// Deadlines that passed long ago are the surest missed periods.
  @Test func missedPeriodsCountWithTheWaitTheyWouldHaveHad() throws {
    let (result, recorder, late) = try OwnThread.run {
      let recorder = LatencyRecorder()
      let start = Clock.now() - 1_000_000_000
      let result = try PeriodicWakeups.run(from: start, seconds: 0.1, interval: 0.01, into: recorder)
      return (result, recorder, Clock.now() - start)
    }
    #expect(result.periods == 10 && result.missed == 9)
    let recorded = recorder.recorded
    #expect(recorded.total == 10)
    // The first waited a second and more, each one after it an interval less.
    let longest = try #require(recorded.maximum)
    let shortest = try #require(recorded.minimum)
    #expect(longest >= 1_000_000_000 && longest <= late)
    #expect(longest - shortest == 90_000_000)
  }

  @Test func noTimeIsNoPeriod() throws {
    let recorder = LatencyRecorder()
    let result = try OwnThread.run {
      try PeriodicWakeups.run(from: Clock.now(), seconds: 0, interval: 0.001, into: recorder)
    }
    #expect(result.periods == 0 && result.missed == 0)
    #expect(recorder.recorded.total == 0)
  }

  @Test func aRefusedSleepIsAnError() {
    #expect(throws: SystemError(code: 1, operation: "sleep to a deadline")) {
      try SystemCall.withForcedFailures({ operation, _ in operation == "sleep to a deadline" ? 1 : nil }) {
        _ = try PeriodicWakeups.run(from: 0, seconds: 1, interval: 1, into: LatencyRecorder())
      }
    }
  }
}
