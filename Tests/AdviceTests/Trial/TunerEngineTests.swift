import Platform
import TestSupport
import Testing
import Tuning

@testable import Advice

@Suite struct TunerEngineTests {
  private static let swappiness = "proc/sys/vm/swappiness"
  private static let key = "sysctl/vm.swappiness"

  @Test func appliesVerifiesAndTakesBack() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([(Self.key, "10"), ("sysfs/thp", "always")])
    #expect(engine.factors.map(\.name) == ["sysctl/vm.swappiness = 10", "sysfs/thp = always"])
    let values = try engine.apply([0, 1])
    #expect(values.contains(AppliedValue(key: Self.key, old: "60", new: "10")))
    #expect(try fixture.value(Self.swappiness) == "10")
    try engine.verify()
    try await engine.revert()
    #expect(try fixture.value(Self.swappiness) == "60")
    #expect(try fixture.isClean())
  }

  @Test func onlyTheChosenOnesAreApplied() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([(Self.key, "10"), ("sysctl/vm.stat_interval", "5")])
    _ = try engine.apply([1])
    #expect(try fixture.value(Self.swappiness) == "60")
    #expect(try fixture.value("proc/sys/vm/stat_interval") == "5")
    try await engine.revert()
  }

  @Test func whatAKillLeavesIsUndoneByRecoverAlone() throws {
    let fixture = try TrialFixture()
    _ = try fixture.engine([(Self.key, "10")]).apply([0])
    // Nobody takes it back: the process is gone.
    let status = try fixture.tuner().status()
    #expect(status.map(\.profile) == ["trial-test"])
    #expect(status.first?.pending?.contains("assay tune recover") ?? false)
    let report = try fixture.tuner().recover()
    #expect(report.failures.isEmpty && report.conflicts.isEmpty)
    #expect(try fixture.value(Self.swappiness) == "60")
    #expect(try fixture.isClean())
  }

  @Test func nothingIsAppliedOverWhatIsLeft() throws {
    let fixture = try TrialFixture()
    _ = try fixture.engine([(Self.key, "10")]).apply([0])
    let second = try fixture.engine([("sysctl/vm.stat_interval", "5")])
    #expect(throws: TuningProblem.self) { try second.apply([0]) }
    #expect(try fixture.value("proc/sys/vm/stat_interval") == "1")
  }

  @Test func whatSomebodyElseChangesIsDriftAndIsLeft() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([(Self.key, "10")])
    _ = try engine.apply([0])
    try fixture.tree.write("host/\(Self.swappiness)", "33\n")
    #expect { try engine.verify() } throws: { ($0 as? TrialProblem)?.kind == .drift }
    await #expect { try await engine.revert() } throws: { ($0 as? TrialProblem)?.kind == .drift }
    #expect(try fixture.value(Self.swappiness) == "33")
  }

  @Test func whatCannotBeTriedIsNamedWithItsReason() throws {
    let fixture = try TrialFixture()
    let profile = try fixture.profile(
      """
      settings:
        - {key: sysctl/vm.swappiness, value: 60, why: w}
        - {key: sysctl/vm.missing, value: 1, why: w}
        - {key: sysfs/thp, value: never, why: w}
      boot: ["skew_tick=1"]
      """)
    let engine = try fixture.engine(profile)
    #expect(engine.factors.map(\.key) == ["sysfs/thp"])
    let kinds = Dictionary(uniqueKeysWithValues: engine.notTested.map { ($0.key, $0.kind) })
    #expect(
      kinds == [
        "sysctl/vm.swappiness": .alreadySo, "sysctl/vm.missing": .absent, "boot/skew_tick": .needsReboot,
      ])
  }

  @Test func whatFailsWhileItIsInPlaceTakesItBack() async throws {
    struct Broken: Error {}
    let fixture = try TrialFixture()
    let engine = try fixture.engine([(Self.key, "10")])
    await #expect(throws: Broken.self) {
      try await engine.whileApplied([0]) { _ in throw Broken() }
    }
    #expect(try fixture.value(Self.swappiness) == "60")
    #expect(try fixture.isClean())
  }

  @Test func withoutFactorsNothingIsWritten() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([(Self.key, "10")])
    let (values, isClean) = try await engine.whileApplied([]) { ($0, try fixture.isClean()) }
    #expect(isClean)
    #expect(values.isEmpty)
  }
}
