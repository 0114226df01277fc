import Platform
import Synchronization
import Testing

@testable import Tuning

@Suite struct ProbationTests {
  /// What the guard was told, and what the setting was then.
  private final class Guard: Sendable {
    let calls = Mutex<[(number: Int, deadline: Double, value: String?)]>([])
  }

  private func apply(_ bench: TuningBench, seconds: Double, _ watching: Guard) throws {
    let probation = Tuner.Probation(seconds: seconds) { number, deadline in
      watching.calls.withLock { $0.append((number, deadline, bench.kind["vm.swappiness"])) }
    }
    _ = try bench.tuner.apply(["p"], probation: probation) { try bench.plan($0, [("vm.swappiness", "10")]) }
  }

  @Test func theGuardStandsBeforeAnythingIsWritten() throws {
    let bench = try TuningBench()
    let watching = Guard()
    let before = BootClock.now()
    try apply(bench, seconds: 600, watching)
    let call = try #require(watching.calls.withLock { $0.first })
    #expect(call.value == "60" && call.deadline >= before + 600)
    #expect(try bench.tuner.status().first?.confirmWithin.map { (0...600).contains($0) } == true)
    #expect(try bench.tuner.confirm(nil) == ["p"])
    #expect(try bench.tuner.revertUnlessConfirmed(call.number, until: call.deadline).steps.isEmpty)
    #expect(bench.kind["vm.swappiness"] == "10")
    #expect(throws: TuningProblem.self) { try bench.tuner.confirm(nil) }
  }

  @Test func whatNobodyConfirmsIsTakenBack() throws {
    let bench = try TuningBench()
    let watching = Guard()
    try apply(bench, seconds: 0, watching)
    #expect(try bench.tuner.status().first?.pending?.contains("not confirmed in time") == true)
    #expect { try bench.tuner.confirm("p") } throws: { "\($0)".contains("not confirmed in time") }
    let call = try #require(watching.calls.withLock { $0.first })
    #expect(
      try bench.tuner.revertUnlessConfirmed(call.number, until: call.deadline).steps.map(\.outcome) == [
        .restored
      ])
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
    #expect(try bench.tuner.revertUnlessConfirmed(call.number, until: call.deadline).steps.isEmpty)
  }

  /// A guard that has not noticed yet that its apply is gone must not take the next one for it.
  @Test func anOldGuardLeavesALaterApplyAlone() throws {
    let bench = try TuningBench()
    let watching = Guard()
    try apply(bench, seconds: 600, watching)
    _ = try bench.tuner.revert(nil)
    try apply(bench, seconds: 900, watching)
    let calls = watching.calls.withLock { $0 }
    #expect(calls.map(\.number) == [1, 1])
    #expect(try !bench.tuner.isOnProbation(1, until: calls[0].deadline))
    #expect(try bench.tuner.revertUnlessConfirmed(1, until: calls[0].deadline).steps.isEmpty)
    #expect(try bench.tuner.isOnProbation(1, until: calls[1].deadline))
    #expect(bench.kind["vm.swappiness"] == "10")
  }

  @Test func withoutAGuardNothingIsWritten() throws {
    let bench = try TuningBench()
    let probation = Tuner.Probation(seconds: 60) { _, _ in throw TuningProblem.pending("no process to be had")
    }
    #expect {
      try bench.tuner.apply(["p"], probation: probation) { try bench.plan($0, [("vm.swappiness", "10")]) }
    } throws: {
      "\($0)" == "nothing was changed: no process to be had"
    }
    #expect(bench.kind.written.isEmpty && bench.journals.isEmpty)
  }

  @Test func aRebootIsTheEndOfTheTime() throws {
    let bench = try TuningBench()
    try apply(bench, seconds: 600, Guard())
    let tuner = try bench.rebooted()
    #expect(try tuner.status().first?.pending?.contains("assay tune recover") == true)
    #expect(try tuner.recover().conflicts.isEmpty)
    #expect(bench.journals.isEmpty && bench.kind.values == TuningBench.usual)
  }
}
