import MigrationBenchmark
import Platform
import TestSupport
import VirtualMachine

/// What tests with real guests share.
enum RealGuest {
  /// What must come comes within this time also on a busy machine.
  static let patience = 60.0
  /// Whether QEMU is installed.
  static let isPossible = (try? QEMU(path: ChosenQEMU.path)) != nil

  /// A small guest: 4 MiB of pages, in 32 MiB; Linux has what it needs.
  static func options(
    pagesPerSecond: Double = 0, workingSet: Int = 1024, megabytes: Int = 32, system: GuestSystem = .beacon
  ) throws -> BeaconGuest.Options {
    BeaconGuest.Options(
      try DirtyClass(pagesPerSecond: pagesPerSecond, workingSet: workingSet).settings(), system: system,
      megabytes: system == .beacon ? megabytes : nil, qemuPath: ChosenQEMU.path)
  }

  /// Limits for tests: short windows, long patience.
  static var limits: MigrationRun.Limits {
    var limits = MigrationRun.Limits()
    limits.start = patience
    limits.ending = patience
    limits.baseline = 0.4
    limits.after = 0.4
    return limits
  }

  /// Waits until the guest has beaten for so long from now.
  static func waitForBeats(_ guest: BeaconGuest, seconds: Double) -> Bool {
    let end = Clock.now() + UInt64(seconds * 1e9)
    return guest.listener.beat(from: guest.listener.beats.count, within: patience) { $0.time >= end } != nil
  }

  /// For people.
  static func print(_ outcome: MigrationOutcome) {
    func ms(_ seconds: Double?) -> String {
      seconds.map { "\((($0 * 100_000).rounded()) / 100) ms" } ?? "-"
    }
    Swift.print(
      "\(outcome.strategy.kind.rawValue) dirty=\(outcome.load.label): \(outcome.ending.rawValue) \(outcome.reason)",
      "pause \(ms(outcome.pause)) guest \(ms(outcome.guestPause)) ± \(ms(outcome.guestPauseBound))",
      "blackout \(ms(outcome.blackout)) reported \(ms(outcome.reportedPause)) total \(ms(outcome.total))",
      "brownout p99 \(ms(outcome.brownout?.p99)) lost \(outcome.pagesLost ?? -1) rounds \(outcome.rounds ?? -1)",
      "sent \((outcome.transferred ?? 0) >> 10) KiB, verified \(outcome.verifiedPages), switched "
        + "\(outcome.wasSwitched), looks \(outcome.timeline.points.count) \(outcome.notes)")
  }
}
