import Testing

@testable import MigrationBenchmark

@Suite struct StageJudgementTests {
  private static let thresholds = StageThresholds([
    .init(.preCheck, .seconds, 2), .init(.preCheck, .linkRate, 10 * 0x1p20), .init(.preCheck, .eccErrors, 0),
    .init(.sync, .share, 0.99995),
  ])

  private static func preCheck(
    seconds: Double = 1, rate: Double? = 20 * 0x1p20, errors: Double? = 0, fault: String? = nil
  ) -> StageResult {
    thresholds.judge(
      .preCheck, hop: "A-B", seconds: seconds,
      [
        StageFinding(.roundTrip, 45e-6), StageFinding(.linkRate, rate),
        StageFinding(.eccErrors, errors, errors == nil ? "no EDAC driver" : ""),
      ], fault: fault)
  }

  @Test func whatKeepsAllPasses() {
    let result = Self.preCheck()
    #expect(result.verdict == .pass && !result.isFault)
    #expect(result.why == "round-trip 45 µs, link-rate 20 MiB/s, ecc-errors 0")
    #expect(result.stage == .preCheck && result.hop == "A-B" && result.seconds == 1)
  }

  @Test func atTheBoundItIsKept() {
    #expect(Self.preCheck(seconds: 2, rate: 10 * 0x1p20).verdict == .pass)
  }

  @Test func whatIsBrokenIsNamedWithItsBound() {
    let result = Self.preCheck(seconds: 2.5, rate: 5.26 * 0x1p20, errors: 3)
    #expect(result.verdict == .fail && !result.isFault)
    #expect(
      result.why
        == "seconds 2.5 s is above the 2 s of the thresholds; link-rate 5.2 MiB/s is below the 10 MiB/s of the thresholds; ecc-errors 3 is above the 0 of the thresholds"
    )
  }

  @Test func justBelowAShareDoesNotReadLikeIt() {
    let share = StageFinding(.share, 0.9999499)
    let result = Self.thresholds.judge(.sync, hop: "A-B", seconds: 1, [share])
    #expect(result.verdict == .fail)
    #expect(result.why == "share 99.994 % is below the 99.995 % of the thresholds")
    #expect(
      Self.thresholds.judge(.sync, hop: "A-B", seconds: 1, [StageFinding(.share, 0.99995)]).verdict == .pass)
  }

  @Test func whatCannotBeToldIsNeither() {
    let result = Self.preCheck(errors: nil)
    #expect(result.verdict == .unknown && !result.isFault)
    #expect(result.why == "ecc-errors unknown: no EDAC driver")
    #expect(Self.preCheck(rate: .nan).verdict == .unknown)
    // What breaks a bound fails all the same.
    #expect(Self.preCheck(seconds: 9, errors: nil).verdict == .fail)
  }

  @Test func whatHasABoundAndIsNotMeasuredIsUnknown() {
    let result = Self.thresholds.judge(.sync, hop: "A-B", seconds: 1, [])
    #expect(result.verdict == .unknown)
    #expect(result.why == "share unknown: it was not measured")
  }

  @Test func withoutBoundsNothingFails() {
    #expect(Self.thresholds.judge(.migrate, hop: "A-B", seconds: 1e6, []).verdict == .pass)
  }

  @Test func aFaultFailsWhateverWasFound() {
    let result = Self.preCheck(fault: "the link is cut")
    #expect(result.verdict == .fail && result.isFault && result.why == "the link is cut")
  }

  @Test func ofTwoBoundsForOneFigureTheFirstIsTaken() {
    let twice = StageThresholds([
      .init(.sync, .share, 1), .init(.sync, .share, 0.5), .init(.sync, .blackout, 1),
    ])
    // A figure that the stage does not have is left out.
    #expect(twice.bounds == [.init(.sync, .share, 1)])
  }

  @Test func valuesInWords() {
    #expect(StageFigure.seconds.text(61.239) == "61.23 s")
    #expect(StageFigure.blackout.text(0.0301) == "30.1 ms")
    #expect(StageFigure.memoryLeft.text(-3 * 0x1p30) == "-3 GiB")
    #expect(StageFigure.linkRate.text(12) == "12 B/s")
    #expect(StageFigure.memoryTaken.text(1.5) == "150 %")
    #expect(StageFigure.eccErrors.text(7) == "7")
  }
}
