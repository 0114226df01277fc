import Foundation
import Platform
import TestSupport
import Testing

/// `assay trial` and `assay screen` on a tree of files, with a workload whose number depends on what stands in it.
@Suite struct TrialCommandTests {
  @Test(arguments: ["trial", "screen"]) func helpHasExamples(command: String) async throws {
    let result = try await Tool.run("assay", command, "--help")
    #expect(result.code == 0)
    #expect(result.output.contains("assay \(command) "))
    #expect(result.output.contains("Example:"))
  }

  @Test func whatHelpsCarriesItsEvidence() async throws {
    let machine = try TrialBench()
    let result = try await machine.run("trial", [machine.profile, "--pairs", "8"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("test: helps"), "\(result.output)")
    #expect(
      machine.text.contains("evidence: {metric: \"workload.value{command=if [ \\\""), "\(machine.text)")
    #expect(machine.text.contains("effect: \"+10.0 %\""), "\(machine.text)")
    #expect(machine.text.contains("}} # mine"), "\(machine.text)")
    #expect(machine.swappiness == "60")
    #expect(machine.journals.isEmpty)
  }

  @Test func eachAloneDropsWhatDoesNothing() async throws {
    let machine = try TrialBench(
      profile: """
        # Kept.
        settings:
          - key: sysctl/vm.swappiness
            value: 10
            why: one
          - key: sysctl/vm.b
            value: 5
            why: two

        """)
    let result = try await machine.run("trial", [machine.profile, "--pairs", "8", "--each", "--json"])
    #expect(result.code == 0, "\(result.errors)")
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(document?["schema"] as? String == "assay.trial/1")
    #expect((document?["each"] as? [Any])?.count == 2)
    #expect(machine.text.contains("# Kept."))
    #expect(machine.text.contains("    evidence: {metric: \"workload.value{command="))
    #expect(machine.text.contains("  # sysctl/vm.b = 5 was dropped: does nothing"), "\(machine.text)")
  }

  @Test func dryRunLeavesTheProfile() async throws {
    let machine = try TrialBench()
    let before = machine.text
    #expect(try await machine.run("trial", [machine.profile, "--pairs", "8", "--dry-run"]).code == 0)
    #expect(machine.text == before)
  }

  @Test func aProfileThatHurtsEndsWithTwo() async throws {
    let machine = try TrialBench()
    let result = try await machine.run("trial", [machine.profile, "--pairs", "8", "--better", "lower"])
    #expect(result.code == 2, "\(result.errors)")
    #expect(machine.text.contains("was dropped: hurts"))
  }

  @Test(arguments: [
    ("exit 3", "the workload ended with code 3"), ("echo hello", "printed nothing that --metric-regex"),
  ])
  func aWorkloadThatFailsIsOneLineAndNothingStays(workload: String, part: String) async throws {
    let machine = try TrialBench()
    let result = try await machine.run("trial", [machine.profile, "--quiet"], workload: workload)
    #expect(result.code == 1)
    #expect(result.errorLines.count == 1 && result.errors.contains(part), "\(result.errors)")
    #expect(machine.swappiness == "60" && machine.journals.isEmpty)
  }

