import Comparison
import Experiment
import Testing

struct FingerprintTests {
  private let metrics = [metric(noisy(10, around: 100, seed: 1))]

  private func compare(
    testing: [String] = [], _ editBase: (inout Run) -> Void = { _ in }, _ editCandidate: (inout Run) -> Void
  ) -> Comparison {
    Comparison(
      base: run("a", metrics, edit: editBase), candidate: run("b", metrics, edit: editCandidate),
      rules: ComparisonRules(testing: testing))
  }

  private func newKernel(_ run: inout Run) {
    run.host.declared = ["kernel": "6.12.0", "kernel_version": "#1 of 6.12.0"]
  }

  @Test("the same host has no differences")
  func alike() {
    let comparison = compare { _ in }
    #expect(comparison.fingerprint.differences == [] && comparison.fingerprint.blocking == [])
    #expect(
      comparison.base.kernel == "6.1.0" && comparison.base.host == "node1"
        && comparison.base.toolVersion == "1.0")
  }

  @Test("another processor is incomparable, and named")
  func mustMatch() {
    let comparison = compare { $0.host.mustMatch["cpu_model"] = "Xeon" }
    #expect(comparison.verdict == .incomparable)
    #expect(comparison.reason == "cpu_model must be the same: EPYC before, Xeon now")
    #expect(
      comparison.fingerprint.differences == [
        FieldDifference(kind: .mustMatch, name: "cpu_model", base: "EPYC", candidate: "Xeon")
      ])
    #expect(comparison.metrics.count == 1)
  }

  @Test("so is another workload or tool")
  func workload() {
    #expect(compare { $0.tool.version = "2.0" }.fingerprint.blocking.first?.hasPrefix("tool_version") == true)
    #expect(compare { $0.tool.build = "debug" }.verdict == .incomparable)
    #expect(
      compare { $0.plan.suite = .thorough }.reason == "suite must be the same: quick before, thorough now")
    let longer = compare { $0.tool.arguments = ["memory", "--duration", "2", "--out", "elsewhere"] }
    #expect(longer.fingerprint.blocking == ["option_duration must be the same: not there before, 2 now"])
    #expect(compare { $0.tool.arguments = ["check", "--duration=2"] }.verdict == .incomparable)
    #expect(compare { $0.tool.arguments = ["check", "--seed", "7", "--json"] }.fingerprint.blocking == [])
  }

  @Test("what is unknown equals nothing, not even itself")
  func unknown() {
    let both = compare {
      $0.host.mustMatch["cpu_model"] = "unknown"
    } _: {
      $0.host.mustMatch["cpu_model"] = "unknown"
    }
    #expect(both.verdict == .incomparable)
    #expect(both.reason == "cpu_model must be the same, and is unknown on both sides")
    let kernel = compare(testing: ["kernel"]) {
      $0.host.declared["kernel"] = "unknown"
    } _: {
      newKernel(&$0)
    }
    // The build tells that the kernel differs, though its release is unknown.
    #expect(kernel.fingerprint.blocking == [])
    let none = compare(testing: ["kernel"]) {
      $0.host.declared = ["kernel": "unknown"]
    } _: {
      newKernel(&$0)
    }
    #expect(
      none.verdict == .incomparable && none.reason == "kernel is under test, but is not known to differ")
  }

  @Test("a new kernel must be declared, and then must differ")
  func declared() {
    let secret = compare { newKernel(&$0) }
    #expect(secret.verdict == .incomparable)
    #expect(
      secret.fingerprint.blocking.first == "kernel differs and is not under test: 6.1.0 before, 6.12.0 now")
    let told = compare(testing: ["kernel"]) { newKernel(&$0) }
    #expect(told.verdict != .incomparable && told.fingerprint.blocking == [])
    #expect(told.fingerprint.differences.map(\.name) == ["kernel", "kernel_version"])
    let rebuilt = compare(testing: ["kernel"]) { $0.host.declared["kernel_version"] = "#2" }
    #expect(rebuilt.fingerprint.blocking == [])
    let unchanged = compare(testing: ["kernel"]) { _ in }
    #expect(unchanged.reason == "kernel is under test, but is not known to differ")
    let wrong = compare(testing: ["kernle"]) { _ in }
    #expect(wrong.reason == "kernle is under test, but neither Run has a fact of this name")
  }

  @Test("anything may be declared to be under test, and then nothing else may differ")
  func other() {
    let upgrade = compare(testing: ["tool_version"]) { $0.tool.version = "2.0" }
    #expect(upgrade.fingerprint.blocking == [])
    let both = compare(testing: ["microcode"]) {
      $0.host.noted["microcode"] = "2"
      newKernel(&$0)
    }
    #expect(both.verdict == .incomparable && both.fingerprint.blocking.count == 2)
  }

  @Test("noted facts and settings are listed and forbid nothing")
  func noted() {
    let comparison = compare {
      $0.host.noted["microcode"] = "2"
      $0.host.settings = ["sysctl/vm.swappiness": "10", "sysctl/kernel.new": "1"]
    }
    #expect(comparison.fingerprint.blocking == [])
    #expect(
      comparison.fingerprint.differences == [
        FieldDifference(kind: .noted, name: "microcode", base: "1", candidate: "2"),
        FieldDifference(kind: .settings, name: "sysctl/kernel.new", base: nil, candidate: "1"),
        FieldDifference(kind: .settings, name: "sysctl/vm.swappiness", base: "60", candidate: "10"),
      ])
  }
}
