import Experiment
import Testing

@testable import Fleet

@Suite struct RunColumnsTests {
  private func columns(_ run: Run) throws -> RunColumns {
    try RunColumns(scanning: try RunDocument.encode(run))
  }

  @Test func aBlockOfSeveralSamplesIsOneValue() throws {
    var metric = fleetMetric([10, 1, 3, 2, 7])
    for (place, block) in [0, 1, 1, 1, 2].enumerated() { metric.samples[place].block = block }
    #expect(try columns(fleetRun("n", [metric])).columns[0].values == [10, 2, 7])
  }

  @Test func aRepeatedBlockKeepsItsPlace() throws {
    var metric = fleetMetric([1, 2, 3]) { $0 != 1 }
    metric.samples.append(Sample(value: 9, block: 1, attempt: 1, valid: true, noise: Noise()))
    let column = try columns(fleetRun("n", [metric])).columns[0]
    #expect(column.values == [1, 3, 9])
    #expect(column.invalid == 1)
  }

  @Test func theFastReaderSeesWhatTheFullOneSees() throws {
    let run = fleetRun(
      "n",
      [
        fleetMetric([1.5, 2e9, 0], labels: ["kernel": "triad"]),
        fleetMetric([3], "aio.latency", unit: "s", better: .lower),
      ])
    let read = try columns(run)
    #expect(read.id == run.id)
    #expect(read.host == "n")
    #expect(read.kernel == "6.1.0")
    #expect(read.columns.map(\.key) == run.metrics.map(\.key))
    #expect(read.columns.map(\.values) == run.metrics.map(\.validValues))
    #expect(read.columns.map(\.unit) == ["B/s", "s"])
    #expect(read.columns.map(\.better) == [.higher, .lower])
  }

  @Test func placementIsReadWhereItIsTold() throws {
    let near = fleetMetric([1, 2], placement: [1e-8, 3e-8, 2e-8])
    let read = try columns(fleetRun("n", [near, fleetMetric([1], "x.y")]))
    #expect(read.columns[0].placement == 2e-8)
    #expect(read.columns[1].placement == nil)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"schema":"assay.run/1"}"#,
    #"{"schema":"assay.run/1","id":"a","status":"lost","metrics":[]}"#,
    #"{"schema":"assay.run/1","id":"a","status":"complete","metrics":[{"id":"x"}]}"#,
    #"{"schema":"assay.run/1","id":"a","status":"complete","metrics":[{"id":"x","unit":"s","better":"up","role":"primary"}]}"#,
    #"{"schema":"assay.run/1","id":"a","status":"complete","metrics":[{"id":"x","unit":"s","better":"lower","role":"primary","samples":[{"value":1}]}]}"#,
    #"{"schema":"assay.run/1","id":"a","status":"complete","metrics":[{"id":"x","unit":"s","better":"lower","role":"primary","samples":[{"value":1e999,"block":0,"valid":true}]}]}"#,
    #"{"schema":"assay.run/1","id":"a","status":"complete","metrics":[{"id":"x","unit":"s","better":"lower","role":"primary","samples":[{"value":1,"block":-1,"valid":true}]}]}"#,
    #"{"schema":"assay.run/1","id":"a","status":"complete","metrics":[]} {}"#,
  ])
  func whatIsNoRunIsRefusedWithItsFile(text: String) throws {
    let failure = #expect(throws: RunColumns.Failure.self) {
      try RunColumns.read(Array(text.utf8), path: "f.json")
    }
    #expect(failure?.line.hasPrefix("f.json: ") == true)
  }

  @Test func aMetricThatIsThereTwiceIsDamage() throws {
    let run = fleetRun("n", [fleetMetric([1]), fleetMetric([2])])
    #expect(throws: RunColumns.Incomplete.self) { try columns(run) }
  }

  @Test func wordsOfTheCommandLineAreFacts() {
    let facts = CommandLineFacts.facts("BOOT_IMAGE=/x a=\"b c\" quiet a=2  -- init")
    #expect(facts.map(\.name) == ["boot/BOOT_IMAGE", "boot/a", "boot/quiet"])
    #expect(facts.map(\.value) == ["/x", "\"b c\",2", ""])
  }
}
