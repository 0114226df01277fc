import Experiment
import Foundation
import Platform
import TestSupport
import Testing

@testable import Notebook

@Suite struct NotebookImportTests {
  private let fixture: NotebookFixture

  init() throws { fixture = try NotebookFixture() }

  private func add(_ paths: [String]? = nil) async throws -> ImportReport {
    let notebook = try Notebook.open(fixture.notebookPath, creating: true)
    return try await notebook.add(RunFiles(paths ?? [fixture.runsPath])) { _ in }
  }

  private func histories(_ metric: String = "memory.bandwidth") throws -> [History] {
    let notebook = try Notebook.open(fixture.notebookPath, creating: false)
    return try notebook.series(of: metric, labels: [:]).flatMap { try notebook.histories(of: $0) }
  }

  @Test func importingTwiceChangesNothing() async throws {
    try fixture.write([1e9, 2e9, 3e9])
    #expect(try await add().added == 3)
    let before = try histories()
    let again = try await add()
    #expect(again.added == 0 && again.known == 3 && again.refused.isEmpty)
    #expect(try histories() == before)
    #expect(before.first?.points.count == 3)
  }

  @Test func aPointIsWhatTheRunSays() async throws {
    try fixture.write([2e9])
    _ = try await add()
    let history = try #require(try histories().first)
    let point = try #require(history.points.first)
    #expect(history.labels == ["kernel": "triad"] && history.unit == "B/s" && history.better == "higher")
    #expect(history.host == "node1")
    #expect(point.samples == 5 && point.valid == 4 && point.isResult)
    #expect(abs((point.median ?? 0) / 2e9 - 1) < 1e-12)
    // Below six samples their range.
    #expect(point.lower == 2e9 / 1.005 * 0.99 && point.upper == 2e9 / 1.005 * 1.02)
    #expect(point.run == "node1-0" && point.tool == "0.6.0" && point.kernel == "6.1.0-47-amd64")
    #expect(point.path == "\(fixture.runsPath)/node1-0.json")
  }

  @Test func anEditedRunIsRefusedAndTheFirstStays() async throws {
    try fixture.write([1e9])
    _ = try await add()
    try fixture.write(NotebookFixture.run(0, metrics: [NotebookFixture.metric(7e9)]), as: "copy")
    let report = try await add(["\(fixture.runsPath)/copy.json"])
    #expect(report.added == 0 && report.refused.count == 1)
    #expect(report.refused.first?.contains("is in the notebook with other content") == true)
    #expect(try histories().first?.points.map { $0.median.map { ($0 / 1e6).rounded() } } == [1000])
  }

  @Test func aRunThatWasMeasuringIsBroughtUpToDate() async throws {
    var run = NotebookFixture.run(0, status: .running, metrics: [NotebookFixture.metric(1e9)])
    run.blocks.removeLast(2)
    try fixture.write(run)
    _ = try await add()
    try fixture.write(NotebookFixture.run(0, metrics: [NotebookFixture.metric(2e9)]))
    let report = try await add()
    #expect(report.updated == 1 && report.refused.isEmpty)
    #expect(try histories().first?.points.count == 1)
    #expect(try histories().first?.points.first?.median.map { $0 > 1.9e9 } == true)
    // One that is complete no longer gives way, least of all to one of fewer blocks.
    try fixture.write(run)
    #expect(try await add().refused.count == 1)
  }

  @Test func whatIsNoRunIsPassedOverInADirectoryAndRefusedByName() async throws {
    try fixture.write([1e9])
    try fixture.tree.write("runs/deeper/host.json", "{\"schema\": \"assay.host/1\"}")
    try fixture.tree.write("runs/list.json", "[1]")
    let report = try await add()
    #expect(report.added == 1 && report.otherKinds == 2 && report.refused.isEmpty)
    let named = try await add(["\(fixture.runsPath)/deeper/host.json"])
    #expect(named.refused == ["\(fixture.runsPath)/deeper/host.json: it is assay.host/1, not an Assay Run"])
  }

  @Test(arguments: [
    ("", "it is empty"), ("{\"schema\": \"assay.run/1\", \"id\"", "cut off"),
    ("{\"schema\": \"assay.run/9\"}", "update assay"), ("{\"schema\": \"assay.run/1\"}", "is missing"),
  ])
  func aDamagedRunIsRefusedAndTheOthersAreImported(content: String, why: String) async throws {
    try fixture.write([1e9])
    try fixture.tree.write("runs/bad.json", content)
    let report = try await add()
    #expect(report.added == 1 && report.refused.count == 1)
    #expect(report.refused.first?.contains(why) == true, "\(report.refused)")
    #expect(report.refused.first?.contains("bad.json") == true)
  }

  @Test func theQuickReaderAndTheFullOneAgree() async throws {
    let labels = ["kernel": "tri,ad=\\", "store": "ü\n\"x\""]
    let run = NotebookFixture.run(
      3, host: "nöde\"1", metrics: [NotebookFixture.metric(1.25e-9, id: "x.y", labels: labels, unit: "s")])
    let path = try fixture.write(run, as: "one")
    let record = try RunRecord(scanning: Files.bytes(path), path: path)
    let full = try RunDocument.read(path: path)
    #expect(record.id == full.id && record.started == full.started && record.host == "nöde\"1")
    #expect(record.results.count == 1)
    #expect(SeriesLabels.labels(record.results[0].labels) == labels)
    #expect(record.results[0].valid == full.metrics[0].validValues)
    #expect(record.results[0].samples == full.metrics[0].samples.count)
    #expect(record.blocks == full.blocks.count && record.suite == "quick" && record.status == "complete")
  }

  @Test func metricsOfOneNameAndOtherUnitsAreOtherSeries() async throws {
    try fixture.write(NotebookFixture.run(0, metrics: [NotebookFixture.metric(1)]))
    try fixture.write(NotebookFixture.run(1, metrics: [NotebookFixture.metric(1, unit: "s")]))
    _ = try await add()
    #expect(try histories().map(\.unit).sorted() == ["B/s", "s"])
  }

  @Test func aRunWithoutValidSamplesIsAPointWithoutAResult() async throws {
    var metric = NotebookFixture.metric(1e9)
    for index in metric.samples.indices { metric.samples[index].valid = false }
    try fixture.write(NotebookFixture.run(0, metrics: [metric]))
    _ = try await add()
    let point = try #require(try histories().first?.points.first)
    #expect(point.valid == 0 && point.samples == 5 && point.median == nil && !point.isResult)
  }

  /// Ten thousand with `ASSAY_NOTEBOOK_RUNS=10000`.
  @Test func hundredsOfRunsOfSeveralHundredMetrics() async throws {
    let count = ProcessInfo.processInfo.environment["ASSAY_NOTEBOOK_RUNS"].flatMap { Int($0) } ?? 200
    let metrics = (0..<20).map { NotebookFixture.metric(1e9, labels: ["threads": "\($0)"]) }
    for number in 0..<count { try fixture.write(NotebookFixture.run(number, metrics: metrics)) }
    let clock = ContinuousClock()
    let start = clock.now
    let report = try await add()
    let importing = clock.now - start
    #expect(report.added == count && report.refused.isEmpty)
    let found = try histories()
    #expect(found.count == 20 && found.allSatisfy { $0.points.count == count })
    print("\(count) Runs: imported in \(importing), read whole in \(clock.now - start - importing)")
  }
}
