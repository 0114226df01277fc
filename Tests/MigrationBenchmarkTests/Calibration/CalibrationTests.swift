import Platform
import TestSupport
import Testing
import VirtualMachine

@testable import MigrationBenchmark

struct CalibrationTests {
  @Test func figuresAreThoseOfItsTrials() {
    let calibration = Calibration(
      [0.0001, -0.0003, 0.0002].map { Calibration.Trial(known: 0.01, found: 0.01 + $0, bound: 0.001) })
    #expect(abs((calibration.median ?? 1) - 0.0002) < 1e-9)
    #expect(abs((calibration.largest ?? 1) - 0.0003) < 1e-9)
    #expect(calibration.isGood)
    #expect(!Calibration([Calibration.Trial(known: 0.01, found: 0.02, bound: 1)]).isGood)
    #expect(!Calibration([]).isGood)
  }
}

extension GuestTests {
  @Suite struct CalibrationGuestTests {
    /// Prints how far off it was; asserts no more than that pauses were found.
    @Test
    func knownPausesAreFound() throws {
      try OwnThread.run {
        let guest = try BeaconGuest(.source, RealGuest.options(pagesPerSecond: 2000))
        _ = try #require(guest.listener.beat(within: RealGuest.patience) { $0.record.pass >= 2 })
        let start = Clock.now()
        let calibration = try Calibration.measure(guest)
        let seconds = Clock.seconds(from: start, to: Clock.now())
        print(
          "calibration: \(calibration.trials.count) pauses in \(seconds) s, errors: median \(calibration.median ?? -1) s, "
            + "p95 \(calibration.p95 ?? -1) s, largest \(calibration.largest ?? -1) s")
        #expect(calibration.trials.count == 8)
        for (trial, pause) in zip(calibration.trials, Calibration.pauses) {
          #expect(trial.known >= pause)
          #expect(trial.found > trial.known / 3 - 0.01 && trial.found < trial.known * 3 + 0.05)
        }
      }
    }

    /// As on a busy machine: a beat or two in a window.
    @Test
    func aWindowThatIsTooShortLastsUntilEnoughIsHeard() throws {
      try OwnThread.run {
        let guest = try BeaconGuest(.source, RealGuest.options(pagesPerSecond: 2000))
        _ = try #require(guest.listener.beat(within: RealGuest.patience) { $0.record.pass >= 2 })
        let calibration = try Calibration.measure(guest, pauses: [0.01, 0.02], window: 0.001)
        #expect(calibration.trials.count == 2)
      }
    }

    @Test
    func itEndsWhenAsked() throws {
      try OwnThread.run {
        let guest = try BeaconGuest(.source, RealGuest.options())
        let interruption = Interruption()
        interruption.request()
        let error = #expect(throws: MigrationError.self) {
          try Calibration.measure(guest, interruption: interruption)
        }
        #expect(error?.kind == .interrupted)
      }
    }
  }
}
