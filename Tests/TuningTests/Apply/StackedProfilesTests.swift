import Testing

@testable import Tuning

/// Profiles over one another: who has a setting, and whose old value comes back.
@Suite struct StackedProfilesTests {
  /// Both want the same: what one of them needs stays when the other goes.
  @Test(arguments: [["a", "b"], ["b", "a"]])
  func whatBothWantStaysUntilBothAreReverted(order: [String]) throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.swappiness", "10"), ("vm.dirty_bytes", "4096"))
    let applied = try bench.apply(
      "b", ("vm.swappiness", "10"), ("vm.stat_interval", "9"), ("vm.dirty_bytes", "4096"))
    guard case .done(let steps, _) = applied else {
      Issue.record("\(applied)")
      return
    }
    #expect(steps.map(\.outcome) == [.held, .held, .applied])
    #expect(try bench.tuner.verify("b").count == 3)
    _ = try bench.tuner.revert(order[0])
    #expect(bench.kind["vm.swappiness"] == "10" && bench.kind["vm.dirty_bytes"] == "4096")
    #expect(bench.kind["vm.stat_interval"] == (order[0] == "b" ? "1" : "9"))
    #expect(try bench.tuner.verify(nil).allSatisfy(\.isAsWanted))
    let report = try bench.tuner.revert(order[1])
    #expect(report.failures.isEmpty && report.conflicts.isEmpty)
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }

  @Test func whatIsAppliedAgainIsNotHeld() throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.swappiness", "10"))
    #expect(try bench.apply("a", ("vm.swappiness", "10")) == .nothingToDo)
    try bench.apply("b", ("vm.swappiness", "10"), ("vm.stat_interval", "9"))
    #expect(try bench.apply("a", ("vm.swappiness", "10")) == .nothingToDo)
    #expect(bench.journals.count == 2)
  }

  /// The profile above never came to the setting: it must not get the only record of the old value.
  @Test func anInterruptedProfileAboveGetsNothing() throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.stat_interval", "9"), ("vm.swappiness", "10"))
    bench.kind.refuse("kernel.numa_balancing")
    // Its undo fails as well: a journal stays that is not whole.
    bench.kind.refuse("vm.dirty_ratio")
    #expect(throws: Tuner.ApplyFailure.self) {
      try bench.apply(
        "b", ("vm.dirty_bytes", "4096"), ("kernel.numa_balancing", "0"), ("vm.swappiness", "5"))
    }
    #expect(bench.journals.count == 2)
    _ = try bench.tuner.revert("a")
    #expect(bench.kind["vm.swappiness"] == "60" && bench.kind["vm.stat_interval"] == "1")
    bench.kind.accept("vm.dirty_ratio")
    #expect(try bench.tuner.recover().failures.isEmpty)
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }

  /// Several profiles by one command: the one that was applied yesterday stays when a new one fails.
  @Test func aFailureTakesBackWhatThisCommandApplied() throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.stat_interval", "9"), ("vm.swappiness", "10"))
    bench.kind["vm.stat_interval"] = "5"
    bench.kind.refuse("kernel.numa_balancing")
    let wanted = [
      "a": [("vm.stat_interval", "9"), ("vm.swappiness", "10")], "b": [("kernel.numa_balancing", "0")],
    ]
    let failure = #expect(throws: Tuner.ApplyFailure.self) {
      try bench.tuner.apply(["a", "b"]) { name in
        try bench.plan(name, (wanted[name] ?? []).map { (name: $0.0, value: $0.1) })
      }
    }
    #expect(failure?.key.name == "kernel.numa_balancing")
    #expect(bench.kind["vm.stat_interval"] == "5" && bench.kind["vm.swappiness"] == "10")
    #expect(bench.journals.count == 1)
  }

  /// Applied, and later applied again to last: after a reboot the value that came with the boot's files goes as well.
  @Test func whatIsMadeToLastLaterIsTakenBackAfterAReboot() throws {
    let bench = try TuningBench()
    try bench.apply("a", ("vm.swappiness", "10"))
    _ = try bench.tuner.apply(["a"], persists: true) { try bench.plan($0, [("vm.swappiness", "10")]) }
    #expect(bench.journals.count == 2)
    let tuner = try bench.rebooted(to: ["vm.swappiness": "10"])
    #expect(try tuner.verify(nil).map(\.isAsWanted) == [true])
    #expect(try tuner.revert(nil).steps.map(\.outcome) == [.restored])
    #expect(bench.kind["vm.swappiness"] == "60" && bench.journals.isEmpty)
  }

  /// What the files of an apply cannot repeat is gone after a boot, and nobody's difference.
  @Test func whatCannotLastIsNotMissedAfterAReboot() throws {
    let bench = try TuningBench()
    _ = try bench.tuner.apply(["a"], persists: true) { name in
      var plan = try bench.plan(name, [("vm.swappiness", "10"), ("vm.stat_interval", "9")])
      plan.notPersisted = [.init(key: "sysctl/vm.stat_interval", profile: name, reason: "a test")]
      return plan
    }
    let tuner = try bench.rebooted(to: ["vm.swappiness": "10", "vm.stat_interval": "1"])
    #expect(try tuner.verify(nil).map(\.key.name) == ["vm.swappiness"])
    let report = try tuner.revert(nil)
    #expect(report.conflicts.isEmpty && report.failures.isEmpty)
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }

  /// The names of files would decide at boot what the order of applying decides now.
  @Test func filesOfTwoProfilesMustAgree() throws {
    let bench = try TuningBench()
    func apply(_ profile: String, _ value: String, persists: Bool) throws {
      _ = try bench.tuner.apply([profile], persists: persists) {
        try bench.plan($0, [("vm.swappiness", value)])
      }
    }
    try apply("a", "10", persists: true)
    #expect {
      try apply("b", "5", persists: true)
    } throws: {
      "\($0)".hasPrefix("sysctl/vm.swappiness: the files of a set it to 10 at every boot, those of b would")
    }
    #expect(bench.kind["vm.swappiness"] == "10" && bench.journals.count == 1)
    try apply("b", "5", persists: false)
    _ = try bench.tuner.revert(nil)
    #expect(bench.kind.values == TuningBench.usual && bench.journals.isEmpty)
  }
}
