import Experiment
import Statistics
import Testing

@testable import Reporting

struct LiveMigrationReadingTests {
  private static let run = FixtureRun(blocks: 6, suspect: [], invalid: []).migration
  private static let reading = LiveMigrationReading(RunReading(run))

  private static func migration(_ strategy: String, _ dirty: Int, _ link: String = "none") throws
    -> LiveMigration
  {
    try #require(
      reading.migrations.first {
        $0["strategy"] == strategy && $0["dirty"] == "\(dirty)" && $0["link"] == link
      })
  }

  @Test("A row for each strategy, load and link: links in order, then loads as numbers, then strategies")
  func order() {
    #expect(Self.reading.groups.map(\.title) == ["link: direct", "link: relay, 256 Mbit/s, 2 ms delay"])
    #expect(Self.reading.migrations.count == 24)
    #expect(Self.reading.groups[0].migrations.prefix(5).map(\.dirtyText) == ["0", "0", "0", "0", "2000"])
    #expect(
      Self.reading.groups[0].migrations.prefix(4).map(\.name)
        == ["precopy", "auto-converge", "multifd", "postcopy"])
    #expect(Self.reading.groups[0].choices.map(\.count) == [4, 4, 4])
    #expect(Self.reading.strangers.isEmpty)
  }

  @Test("How far QEMU's figure is off is worked out from samples of the same process")
  func off() throws {
    let migration = try Self.migration("postcopy", 2000)
    let reported = try #require(migration.figure(LiveMigrationFigure.reportedID))
    let guest = try #require(migration.figure(LiveMigrationFigure.guestPauseID))
    #expect(
      migration.off?.points.map(\.value) == zip(reported.points, guest.points).map { $0.value - $1.value })
    let share = try #require(migration.offShare?.value)
    #expect(share > -0.85 && share < -0.79)
    #expect(migration.offShare?.unit == "%" && migration.off?.unit == "s")
  }

  @Test("Pauses that differ by more than the bound and a millisecond are flagged")
  func agree() throws {
    #expect(try Self.migration("precopy", 2000).pausesAgree == true)
    #expect(try Self.migration("postcopy", 16_000).pausesAgree == false)
    // A wide bound allows it.
    var run = Self.run
    for index in run.metrics.indices where run.metrics[index].id == LiveMigrationFigure.boundID {
      for sample in run.metrics[index].samples.indices { run.metrics[index].samples[sample].value = 0.01 }
    }
    #expect(!LiveMigrationReading(RunReading(run)).migrations.contains { $0.pausesAgree == false })
    run.metrics.removeAll { $0.id == LiveMigrationFigure.pauseID }
    #expect(LiveMigrationReading(RunReading(run)).migrations.allSatisfy { $0.pausesAgree == nil })
  }

  @Test("What did not converge is said so and is no choice")
  func convergence() throws {
    let open = try Self.migration("precopy", 16_000, FixtureRun.relay)
    #expect(open.converged == false && open.answer(LiveMigrationFigure.convergedID) == "no")
    let fronts = LiveMigrationFrontReading(Self.reading).fronts
    #expect(fronts.last?.entries.map(\.migration.name) == ["auto-converge", "postcopy"])
    var run = Self.run
    for index in run.metrics.indices where run.metrics[index].id == LiveMigrationFigure.convergedID {
      run.metrics[index].samples[0].value = 1
      run.metrics[index].samples[1].value = 0
    }
    let mixed = LiveMigrationReading(RunReading(run)).migrations
    #expect(
      mixed.contains { $0.answer(LiveMigrationFigure.convergedID) == "5 of 6" && $0.converged == false })
  }

  @Test("The blackout lies where no beat does, whether its interval is noted at its begin or at its end")
  func blackout() throws {
    func timeline(_ seconds: [Double], _ values: [Double]) -> LiveMigrationTimeline? {
      let labels = ["strategy": "precopy", "dirty": "0", "link": "none", "quantile": "max"]
      var metric = Metric(
        id: LiveMigrationFigure.beatID, labels: labels, unit: "s", better: .lower, role: .informational)
      metric.series = Series(seconds: seconds, values: values)
      var run = FixtureRun().finished
      run.metrics = [metric]
      return LiveMigrationReading(RunReading(run)).migrations.first.flatMap { LiveMigrationTimeline($0) }
    }
    #expect(timeline([0, 0.25, 0.5, 1.0, 1.25], [0.1, 0.1, 0.1, 0.5, 0.1])?.blackout == 0.5...1)
    #expect(timeline([0, 0.25, 0.5, 1.0, 1.25], [0.1, 0.1, 0.5, 0.1, 0.1])?.blackout == 0.5...1)
    #expect(timeline([0], [1]) == nil && timeline([], []) == nil)
    let full = try #require(LiveMigrationTimeline(try Self.migration("precopy", 2000, FixtureRun.relay)))
    #expect(full.throughput.count > 20 && full.rounds.map(\.value) == [2])
  }

  @Test("The values of equal parts of a time")
  func buckets() {
    let points = [(0.0, 1.0), (0.1, 3), (0.9, 5), (1.0, 7), (2.0, 9)].map {
      LiveMigrationTimeline.Point(time: $0.0, value: $0.1)
    }
    #expect(points.bucketed(0...1, into: 4) { $0.max() ?? 0 } == [3, nil, nil, 7])
    #expect(
      points.bucketed(0...0, into: 4) { $0[0] } == [] && points.bucketed(0...1, into: 0) { $0[0] } == [])
  }

  @Test(
    "Links in words; what is not known stays as it is",
    arguments: [
      ("none", "direct"), ("tbf,rate=1gbit", "tbf, 1 Gbit/s"),
      ("relay,rate=32m,delay=500us", "relay, 32 MiB/s, 500 µs delay"),
      ("relay,rate=12500000", "relay, 12500000 B/s"),
      ("relay,rate=fast,delay=soon", "relay, fast, delay=soon"),
      ("", ""),
    ])
  func links(text: String, words: String) {
    #expect(LiveMigrationWords.link(text) == words)
  }

  @Test("A front over three costs: what is best in one of them stays")
  func threeCosts() {
    func candidate(_ costs: Double...) -> ParetoFront.Candidate {
      .init(costs: costs.map { .init(value: $0, range: $0 * 0.99...$0 * 1.01) })
    }
    #expect(
      ParetoFront.standings([candidate(1, 5, 5), candidate(5, 1, 5), candidate(5, 5, 1), candidate(6, 6, 6)])
        == [.unbeaten, .unbeaten, .unbeaten, .beaten(by: 0)])
    #expect(ParetoFront.standings([candidate(1, 1, 1), candidate(1.001, 2, 2)]) == [.unbeaten, .unclear])
  }
}
