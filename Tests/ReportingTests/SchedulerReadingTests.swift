import Experiment
import Statistics
import Testing

@testable import Reporting

/// What the readings of the scheduler benchmark say, and when they say nothing.
struct SchedulerReadingTests {
  private func reading(blocks: Int = 10, change: (inout Run) -> Void = { _ in }) -> RunReading {
    var run = FixtureRun(packages: 2, coresPerNode: 2, blocks: blocks).scheduler
    change(&run)
    return RunReading(run)
  }

  /// Every subject in the order of the reports.
  private func subjects(_ reading: RunReading) -> [Subject] {
    [
      WakeupReading(reading).subject, RequestReading(reading).subject, SwitchReading(reading).subject,
      CoreToCoreReading(reading).subject, MessagingReading(reading).subject,
      DisturbanceReading(reading).subject,
      MigrationReading(reading).subject, PlacementReading(reading).subject,
    ]
  }

  @Test("What follows is said where the figures support it")
  func sentences() {
    let sentences = subjects(reading()).map { $0.sentence ?? "" }
    let expected = [
      "SCHED_FIFO", "plan for 75 % of the peak", "(other node, 5.", "(other node, 19", "pipes pass on 1.",
      "CPU 1 loses most", "With 4 MiB in use", "Placed per core",
    ]
    for (sentence, words) in zip(sentences, expected) { #expect(sentence.contains(words), "\(sentence)") }
  }

  @Test("With fewer than three samples nothing follows, and nothing is compared")
  func fewSamples() {
    let few = reading(blocks: 2)
    #expect(subjects(few).allSatisfy { $0.sentence == nil })
    #expect(PlacementReading(few).comparisons.isEmpty)
  }

  @Test("Where intervals overlap nothing follows")
  func overlapping() {
    let same = reading { run in
      for index in run.metrics.indices {
        for sample in run.metrics[index].samples.indices {
          run.metrics[index].samples[sample].value = 1 + Double(sample % 5) / 10
        }
      }
    }
    let silent = [
      WakeupReading(same).subject, RequestReading(same).subject, SwitchReading(same).subject,
      CoreToCoreReading(same).subject, MessagingReading(same).subject, MigrationReading(same).subject,
    ]
    #expect(silent.allSatisfy { $0.sentence == nil && !$0.isEmpty })
    #expect(PlacementReading(same).subject.sentence?.contains("No placement does more") == true)
  }

  @Test("Every metric is in a table or left for the plain ones; none is in both")
  func nothingIsLost() {
    let whole = reading { run in
      for index in run.metrics.indices where index.isMultiple(of: 7) {
        run.metrics[index].labels = ["stranger": "\(index)"]
      }
    }
    let pairs = CoreToCoreReading.pairID
    for subject in subjects(whole) {
      let shown = Set(subject.tables.flatMap(\.estimates).map(\.metric.key))
      #expect(shown.isDisjoint(with: subject.others.map(\.metric.key)), "\(subject.title)")
    }
    let placed = Set(subjects(whole).flatMap { $0.tables.flatMap(\.estimates) + $0.others }.map(\.metric.key))
    for estimate in whole.estimates where estimate["stranger"] != nil && estimate.metric.id != pairs {
      #expect(placed.contains(estimate.metric.key), "\(estimate.metric.key)")
    }
  }

  @Test("A curve falls from all latencies to one, at rising lengths, and holds the quantiles")
  func curve() throws {
    let distributions = WakeupReading(reading()).distributions
    #expect(distributions.count == 5)
    for distribution in distributions {
      let curve = distribution.curve
      let histogram = try #require(distribution.histogram)
      #expect(curve.first?.share == 1 && curve.last?.share == 1 / Double(histogram.total))
      for (left, right) in zip(curve, curve.dropFirst()) {
        #expect(left.seconds <= right.seconds && left.share >= right.share)
      }
      #expect(curve.compactMap(\.quantile) == ["p50", "p90", "p99", "p99.9", "max"])
      #expect(curve.count < 300)
    }
  }

  @Test(
    "Without a histogram, or with one that cannot be read, there is no curve", arguments: [nil, "", "bad"])
  func noCurve(histogram: String?) {
    let reading = reading { run in
      for index in run.metrics.indices { run.metrics[index].histogram = histogram }
    }
    #expect(WakeupReading(reading).distributions.allSatisfy { $0.curve.isEmpty })
    #expect(!WakeupReading(reading).subject.isEmpty)
  }

  @Test("Rows follow the order of people, not of the document")
  func order() {
    let table = WakeupReading(reading { $0.metrics.reverse() }).subject.tables[0]
    #expect(
      table.rows.map(\.labels) == [
        ["other", "0", "no"], ["other", "1", "no"], ["fifo", "0", "no"], ["fifo", "0", "yes"],
        ["fifo", "1", "no"],
      ])
    #expect(table.labels == ["policy", "busy", "awake"])
  }

  @Test("A pair of CPUs is the same both ways, and itself is none")
  func matrix() throws {
    let matrix = try #require(CoreToCoreReading(reading()).matrix)
    #expect(matrix.cpus == Array(0..<8))
    #expect(matrix.pairCount == 28 && matrix.possibleCount == 28)
    #expect(matrix[0, 5]?.value == matrix[5, 0]?.value && matrix[0, 5] != nil)
    #expect(matrix[3, 3] == nil)
  }

  @Test("An effect pairs samples of the same tries, whatever their order")
  func effect() throws {
    func estimate(_ policy: String, _ samples: [(Int, Double)]) -> Estimate {
      Estimate(
        Metric(
          id: PlacementReading.rateID, labels: ["policy": policy], unit: "op/s", better: .higher,
          role: .primary,
          samples: samples.map { Sample(value: $0.1, block: $0.0, valid: $0.1 != 99, noise: Noise()) }),
        standings: [:])
    }
    let base = estimate("none", (0..<8).map { ($0, Double($0 + 1)) } + [(8, 99)])
    let half = estimate("per_core", (0..<8).reversed().map { ($0, Double($0 + 1) * 1.5) } + [(8, 7)])
    let effect = try #require(Effect(of: half, against: base))
    #expect(effect.text == "+50 %" && effect.isInterval)
    #expect(effect.rangeText == "+50 %")
    let three = estimate("per_cpu", [(0, 0.9), (1, 1.9), (2, 2.7)])
    let range = try #require(Effect(of: three, against: base))
    #expect(!range.isInterval && range.rangeText == "−10 to −5.0 %")
    #expect(Effect(of: estimate("per_cpu", [(0, 1), (1, 2)]), against: base) == nil)
  }

  @Test("Of many CPUs the most disturbed have rows")
  func manyCPUs() throws {
    let run = FixtureRun(packages: 2, coresPerNode: 8, threadsPerCore: 1, blocks: 3).scheduler
    let table = try #require(DisturbanceReading(RunReading(run)).subject.tables.last)
    #expect(table.title == "The 8 most disturbed of 16 CPUs")
    #expect(table.rows.count == 8 && table.rows.contains { $0.labels == ["1"] })
  }
}
