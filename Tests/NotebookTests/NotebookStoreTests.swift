import Experiment
import Foundation
import Platform
import TestSupport
import Testing

@testable import Notebook

@Suite struct NotebookStoreTests {
  private let fixture: NotebookFixture

  init() throws { fixture = try NotebookFixture() }

  private func problem(creating: Bool = false) -> String? {
    #expect(throws: NotebookProblem.self) { try Notebook.open(fixture.notebookPath, creating: creating) }?
      .description
  }

  @Test func theUsualPlaceFollowsTheSpecification() {
    func path(_ variables: [String: String]) -> String? { Notebook.usualPath { variables[$0] } }
    #expect(path(["HOME": "/home/a"]) == "/home/a/.local/state/assay/notebook.sqlite")
    #expect(path(["HOME": "/home/a", "XDG_STATE_HOME": "/s"]) == "/s/assay/notebook.sqlite")
    #expect(
      path(["HOME": "/home/a", "XDG_STATE_HOME": "rel"]) == "/home/a/.local/state/assay/notebook.sqlite")
    #expect(path([:]) == nil)
  }

  @Test func anAbsentNotebookIsSaidWithWhatToDo() {
    #expect(problem()?.contains("there is no notebook yet; fill it with assay history --import DIR") == true)
    #expect(!Files.exists(fixture.notebookPath))
  }

  @Test func aNewerVersionIsRefused() throws {
    _ = try Notebook.open(fixture.notebookPath, creating: true)
    try Database(fixture.notebookPath, creating: false).execute("PRAGMA user_version = 99")
    #expect(
      problem()?.contains("written by a newer assay (version 99 of the notebook; this one knows 1)") == true)
    // Nothing was changed.
    #expect(try Database(fixture.notebookPath, creating: false).pragma("user_version") == 99)
  }

  @Test func aDatabaseOfSomethingElseIsRefused() throws {
    try Files.createDirectories(Files.parent(of: fixture.notebookPath))
    try Database(fixture.notebookPath, creating: true).execute("CREATE TABLE mine (a)")
    #expect(problem(creating: true)?.contains("a database of something else; name another file") == true)
  }

  @Test func aDamagedNotebookIsSaidWithWhatToDoAndIsSetAside() async throws {
    try fixture.tree.write("state/notebook.sqlite", String(repeating: "damaged ", count: 4096))
    #expect(problem()?.contains("make it anew with assay history --rebuild DIR") == true)
    let aside = try #require(try Notebook.setAsideIfDamaged(fixture.notebookPath))
    #expect(Files.exists(aside) && !Files.exists(fixture.notebookPath))
    try fixture.write([1e9])
    let notebook = try Notebook.open(fixture.notebookPath, creating: true)
    #expect(try await notebook.rebuild(RunFiles([fixture.runsPath])) { _ in }.0.added == 1)
  }

  @Test func aTornNotebookIsFoundOut() async throws {
    try fixture.write((0..<50).map { Double($0 + 1) })
    _ = try await Notebook.open(fixture.notebookPath, creating: true).add(RunFiles([fixture.runsPath])) { _ in
    }
    let bytes = try Files.bytes(fixture.notebookPath)
    try Data(bytes.prefix(bytes.count / 2)).write(to: URL(fileURLWithPath: fixture.notebookPath))
    #expect(try Notebook.setAsideIfDamaged(fixture.notebookPath) != nil)
  }

  @Test func aHealthyNotebookStaysWhereItIs() throws {
    _ = try Notebook.open(fixture.notebookPath, creating: true)
    #expect(try Notebook.setAsideIfDamaged(fixture.notebookPath) == nil)
    #expect(try Notebook.setAsideIfDamaged("\(fixture.tree.path)/none") == nil)
  }

  @Test func rebuildingLeavesWhatTheFilesHold() async throws {
    try fixture.write([1e9, 2e9])
    let notebook = try Notebook.open(fixture.notebookPath, creating: true)
    _ = try await notebook.add(RunFiles([fixture.runsPath])) { _ in }
    try Files.remove("\(fixture.runsPath)/node1-0.json")
    // Another document of the same Run, which an import would refuse.
    try fixture.write(NotebookFixture.run(1, metrics: [NotebookFixture.metric(5e9)]))
    let (report, before) = try await notebook.rebuild(RunFiles([fixture.runsPath])) { _ in }
    #expect(before == 2 && report.added == 1)
    let series = try #require(try notebook.series(of: "memory.bandwidth", labels: [:]).first)
    #expect(try notebook.histories(of: series).first?.points.map(\.run) == ["node1-1"])
  }

  @Test func rebuildingOfNothingLeavesTheNotebookAsItWas() async throws {
    try fixture.write([1e9])
    let notebook = try Notebook.open(fixture.notebookPath, creating: true)
    _ = try await notebook.add(RunFiles([fixture.runsPath])) { _ in }
    try Files.remove("\(fixture.runsPath)/node1-0.json")
    let files = try RunFiles([fixture.runsPath])
    await #expect(throws: NotebookProblem.self) { _ = try await notebook.rebuild(files) { _ in } }
    #expect(try notebook.overview().hosts.first?.runs == 1)
  }

  @Test func severalWritersTakeTurns() async throws {
    try fixture.write((0..<40).map { Double($0 + 1) * 1e9 })
    let (path, runs) = (fixture.notebookPath, fixture.runsPath)
    let added = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 {
        group.addTask { try await Notebook.open(path, creating: true).add(RunFiles([runs])) { _ in }.added }
      }
      return try await group.reduce(0, +)
    }
    #expect(added == 40)
    #expect(try Notebook.open(path, creating: false).overview().hosts.first?.runs == 40)
  }

  @Test(arguments: [["a": "1", "b": "x,y=z\\"], [:], ["": ""], ["k,=": "\\,"], ["ü": "🦀"]])
  func labelsComeBackAsTheyWere(labels: [String: String]) {
    #expect(SeriesLabels.labels(SeriesLabels.text(labels.map { ($0.key, $0.value) })) == labels)
  }

  @Test func numbersComeBackToTheBit() {
    let values = [0, -0.0, 1.5, .greatestFiniteMagnitude, .leastNonzeroMagnitude, -3e-9]
    #expect(DoubleBytes.values(DoubleBytes.bytes(values)).map(\.bitPattern) == values.map(\.bitPattern))
    #expect(DoubleBytes.values([1, 2, 3]).isEmpty && DoubleBytes.values([]).isEmpty)
  }
}
