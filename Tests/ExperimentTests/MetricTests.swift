import Testing

@testable import Experiment

@Suite("Metric: keys, order and merging")
struct MetricTests {
  @Test("A key reads as its name and its labels, sorted")
  func description() {
    #expect(Metric.Key(id: "memory.latency").description == "memory.latency")
    #expect(
      Metric.Key(id: "memory.bandwidth", labels: ["threads": "2", "kernel": "triad"]).description
        == "memory.bandwidth{kernel=triad,threads=2}")
  }

  @Test("Keys are equal by name and labels, and ordered by name, then labels")
  func order() {
    let plain = Metric.Key(id: "a")
    let one = Metric.Key(id: "a", labels: ["x": "1"])
    let two = Metric.Key(id: "a", labels: ["x": "2"])
    let other = Metric.Key(id: "b", labels: [:])
    #expect([other, two, one, plain].sorted() == [plain, one, two, other])
    #expect(one == Metric.Key(id: "a", labels: ["x": "1"]))
    #expect(Set([one, two, one]).count == 2)
  }

  @Test("Only valid samples give values, in the order in which they were taken")
  func validValues() {
    let samples = [3.0, 1, 2].enumerated().map {
      Sample(value: $0.element, block: $0.offset, valid: $0.offset != 1, noise: Noise())
    }
    #expect(
      Metric(id: "a", unit: "s", better: .lower, role: .primary, samples: samples).validValues == [3, 2])
  }

  private func report(_ measurements: [(id: String, threads: String, value: Double)]) -> SampleReport {
    SampleReport(
      measurements: measurements.map {
        Measurement(
          id: $0.id, labels: ["threads": $0.threads], unit: "B/s", better: .higher, role: .primary,
          value: $0.value)
      })
  }

  @Test("Merged metrics stay sorted, whatever order the parts report in, and gather their samples")
  func merge() {
    var run = emptyRun()
    var round = Round(order: ["p", "q"])
    round.reports = [
      ("q", report([("z", "1", 1), ("a", "2", 2)])), ("p", report([("a", "1", 3), ("m", "1", 4)])),
    ]
    run.merge(round, block: 0, attempt: 0, seconds: 0.5)
    round.order = ["q", "p"]
    run.merge(round, block: 1, attempt: 2, seconds: 0.25)
    #expect(
      run.metrics.map(\.key.description) == ["a{threads=1}", "a{threads=2}", "m{threads=1}", "z{threads=1}"])
    for metric in run.metrics {
      #expect(metric.samples.map(\.block) == [0, 1])
      #expect(metric.samples.map(\.attempt) == [0, 2])
      #expect(metric.unit == "B/s")
      #expect(metric.better == .higher)
      #expect(metric.role == .primary)
    }
    #expect(run.metrics[1].samples.map(\.value) == [2, 2])
    #expect(run.plan.order == [["p", "q"], ["q", "p"]])
    #expect(run.blocks.map(\.seconds) == [0.5, 0.25])
  }

  @Test("Every sample carries the noise of its own process")
  func noiseOfItsProcess() {
    var run = emptyRun()
    var loud = report([("b", "1", 1)])
    loud.noise = ScriptedExecutor.loud
    var round = Round(order: ["p", "q"])
    round.reports = [("p", report([("a", "1", 1)])), ("q", loud)]
    run.merge(round, block: 0, attempt: 0, seconds: 1)
    #expect(run.metrics.map { $0.samples[0].noise.stealShare } == [nil, 0.5])
    // One loud process makes the whole block invalid.
    #expect(run.metrics.map { $0.samples[0].valid } == [false, false])
  }
}