  @Test func unlessToldItLooksUntilItIsDecided() async throws {
    let machine = try TrialBench()
    let result = try await machine.run("trial", [machine.profile])
    #expect(result.code == 0, "\(result.errors)")
    #expect(
      result.errors.contains("look after 9 blocks of each side: 1 of 1 primary metrics decided"),
      "\(result.errors)")
    #expect(machine.text.contains("evidence: {metric: \"workload.value"))
    #expect(machine.swappiness == "60" && machine.journals.isEmpty)
  }

  @Test func whatIsSoAlreadyCannotBeTried() async throws {
    let machine = try TrialBench(profile: "settings:\n  - {key: sysctl/vm.swappiness, value: 60, why: w}\n")
    let result = try await machine.run("trial", [machine.profile, "--quiet"])
    #expect(result.code == 77)
    #expect(result.errorLines.count == 1 && result.errors.contains("it is so already"), "\(result.errors)")
  }

  @Test(arguments: [
    ["--pairs", "0"], ["--testing", "kernel"], ["--save-baseline", "x"], ["--only", "memory"],
    ["--dry-run", "--proved", "x"],
  ])
  func contradictionsAreRefused(more: [String]) async throws {
    let machine = try TrialBench()
    let result = try await machine.run("trial", [machine.profile] + more)
    #expect(result.code == 64)
    #expect(result.errorLines.count == 1)
  }

  /// Waits until the setting is in place, which the running trial puts there, and leaves there while its workload holds.
  private func waitUntilApplied(_ machine: TrialBench, _ running: Running) async throws {
    while machine.swappiness != "10", running.isRunning { try await Task.sleep(for: .milliseconds(5)) }
    #expect(machine.swappiness == "10")
  }

  @Test func controlCTakesEverythingBack() async throws {
    let machine = try TrialBench()
    let running = try Running(
      machine.words("trial", [machine.profile, "--pairs", "30"], workload: try machine.holdingWorkload()))
    try await waitUntilApplied(machine, running)
    running.send(SIGINT)
    #expect(running.waitForExit() == 130)
    #expect(machine.swappiness == "60" && machine.journals.isEmpty)
  }

  @Test func afterAKillRecoverIsAllThatIsNeeded() async throws {
    let machine = try TrialBench()
    let running = try Running(
      machine.words("trial", [machine.profile, "--pairs", "30"], workload: try machine.holdingWorkload()))
    try await waitUntilApplied(machine, running)
    running.send(SIGKILL)
    _ = running.waitForExit()
    try machine.release()
    let status = try await machine.tune("status")
    #expect(status.output.contains("trial-test"))
    let refused = try await machine.run("trial", [machine.profile, "--quiet"])
    #expect(refused.code == 1 && refused.errors.contains("assay tune recover"), "\(refused.errors)")
    #expect(try await machine.tune("recover").code == 0)
    #expect(machine.swappiness == "60" && machine.journals.isEmpty)
  }

  @Test func aScreeningFindsTheKnobAndConfirmsIt() async throws {
    let machine = try TrialBench()
    let knobs = ["swappiness=10", "b=5", "c=5"].flatMap { ["--knob", "sysctl/vm.\($0)"] }
    let result = try await machine.run("screen", knobs + ["--pairs", "8"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("1 of 3 knobs matter; 16 of 16 runs count"), "\(result.output)")
    #expect(result.output.contains("Confirming trial of sysctl/vm.swappiness = 10"))
    #expect(machine.swappiness == "60" && machine.journals.isEmpty)
    let files = try Files.names(in: "\(machine.tree.path)/out")
    for ending in ["-screening.json", "-screening.html", "-screening.yaml"] {
      #expect(files.contains { $0.hasSuffix(ending) }, "\(files)")
    }
  }

  @Test(
    arguments: [
      ([], "what to screen"), (["--knob", "sysctl/vm.unknown=1"], "is not in the catalog"),
      (["--knob", "sysctl/vm.b=5", "--runs", "9"], "there are designs of"),
      (["--knob", "sysctl/vm.b=900"], "expected 0 to 200"),
    ] as [([String], String)])
  func whatCannotBeScreenedIsOneLine(more: [String], part: String) async throws {
    let result = try await TrialBench().run("screen", more + ["--quiet"])
    #expect(result.code == 64, "\(result.errors)")
    #expect(result.errorLines.count == 1 && result.errors.contains(part), "\(result.errors)")
  }

  @Test func claimsGetTheirVerdicts() async throws {
    let machine = try TrialBench()
    try machine.tree.write(
      "p/claims.yaml",
      """
      schema: assay.claims/1
      name: claims
      summary: s
      claims:
        - {claim: it helps, source: s, setting: sysctl/vm.swappiness, value: 10, metric: workload.value, effect: +10 %}
        - {claim: it helps much, source: s, setting: sysctl/vm.swappiness, value: 11, metric: workload.value, effect: +50 %}
        - {claim: a word, source: s, boot: dom0=1}

      """)
    let result = try await machine.run(
      "trial", ["\(machine.tree.path)/p/claims.yaml", "--pairs", "8", "--no-twin"])
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("claims: 3 claims: 1 confirmed, 2 refuted"), "\(result.output)")
    #expect(result.output.contains("`dom0=1` is not a parameter of this kernel"))
    #expect(machine.swappiness == "60" && machine.journals.isEmpty)
  }
}
