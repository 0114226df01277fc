import Experiment
import Statistics
import Testing

@testable import Reporting

/// What the readings of the AIO benchmark say, and when they say nothing.
struct AIOReadingTests {
  private static let usual = RunReading(AIOPageTests.Case.usual.run)

  /// A Run of loads that are given as labels, with the samples of their rates.
  private func reading(
    _ loads: [(labels: [String: String], rates: [Double])], id: String = AIOFigure.rateID
  ) -> RunReading {
    var run = FixtureRun(blocks: 3, suspect: [], invalid: []).finished
    run.metrics = loads.map { labels, rates in
      let common = ["engine": "libaio", "rw": "randread", "block": "4k", "depth": "1", "jobs": "1"]
      return Metric(
        id: id, labels: common.merging(labels) { $1 }, unit: "op/s", better: .higher, role: .primary,
        samples: rates.enumerated().map { Sample(value: $1, block: $0, valid: true, noise: Noise()) })
    }
    return RunReading(run)
  }

  @Test("What follows is said where the figures support it")
  func sentences() {
    let sentences = AIOReading.subjects(Self.usual).map { $0.sentence ?? "" }
    let expected = [
      "libaio, 1 job: depth ", "To keep p99 under 500 µs, plan for ", "At depth 128 io_uring does 1.0",
      "Batches of 32, reaped from the ring", "Reads reach 1.", "With fsync 11.",
      "The storage keeps up with 60.0 k IOPS",
      "At depth 1 an operation takes 9",
    ]
    for (sentence, words) in zip(sentences, expected) { #expect(sentence.hasPrefix(words), "\(sentence)") }
  }

  @Test("Without a result nothing follows", arguments: [AIOPageTests.Case.twoBlocks, .noValidSample])
  func noResult(_ edge: AIOPageTests.Case) {
    let reading = RunReading(edge.run)
    #expect(AIOReading.subjects(reading).allSatisfy { $0.sentence == nil && !$0.isEmpty })
    #expect(EngineReading(reading).comparisons.allSatisfy { $0.rate == nil && $0.cpu == nil })
  }

  @Test("Every load is in a table, and every figure that names no load is left for the plain ones")
  func nothingIsLost() {
    for edge in [AIOPageTests.Case.usual, .strangers, .oneDepth] {
      let reading = RunReading(edge.run)
      let subjects = AIOReading.subjects(reading)
      let shown = Set(
        subjects.flatMap(\.tables).flatMap(\.estimates).map { estimate in
          estimate.metric.labels.filter { !["phase", "direction", "quantile", "mode"].contains($0.key) }
        })
      for load in AIOReading(reading).loads where load.labels["rw"] != "strange" {
        #expect(shown.contains(load.labels), "\(edge): \(load.labels)")
      }
      let others = Set(subjects.flatMap(\.others).map(\.metric.key))
      for estimate in reading.estimates where estimate.metric.labels.isEmpty {
        #expect(others.contains(estimate.metric.key))
      }
    }
  }

  @Test("Loads are sorted into what they can be compared by")
  func sorting() {
    let aio = AIOReading(Self.usual)
    #expect(
      aio.sweeps.map { $0.map(\.depth) } == [
        [1, 2, 4, 8, 16, 32, 64, 128], [1, 8, 32, 128], [1, 8, 32, 128],
      ])
    #expect(aio.engines.map { $0.map { $0["engine"] } }.first == ["libaio", "io_uring", "sync"])
    #expect(
      aio.batches.map { $0.map { "\($0["batch"] ?? "") \($0["completion"] ?? "")" } } == [
        ["1 syscall", "1 ring", "8 syscall", "32 syscall", "32 ring"]
      ])
    #expect(aio.sequential.count == 4 && aio.writes.count == 7 && aio.rates.map(\.count) == [5])
    #expect(aio.nodes.map { $0.map { $0["cpu_node"] } } == [["0", "1"], ["0", "1"]])
    #expect(aio.singles.isEmpty)
    #expect(AIOReading(RunReading(AIOPageTests.Case.oneDepth.run)).singles.count == 1)
  }

  @Test("Rows follow the order of people, not of the document")
  func order() {
    var run = Self.usual.run
    run.metrics.reverse()
    let table = SequentialReading(RunReading(run)).subject.tables[0]
    #expect(table.labels == ["access", "block", "depth"])
    #expect(
      table.rows.map(\.labels) == [
        ["sequential read", "128 KiB", "8"], ["sequential read", "1 MiB", "8"],
        ["sequential write", "128 KiB", "8"], ["sequential write", "1 MiB", "8"],
      ])
    #expect(table.title == "libaio, 1 job")
  }

  @Test(
    "A depth held that is off by more than a tenth from what all jobs asked for is marked",
    arguments: [
      (28.7, "32", "1", nil, true), (28.9, "32", "1", nil, false), (35.1, "32", "1", nil, false),
      (35.3, "32", "1", nil, true), (64.0, "32", "2", nil, false), (32.0, "32", "2", nil, true),
      (3.0, "32", "1", "5000", false),
    ] as [(Double, String, String, String?, Bool)])
  func otherDepth(held: Double, depth: String, jobs: String, rate: String?, isMarked: Bool) throws {
    var labels = ["depth": depth, "jobs": jobs]
    labels["rate"] = rate
    let reading = reading([(labels, [held, held, held])], id: AIOFigure.heldID)
    let estimate = try #require(reading.estimates.first)
    #expect(estimate.marks.contains("†") == isMarked)
    #expect(reading.meanings.contains { $0.mark == "†" } == isMarked)
    let lines = TableSections.lines(reading, TerminalText(width: 80, color: false))
    #expect(lines.contains { $0.hasSuffix("†") } == isMarked)
  }

  @Test("Samples that found the knee at different depths are one rate")
  func knees() throws {
    let reading = reading(
      [
        (["p99_limit": "1ms", "depth": "24"], [60_000, 61_000]),
        (["p99_limit": "1ms", "depth": "32"], [62_000]),
      ],
      id: KneeReading.rateID)
    let knee = try #require(KneeReading(reading).knees.first)
    #expect(KneeReading(reading).knees.count == 1)
    #expect(knee.rate.value == 61_000 && knee.depthText == "24–32" && knee.limitText == "p99 under 1 ms")
    #expect(knee.sentence == "To keep p99 under 1 ms, plan for 61.0 k IOPS (libaio at depth 24–32) or less.")
  }

  @Test("A knee's depth may be a metric of its own")
  func kneeDepth() throws {
    var run = reading([(["p99_limit": "1ms"], [60_000, 61_000, 62_000])], id: KneeReading.rateID).run
    run.metrics[0].labels["depth"] = nil
    var depth = run.metrics[0]
    depth.id = KneeReading.depthID
    for index in depth.samples.indices { depth.samples[index].value = 24 }
    run.metrics.append(depth)
    #expect(KneeReading(RunReading(run)).knees.map(\.depthText) == ["24"])
  }

  @Test("A sweep says whether more depth brings more rate")
  func sweeps() {
    func sentence(_ rates: [[Double]]) -> String {
      let loads = rates.enumerated().map { (["depth": "\(1 << $0)"], $1) }
      return DepthReading(reading(loads)).subject.sentence ?? ""
    }
    #expect(sentence([[10, 10, 10], [20, 20, 20], [30, 30, 30]]).contains("the rate still rises"))
    #expect(
      sentence([[10, 10, 10], [29, 29, 29], [30, 30, 30]])
        == "libaio: depth 2 gives 29.0 IOPS, 97 % of the highest rate.")
    #expect(sentence([[10, 10, 10], [28, 20, 40], [30, 30, 30]]) == "")
    #expect(sentence([[10, 10, 10], [20, 20, 20]]) == "")
  }

  @Test("Rates: what is asked for and not done is named")
  func rates() {
    func sentence(_ rates: [(String, Double)]) -> String {
      RateReading(reading(rates.map { (["rate": $0.0], [$0.1, $0.1, $0.1]) })).subject.sentence ?? ""
    }
    #expect(
      sentence([("1000", 1000), ("2000", 1500)])
        == "The storage keeps up with 1.00 k IOPS; asked for 2.00 k IOPS it does 1.50 k IOPS, and requests queue."
    )
    #expect(sentence([("1000", 1000)]) == "The storage keeps up with all that was asked for: 1.00 k IOPS.")
    #expect(sentence([("2000", 1500)]) == "Asked for 2.00 k IOPS it does 1.50 k IOPS: requests queue.")
    #expect(sentence([("fast", 1500)]) == "")
  }

  @Test("Ways to submit and reap are compared with the plain one, by names that fit beside a drawing")
  func batching() {
    let comparisons = BatchingReading(Self.usual).comparisons
    #expect(
      comparisons.map(\.name) == [
        "one by one, ring", "batches of 8, system call", "batches of 32, system call", "batches of 32, ring",
      ])
    #expect(comparisons.allSatisfy { ($0.cpu?.center ?? 0) < -0.05 })
  }

  @Test("Labels in words")
  func words() {
    #expect(LabelWords.value("block", "4k", beside: [:]) == "4 KiB")
    #expect(LabelWords.value("block", "512", beside: [:]) == "512 B")
    #expect(LabelWords.value("block", "1m", beside: [:]) == "1 MiB")
    #expect(LabelWords.value("block", "k", beside: [:]) == "k")
    #expect(LabelWords.value("p99_limit", "500us", beside: [:]) == "500 µs")
    #expect(LabelWords.value("p99_limit", "1.5ms", beside: [:]) == "1.5 ms")
    #expect(LabelWords.value("rate", "2000", beside: [:]) == "2.00 k IOPS")
    #expect(LabelText.text("depth", "32") == "depth 32")
    #expect(LabelText.text("jobs", "1") == "1 job")
    #expect(
      AIOWords.sentence([
        "engine": "libaio", "rw": "randrw", "mix": "70", "batch": "1", "direct": "no", "x": "y",
      ])
        == "libaio, random mix, 70 % reads, buffered, x y")
  }
}
