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
    #expect(try bench.tuner.revertUnlessConfirmed(call.number).steps.isEmpty)
    #expect(bench.kind["vm.swappiness"] == "10")
    #expect(throws: TuningProblem.self) { try bench.tuner.confirm(nil) }
  }

  @Test func whatNobodyConfirmsIsTakenBack() throws {
    let bench = try TuningBench()
    let watching = Guard()
    try apply(bench, seconds: 0, watching)
    #expect(try bench.tuner.status().first?.pending?.contains("not confirmed in time") == true)
    #expect { try bench.tuner.confirm("p") } throws: { "\($0)".contains("not confirmed in time") }
    let number = try #require(watching.calls.withLock { $0.first?.number })
    #expect(try bench.tuner.revertUnlessConfirmed(number).steps.map(\.outcome) == [.restored])
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
    #expect(try bench.tuner.revertUnlessConfirmed(number).steps.isEmpty)
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
