import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

/// What tests of chains share.
enum ChainBench {
  /// Whether QEMU and networks of our own are here.
  static var isPossible: Bool { RealGuest.isPossible && Networks.areThere }
  static var reason: String { RealGuest.isPossible ? Networks.reason : "QEMU is not installed" }

  /// Bounds that a busy machine keeps, and those that must hold on every machine.
  static let patient = StageThresholds([
    .init(.preCheck, .differences, 0), .init(.reserve, .memoryTaken, 1), .init(.sync, .share, 1),
    .init(.sync, .seconds, RealGuest.patience), .init(.migrate, .seconds, RealGuest.patience),
    .init(.healthCheck, .seconds, RealGuest.patience), .init(.healthCheck, .beatRate, 0.05),
    .init(.healthCheck, .imageDifferences, 0),
  ])

  /// A chain of a small guest with a small disk.
  static func chain(_ route: String, pagesPerSecond: Double = 1000, disk: Int = 1 << 20) throws -> ChainRun {
    let run = MigrationRun(
      try RealGuest.options(pagesPerSecond: pagesPerSecond), MigrationStrategy(.precopy), RealGuest.limits)
    var chain = ChainRun(run, try ChainRoute(route))
    chain.thresholds = patient
    chain.diskBytes = disk
    return chain
  }

  /// Goes, and prints what came of it.
  static func walk(_ chain: ChainRun, rate: Double = 0, _ interruption: Interruption = Interruption()) throws
    -> ChainOutcome
  {
    let lab = try NetworkLab(members: chain.route.names.count, rate: rate)
    defer { lab.close() }
    let outcome = try chain.walk(over: lab, interruption: interruption)
    print(outcome)
    return outcome
  }

  static func print(_ outcome: ChainOutcome) {
    for stage in outcome.stages {
      Swift.print(
        "\(stage.hop) \(stage.stage.rawValue): \((stage.seconds * 1000).rounded()) ms \(stage.verdict.rawValue): \(stage.why)"
      )
    }
    Swift.print(
      "\(outcome.route): \(outcome.completedHops) hops, \(outcome.seconds) s, guest at \(outcome.member), runs: \(outcome.guestRuns)"
    )
  }
}
