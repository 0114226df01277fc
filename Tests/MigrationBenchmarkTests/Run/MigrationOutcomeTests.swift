import FoundationEssentials
import Testing
import VirtualMachine

@testable import MigrationBenchmark

struct MigrationOutcomeTests {
  private static func outcome() throws -> MigrationOutcome {
    let settings = try DirtyClass(pagesPerSecond: 2000, workingSet: 512).settings()
    return MigrationOutcome(
      .completed, MigrationStrategy(.precopy), BeaconGuest.Options(settings), version: QEMUVersion(7, 2, 1))
  }

  @Test func itIsWrittenAndRead() throws {
    var outcome = try Self.outcome()
    outcome.pause = 0.012
    outcome.timeline.points = [
      MigrationTimeline.Point(
        seconds: 0.1, status: .active, transferred: 5, remaining: 6, rounds: 1, throttle: 20)
    ]
    let text = try JSONEncoder().encode(outcome)
    #expect(try JSONDecoder().decode(MigrationOutcome.self, from: text) == outcome)
    #expect(outcome.version == "7.2.1" && outcome.load.label == "2000")
  }

  @Test func whatWasNotMeasuredIsNil() throws {
    let outcome = try Self.outcome()
    #expect(outcome.throughput == nil && outcome.pagesLost == nil)
    #expect(outcome.agreement == nil && outcome.reportedShortfall == nil)
  }

  @Test func agreementIsWithinAMillisecondOrTheBound() throws {
    var outcome = try Self.outcome()
    outcome.pause = 0.01
    outcome.guestPause = 0.0109
    outcome.guestPauseBound = 0.0001
    outcome.reportedPause = 0.002
    #expect(outcome.agreement?.holds == true)
    #expect(abs((outcome.reportedShortfall ?? 0) - 0.0089) < 1e-9)
    outcome.guestPause = 0.012
    #expect(outcome.agreement?.holds == false)
    outcome.guestPauseBound = 0.003
    #expect(outcome.agreement?.holds == true)
  }

  @Test func ratesAreOverAllOfIt() throws {
    var outcome = try Self.outcome()
    outcome.total = 2
    outcome.transferred = 4_000_000
    #expect(outcome.throughput == 2_000_000)
  }

  @Test func theLongestIntervalOfEachPartIsKept() {
    let milliseconds: [UInt64] = [95, 99, 101, 104, 105, 130]
    let beats = milliseconds.enumerated().map { index, time in
      Beat(
        time: time * 1_000_000,
        record: BeaconRecord(ticks: time, sequence: UInt32(index), pass: 1, page: 0))
    }
    let intervals = MigrationTimeline.intervals(of: beats, from: 100_000_000)
    #expect(MigrationTimeline.intervals(of: beats.reversed(), from: 100_000_000) == intervals)
    #expect(intervals.count == 3)
    for (interval, (seconds, longest)) in zip(intervals, [(-0.01, 0.004), (0, 0.003), (0.03, 0.025)]) {
      #expect(abs(interval.seconds - seconds) < 1e-9 && abs(interval.longest - longest) < 1e-9)
    }
  }
}
