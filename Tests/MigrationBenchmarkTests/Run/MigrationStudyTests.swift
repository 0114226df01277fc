import MigrationBenchmark
import Platform
import Statistics
import TestSupport
import Testing
import VirtualMachine

extension GuestTests {
  /// How well the ways to see a pause agree here: prints it. `ASSAY_MIGRATION_STUDY=40` makes 40 migrations, and
  /// `ASSAY_MIGRATION_GUEST=linux` makes them with Linux.
  @Suite struct MigrationStudyTests {
    private static let migrations = Int(Console.environment("ASSAY_MIGRATION_STUDY") ?? "") ?? 2
    private static let kinds: [MigrationStrategy.Kind] = [
      .precopy, .multifd, .postcopy, .autoConverge, .xbzrle, .postcopyPreempt, .precopy, .multifdZlib,
    ]

    /// Pages a second.
    private static let loads = [0.0, 1000, 3000]

    private static let isLinux = Console.environment("ASSAY_MIGRATION_GUEST") == "linux"

    @Test func bothPausesAgree() async throws {
      let system = Self.isLinux ? GuestSystem.linux(try await KernelCache().kernel()) : .beacon
      try OwnThread.run {
        var agree = 0
        var compared = 0
        var shortfalls: [Double] = []
        var differences: [Double] = []
        var seconds: [Double] = []
        for number in 0..<Self.migrations {
          let kind = Self.kinds[number % Self.kinds.count]
          let load = Self.loads[number % Self.loads.count]
          let run = MigrationRun(
            try RealGuest.options(pagesPerSecond: load, system: system), MigrationStrategy(kind),
            MigrationRun.Limits())
          let link = try LinkSpec.none.open()
          defer { link.close() }
          let start = Clock.now()
          let outcome: MigrationOutcome
          do throws(MigrationError) { outcome = try run.run(over: link) } catch {
            if error.kind != .notMeasurable { throw error }
            print("\(kind.rawValue): \(error)")
            continue
          }
          if kind == .precopy { seconds.append(Clock.seconds(from: start, to: Clock.now())) }
          RealGuest.print(outcome)
          // QEMU 7.2 breaks some of multifd with zlib off by itself.
          if kind != .multifdZlib { #expect(outcome.ending == .completed, "\(outcome.reason)") }
          if let shortfall = outcome.reportedShortfall { shortfalls.append(shortfall) }
          guard let agreement = outcome.agreement else { continue }
          compared += 1
          differences.append(agreement.difference)
          if agreement.holds { agree += 1 } else { print("they do not agree: \(agreement)") }
        }
        print(
          "study: \(agree) of \(compared) agree; difference median \(Quantile.median(of: differences) ?? -1) s, p95 "
            + "\(Quantile.value(0.95, of: differences) ?? -1) s; reported is short by a median of "
            + "\(Quantile.median(of: shortfalls) ?? -1) s; a precopy run takes \(Quantile.median(of: seconds) ?? -1) s"
        )
      }
    }
  }
}
