import Experiment
import Platform
import Statistics
import Testing

@testable import Notebook

@Suite struct HistoryTests {
  private let fixture: NotebookFixture

  init() throws { fixture = try NotebookFixture() }

  private func filled() async throws -> Notebook {
    let notebook = try Notebook.open(fixture.notebookPath, creating: true)
    _ = try await notebook.add(RunFiles([fixture.runsPath])) { _ in }
    return notebook
  }

  private func history(_ notebook: Notebook, _ labels: [String: String] = [:]) throws -> History {
    let series = try #require(try notebook.series(of: "memory.bandwidth", labels: labels).first)
    return try #require(try notebook.histories(of: series).first)
  }

  @Test func aKernelThatBroughtAnotherLevelIsMarked() async throws {
    let medians = (0..<30).map { day -> Double in
      let level = day < 15 ? 40e9 : 38e9
      return level * (1 + 0.002 * Double(day % 4))
    }
    try fixture.write(medians) {
      $0 < 15 ? "6.1.0-47-amd64" : "6.1.0-56-amd64"
    }
    let history = try history(try await filled())
    #expect(history.points.map(\.run) == (0..<30).map { "node1-\($0)" })
    #expect(history.marks.map(\.run) == ["node1-15"] && history.marks.map(\.kind) == [.kernel])
    #expect(history.marks.first?.before == "6.1.0-47-amd64" && history.marks.first?.after == "6.1.0-56-amd64")
    #expect(history.changePoints.map(\.run) == ["node1-15"])
    #expect(history.changePoints.first.map { $0.after / $0.before < 0.96 } == true)
  }

  @Test func buildsOfOneReleaseAreToldApart() async throws {
    for number in 0..<2 {
      var run = NotebookFixture.run(number, metrics: [NotebookFixture.metric(1)])
      run.host.declared["kernel_version"] = "#\(number) SMP"
      try fixture.write(run)
    }
    #expect(
      try history(try await filled()).points.map(\.kernel) == [
        "6.1.0-47-amd64 #0 SMP", "6.1.0-47-amd64 #1 SMP",
      ])
  }

  @Test func anotherToolAndAnotherMachineAreMarked() async throws {
    try fixture.write(NotebookFixture.run(0, metrics: [NotebookFixture.metric(1)]))
    var run = NotebookFixture.run(1, metrics: [NotebookFixture.metric(1)])
    run.tool.version = "0.7.0"
    run.host.mustMatch["memory_gib"] = "8"
    try fixture.write(run)
    #expect(try history(try await filled()).marks.map(\.kind) == [.machine, .tool])
  }

  @Test func eachHostHasItsOwn() async throws {
    try fixture.write(NotebookFixture.run(0, host: "a", metrics: [NotebookFixture.metric(1)]))
    try fixture.write(NotebookFixture.run(0, host: "b", metrics: [NotebookFixture.metric(2)]))
    let notebook = try await filled()
    let series = try #require(try notebook.series(of: "memory.bandwidth", labels: [:]).first)
    #expect(try notebook.histories(of: series).map(\.host) == ["a", "b"])
    #expect(try notebook.histories(of: series, host: "b").map(\.host) == ["b"])
    #expect(try notebook.histories(of: series, host: "c").isEmpty)
  }

  @Test func labelsChooseAndWrongOnesAreAnswered() async throws {
    let metrics = ["copy", "triad"].map { NotebookFixture.metric(1, labels: ["kernel": $0, "threads": "2"]) }
    try fixture.write(NotebookFixture.run(0, metrics: metrics))
    let notebook = try await filled()
    #expect(try notebook.series(of: "memory.bandwidth", labels: [:]).count == 2)
    #expect(
      try notebook.series(of: "memory.bandwidth", labels: ["kernel": "copy"]).map { $0.labels["kernel"] } == [
        "copy"
      ])
    func problem(_ metric: String, _ labels: [String: String]) -> String {
      #expect(throws: NotebookProblem.self) { try notebook.series(of: metric, labels: labels) }?.description
        ?? ""
    }
    #expect(problem("memory.bandwidth", ["kernel": "x"]).contains("kernel is one of copy, triad"))
    #expect(problem("memory.bandwidth", ["colour": "x"]).contains("memory.bandwidth has no label colour"))
    #expect(
      problem("memory.latency", [:]).contains(
        "no Run in it measured memory.latency; there are: memory.bandwidth"))
  }

  @Test func theOverviewTellsWhatThereIs() async throws {
    let metrics = [2, 10].map { NotebookFixture.metric(1, labels: ["threads": "\($0)"]) }
    for number in 0..<3 {
      try fixture.write(NotebookFixture.run(number, kernel: "k\(number % 2)", metrics: metrics))
    }
    let overview = try await filled().overview()
    #expect(
      overview.metrics == [
        .init(id: "memory.bandwidth", unit: "B/s", series: 2, labels: ["threads": ["2", "10"]])
      ])
    #expect(overview.hosts.map(\.runs) == [3] && overview.hosts.map(\.kernels) == [2])
    #expect(overview.hosts.first.map { $0.first < $0.last } == true)
  }

  @Test func anEmptyNotebookSaysSo() throws {
    let notebook = try Notebook.open(fixture.notebookPath, creating: true)
    #expect(try notebook.overview().metrics.isEmpty)
    let problem = #expect(throws: NotebookProblem.self) { try notebook.series(of: "x", labels: [:]) }
    #expect(problem?.description.contains("it is empty") == true)
  }

  @Test func aDocumentHoldsTheLastPointsAndAllMarks() async throws {
    try fixture.write((0..<20).map { $0 < 10 ? 1.0 : 2.0 }) { $0 < 10 ? "a" : "b" }
    let document = HistoryDocument([try history(try await filled())], last: 3)
    #expect(document.schema == "assay.history/1")
    #expect(document.histories.first?.points.map(\.run) == ["node1-17", "node1-18", "node1-19"])
    #expect(document.histories.first?.marks.map(\.run) == ["node1-10"])
    #expect(document.histories.first?.changePoints.map(\.run) == ["node1-10"])
  }

  @Test func sixSamplesHaveTheReportsInterval() async throws {
    var metric = NotebookFixture.metric(1e9)
    metric.samples = (0..<8).map {
      Sample(value: 1e9 + Double($0) * 1e7, block: $0, valid: true, noise: Noise())
    }
    try fixture.write(NotebookFixture.run(0, metrics: [metric]))
    let point = try #require(try history(try await filled()).points.first)
    let expected = try #require(Summary(of: metric.validValues)?.interval)
    #expect(point.lower == expected.lower && point.upper == expected.upper)
  }
}
