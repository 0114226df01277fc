import Experiment
import Testing

@testable import MigrationBenchmark

@Suite struct LibvirtMeasurementsTests {
  private static func outcome(_ ending: LibvirtOutcome.Ending) throws -> LibvirtOutcome {
    let jobs = try [1.0, 2, 3].map { number in
      LibvirtOutcome.Sample(
        seconds: number,
        job: try #require(
          DomainJob("Job type: 2\ndata_remaining: \(100 - 10 * number)\nmemory_iteration: \(number)")))
    }
    var outcome = LibvirtOutcome(
      ending: ending, command: "", seconds: 9, source: nil, destination: nil, timeline: jobs,
      heartbeat: LibvirtHeartbeat.Result(
        times: [0, 10_000_000, 90_000_000, 100_000_000], missed: 0, end: nil, method: "ping"), remarks: [])
    outcome.account = DomainJob("Job type: 3\ntime_elapsed: 4000\ndowntime: 50\ndata_processed: 700")
    return outcome
  }

  @Test func aFinishedOneHasTheFiguresOfTheOthers() throws {
    let labels = ["strategy": "precopy", "domain": "web"]
    let all = try Self.outcome(.completed).measurements(labels)
    #expect(all.allSatisfy { $0.labels == labels })
    let values = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.value) })
    #expect(
      values == [
        "migration.converged": 1, "migration.blackout": 0.08, "migration.blackout_resolution": 0.01,
        "migration.reported_pause": 0.05, "migration.total": 4, "migration.transferred": 700,
      ])
    #expect(all.filter { $0.role == .primary }.map(\.id) == ["migration.blackout", "migration.total"])
  }

  @Test func whatRanOverTimeBelongsToItsFigure() throws {
    var outcome = try Self.outcome(.completed)
    outcome.account = DomainJob("Job type: 3\ndata_remaining: 0\nmemory_iteration: 4")
    let all = outcome.measurements([:])
    let remaining = try #require(all.first { $0.id == "migration.remaining" })
    #expect(remaining.series == Series(seconds: [1, 2, 3], values: [90, 80, 70]))
    #expect(all.first { $0.id == "migration.throughput" } == nil)
    // Without libvirt's own time it is that of virsh.
    #expect(all.first { $0.id == "migration.total" }?.value == 9)
  }

  @Test func ofOneThatDidNotFinishOnlyThatIsSaid() throws {
    for ending in [LibvirtOutcome.Ending.cancelled, .failed(reason: "x")] {
      let all = try Self.outcome(ending).measurements([:])
      #expect(all.map(\.id) == ["migration.converged"] && all.first?.value == 0)
    }
  }
}
