import Comparison
import Experiment
import Testing

@testable import Reporting

@Suite struct ComparisonWordsTests {
  @Test(arguments: [
    (0.969, "−3.1 %"), (1.0, "0.0 %"), (1.0004, "+0.04 %"), (0.99999, "0.00 %"), (2.5, "+150 %"),
    (0.5, "−50.0 %"),
    (12.34, "×12.3"), (2e6, ">×1000000"), (0, "−100 %"), (.nan, "unknown"), (.infinity, "unknown"),
    (-1, "unknown"),
  ])
  func changes(ratio: Double, text: String) {
    #expect(Change.text(ratio) == text)
  }

  @Test func intervals() {
    #expect(Change.interval(0.961, 0.978) == "[−3.9, −2.2]")
    #expect(Change.interval(0, 12) == "[−100, ×12.0]")
    #expect(Change.interval(.nan, .infinity) == "[unknown, unknown]")
  }

  @Test func probabilitiesAndLevels() {
    #expect(Change.probability(0.0004) == "<0.001")
    #expect(Change.probability(0.0456) == "0.046")
    #expect(Change.level(0.95) == "95 %")
    #expect(Change.level(0.9875) == "98.75 %")
    #expect(Change.share(0.01) == "1.0 %")
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-23T11:11:21Z", 1_795_432_281),
    ("2000-02-29T23:59:59Z", 951_868_799),
    ("2026-11-23T11:11:21.75Z", 1_795_432_281),
  ])
  func moments(text: String, seconds: Int) {
    #expect(Moment.seconds(text) == seconds)
  }

  @Test(arguments: [
    "", "now", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23 11:11:21Z",
    "2026-11-23T11:11:21+01:00", "२०२६-११-२३T११:११:२१Z",
  ])
  func noMoments(text: String) {
    #expect(Moment.seconds(text) == nil)
  }

  @Test func differencesOfListsAreWhatCameAndWent() {
    #expect(DifferenceText.change("a b c d e", "a b c d f") == "gone: e; new: f")
    #expect(
      DifferenceText.change("ro quiet splash tty", "ro quiet splash tty mitigations=off")
        == "new: mitigations=off")
    #expect(DifferenceText.change("60", "10") == "60 → 10")
    #expect(DifferenceText.change(nil, "") == "not there → empty")
    #expect(
      DifferenceText.change("one two three four", "five six seven eight")
        == "one two three four → five six seven eight")
    #expect(DifferenceText.value(String(repeating: "x", count: 500)).count == 120)
  }

  @Test func anOrderOfWordsIsADifference() {
    #expect(DifferenceText.change("a b c d", "b a c d") == "a b c d → b a c d")
  }

  @Test func labelsInTheOrderOfPeople() throws {
    let reading = ComparisonReading(ComparisonFixture(metrics: 40).comparison)
    #expect(reading.groups.map(\.title) == ["AIO", "Compression", "Memory", "Scheduler"])
    let memory = ComparisonReading(ComparisonFixture(metrics: 12).comparison)
    let latency = try #require(memory.groups[0].families.first { $0.id == "memory.latency" })
    #expect(latency.metrics.map { $0.metric.labels["level"] } == ["L1", "L2", "L3", "DRAM"])
    #expect(latency.note == "lower is better · 4 KiB pages")
  }
}
