import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct TunerApplyTests {
  @Test func whatIsAppliedIsVerifiedAndTakenBack() throws {
    let bench = try TuningBench()
    let applied = try bench.apply("low-latency", ("vm.swappiness", "10"), ("vm.stat_interval", "120"))
    guard case .done(let steps, let needsReboot) = applied else {
      Issue.record("nothing was done")
      return
    }
    #expect(steps.map(\.key.name) == ["vm.swappiness", "vm.stat_interval"] && !needsReboot)
    #expect(bench.kind["vm.swappiness"] == "10" && bench.kind["vm.stat_interval"] == "120")
    #expect(try bench.tuner.verify(nil).allSatisfy(\.isAsWanted))
    #expect(try bench.tuner.status().map(\.settings) == [2])
    #expect(try bench.tuner.status().map(\.written) == [2])
    let report = try bench.tuner.revert("low-latency")
    #expect(report.steps.map(\.key.name) == ["vm.stat_interval", "vm.swappiness"], "the last one first")
    #expect(report.steps.allSatisfy { $0.outcome == .restored } && report.unrecorded == nil)
    #expect(bench.kind.values == TuningBench.usual)
    #expect(bench.journals.isEmpty)
    #expect(try bench.tuner.status().isEmpty)
  }

  @Test func whatIsSoAlreadyIsLeftAlone() throws {
    let bench = try TuningBench()
    #expect(try bench.apply("p", ("vm.swappiness", "60")) == .nothingToDo)
    #expect(bench.kind.written.isEmpty && bench.journals.isEmpty)
  }

  @Test func aRefusalInTheMiddleTakesEverythingBack() throws {
    let bench = try TuningBench()
    bench.kind.refuse("kernel.numa_balancing")
    #expect {
      try bench.apply("p", ("vm.swappiness", "10"), ("kernel.numa_balancing", "0"), ("vm.stat_interval", "9"))
    } throws: { error in
      guard let failure = error as? Tuner.ApplyFailure else { return false }
      return failure.key.name == "kernel.numa_balancing" && failure.report.failures.isEmpty
        && "\(failure)".hasSuffix("everything is as it was")
    }
    #expect(bench.kind.values == TuningBench.usual)
    #expect(bench.kind.written == ["vm.swappiness", "kernel.numa_balancing", "vm.swappiness"])
    #expect(bench.journals.isEmpty)
  }

  /// `vm.lowmem_reserve_ratio` takes `1,2` and keeps what it had; others round.
  @Test func aValueThatReadsOtherwiseIsAFailure() throws {
    let bench = try TuningBench()
    bench.kind.round("vm.stat_interval", to: "8")
    #expect {
      try bench.apply("p", ("vm.swappiness", "10"), ("vm.stat_interval", "9"))
    } throws: {
      "\($0)".hasPrefix("sysctl/vm.stat_interval: it was given 9 and reads 8")
    }
    // The rounded value is ours; here the kernel refuses to go back, and that is told.
    #expect(bench.kind["vm.swappiness"] == "60")
    #expect(bench.kind["vm.stat_interval"] == "8")
    #expect(bench.journals.count == 1, "what is not back yet is not forgotten")
    #expect(try bench.tuner.status().first?.pending?.contains("assay tune recover") == true)
    bench.kind.round("vm.stat_interval", to: "1")
    #expect(try bench.tuner.recover().steps.map(\.outcome) == [.restored])
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }

  @Test func whoeverChangesAValueMeanwhileIsNotOverwritten() throws {
    let bench = try TuningBench()
    // As soon as the first is written, somebody sets the second.
    bench.kind.meddle("vm.stat_interval", "5")
    #expect {
      try bench.apply("p", ("vm.swappiness", "10"), ("vm.stat_interval", "9"))
    } throws: {
      "\($0)".contains("somebody changed it meanwhile, from 1 to 5")
    }
    #expect(bench.kind["vm.swappiness"] == "60" && bench.kind["vm.stat_interval"] == "5")
  }

  @Test func nothingIsAppliedOverSomethingUnfinished() throws {
    let bench = try TuningBench()
    try bench.apply("first", ("vm.swappiness", "10"))
    bench.kind.refuse("vm.swappiness")
    #expect(try bench.tuner.revert(nil).failures.count == 1)
    #expect {
      try bench.apply("second", ("vm.stat_interval", "9"))
    } throws: {
      ($0 as? TuningProblem)?.description.contains("first is taken back in part") == true
    }
    #expect(bench.kind["vm.stat_interval"] == "1")
    bench.kind.accept("vm.swappiness")
    #expect(try bench.tuner.recover().failures.isEmpty)
    #expect(bench.kind.values == TuningBench.usual)
  }

  @Test func aPairIsTakenBackAsAUnit() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.dirty_bytes", "1048576"))
    #expect(bench.kind["vm.dirty_ratio"] == "0")
    #expect(try bench.tuner.revert(nil).failures.isEmpty)
    #expect(bench.kind.values == TuningBench.usual)
    #expect(bench.kind.written == ["vm.dirty_bytes", "vm.dirty_ratio"], "0 is never written")
  }

  @Test func theLogHoldsEveryChange() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    _ = try bench.tuner.revert(nil)
    let entries = try TuningLog.read(bench.tuner.state)
    #expect(entries.map(\.action) == ["apply", "revert"])
    #expect(entries.map(\.old) == ["60", "10"] && entries.map(\.new) == ["10", "60"])
    #expect(entries.allSatisfy { $0.profile == "p" && $0.hash == "00" && $0.key.name == "vm.swappiness" })
  }

  /// A later write that moves an earlier one is seen before anything is called applied.
  @Test func whatALaterWriteUndoesIsAFailure() throws {
    let bench = try TuningBench()
    bench.kind.move("vm.swappiness", to: "70", with: "vm.stat_interval")
    let failure = #expect(throws: Tuner.ApplyFailure.self) {
      try bench.apply("p", ("vm.swappiness", "10"), ("vm.stat_interval", "9"))
    }
    #expect(failure?.key.name == "vm.swappiness")
    #expect(
      failure?.reason.contains("it was 10 and reads 70 since the settings after it were written") == true)
    #expect(bench.kind["vm.stat_interval"] == "1")
  }

  /// The log tells whose value gave way.
  @Test func aForcedRevertLogsWhatItOverwrote() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    bench.kind["vm.swappiness"] = "33"
    _ = try bench.tuner.revert("p", force: true)
    let log = try TuningLog.read(try StateDirectory("\(bench.tree.path)/state", creating: false))
    #expect(log.map(\.old) == ["60", "33"] && log.map(\.new) == ["10", "60"])
  }

  /// Half an entry, as a power cut leaves it, does not hide what comes after.
  @Test func aLogThatWasCutShortGoesOn() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    let path = "\(bench.tree.path)/state/log"
    try Files.replace(path, with: try Files.bytes(path) + Array("{\"at\":".utf8))
    _ = try bench.tuner.revert("p")
    #expect(try TuningLog.read(try StateDirectory("\(bench.tree.path)/state", creating: false)).count == 2)
  }
}
