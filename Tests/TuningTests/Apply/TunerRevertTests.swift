import Platform
import Testing

@testable import Tuning

@Suite struct TunerRevertTests {
  @Test func somebodyElsesValueIsLeftAndTold() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"), ("vm.stat_interval", "9"))
    bench.kind["vm.swappiness"] = "33"
    #expect(try bench.tuner.verify(nil).filter { !$0.isAsWanted }.map(\.present) == ["33"])
    let report = try bench.tuner.revert(nil)
    #expect(report.conflicts.map(\.outcome) == [.conflict(theirs: "33")])
    #expect(bench.kind["vm.swappiness"] == "33" && bench.kind["vm.stat_interval"] == "1")
    #expect(bench.journals.count == 1)
    #expect(try bench.tuner.revert(nil, force: true).conflicts.isEmpty)
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }

  @Test func itCanBeLeftForGood() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    bench.kind["vm.swappiness"] = "33"
    #expect(try bench.tuner.revert("p", leaves: true).conflicts.count == 1)
    #expect(bench.kind["vm.swappiness"] == "33" && bench.journals.isEmpty)
  }

  @Test func whatIsNotThereAnyMoreIsNoFailure() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    bench.kind["vm.swappiness"] = nil
    let report = try bench.tuner.revert(nil)
    #expect(report.failures.isEmpty && report.conflicts.isEmpty)
    guard case .gone = report.steps.first?.outcome else {
      Issue.record("\(report.steps)")
      return
    }
    #expect(bench.journals.isEmpty)
  }

  /// A newer version of a profile that was applied before.
  @Test func onlyTheLastApplyOfAProfile() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    try bench.apply("p", ("vm.swappiness", "5"), ("vm.stat_interval", "9"))
    try bench.apply("q", ("vm.dirty_ratio", "30"))
    _ = try bench.tuner.revert("p", onlyLast: true)
    #expect(bench.kind["vm.swappiness"] == "10")
    #expect(bench.kind["vm.stat_interval"] == "1")
    #expect(try bench.tuner.status().map(\.profile) == ["p", "q"])
    #expect(try bench.tuner.verify("p").allSatisfy(\.isAsWanted))
  }

  @Test func anUnknownProfileIsAnError() throws {
    let bench = try TuningBench()
    #expect(throws: TuningProblem.notApplied("q")) { try bench.tuner.revert("q") }
    #expect(throws: TuningProblem.notApplied("q")) { try bench.tuner.verify("q") }
    #expect(throws: TuningProblem.notWaiting("q")) { try bench.tuner.confirm("q") }
    #expect(throws: TuningProblem.notWaiting(nil)) { try bench.tuner.confirm(nil) }
    #expect("\(TuningProblem.notWaiting(nil))" == "nothing waits to be confirmed; see: assay tune status")
    #expect(try bench.tuner.revert(nil).steps.isEmpty)
  }

  /// Whatever the order, the first value comes back in the end.
  @Test(arguments: [["a", "b"], ["b", "a"]])
  func profilesOverOneAnother(order: [String]) throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.swappiness", "10"), ("vm.stat_interval", "9"))
    try bench.apply("b", ("vm.swappiness", "5"))
    #expect(try bench.tuner.verify("a").map(\.key.name) == ["vm.stat_interval"], "the other one is b's")
    _ = try bench.tuner.revert(order[0])
    #expect(bench.kind["vm.swappiness"] == (order[0] == "a" ? "5" : "10"))
    let report = try bench.tuner.revert(order[1])
    #expect(report.conflicts.isEmpty)
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }

  @Test(arguments: [["a", "b", "c"], ["b", "a", "c"], ["a", "c", "b"], ["c", "b", "a"], ["b", "c", "a"]])
  func pairsOverOneAnother(order: [String]) throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.dirty_ratio", "10"))
    try bench.apply("b", ("vm.dirty_bytes", "4096"))
    try bench.apply("c", ("vm.dirty_ratio", "30"))
    for profile in order { #expect(try bench.tuner.revert(profile).conflicts.isEmpty, "\(order)") }
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty, "\(order)")
  }

  @Test func everythingTogetherIsTakenBackNewestFirst() throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.swappiness", "10"))
    try bench.apply("b", ("vm.swappiness", "5"), ("vm.stat_interval", "9"))
    let report = try bench.tuner.revert(nil)
    #expect(report.steps.map(\.profile) == ["b", "b", "a"])
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }

  @Test func aRebootTakesRuntimeSettingsAlong() throws {
    let bench = try TuningBench()
    try bench.apply("p", ("vm.swappiness", "10"))
    let tuner = try bench.rebooted()
    #expect(try tuner.verify(nil).isEmpty)
    #expect(try tuner.status().map(\.isOfEarlierBoot) == [true])
    bench.kind["vm.swappiness"] = "10"
    #expect(try tuner.revert(nil).steps.isEmpty, "the value of this boot is not ours")
    #expect(bench.kind["vm.swappiness"] == "10" && bench.journals.isEmpty)
  }
}
