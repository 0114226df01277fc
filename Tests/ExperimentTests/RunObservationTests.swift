import Testing

@testable import Experiment

@Suite struct RunObservationTests {
  @Test func oneObservationMakesACompleteRunThatIsSuspect() throws {
    var run = emptyRun()
    let value = Measurement(id: "x.total", unit: "s", better: .lower, role: .primary, value: 3)
    run.observe([value], part: "x.seen", seconds: 7)
    #expect(run.status == .complete && run.plan.blocks == 1 && run.plan.order == [["x.seen"]])
    #expect(run.blocks.map(\.verdict) == [.suspect] && run.blocks.first?.seconds == 7)
    #expect(run.metrics.map(\.validValues) == [[3]])
    #expect(run.damage == nil)
    #expect(try RunDocument.decode(RunDocument.encode(run), path: "x") == run)
  }

  @Test func withoutAFigureItDoesNotCount() {
    var run = emptyRun()
    run.observe([], part: "x.seen", seconds: 1)
    #expect(run.blocks.map(\.verdict) == [.invalid] && run.validBlocks == 0)
  }
}
