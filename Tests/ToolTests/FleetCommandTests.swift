import Foundation
import Platform
import TestSupport
import Testing

@testable import Experiment

/// `assay fleet` as operators run it: by the real Ansible over real ssh, in network namespaces.
@Suite(.enabled(if: NodeLab.obstacle == nil, "\(NodeLab.obstacle ?? "")"), .timeLimit(.minutes(4)))
struct FleetCommandTests {
  private let lab: NodeLab
  private let binary: String

  /// Three nodes; the second has only 82 % of the others' bandwidth.
  init() throws {
    lab = try NodeLab()
    binary = try NodeStandIn(in: lab, document: try RunDocument.encode(Self.run(1))).path
    for number in 1...3 {
      try Files.replace("\(lab.node(number))/document", with: try RunDocument.encode(Self.run(number)))
    }
  }

  private static func run(_ node: Int) -> Run {
    var run = RunFixture.run(
      "run-\(node)", level: node == 2 ? 82 : 100, spread: 0.01, seed: UInt64(node) * 10_000)
    run.host.noted["host"] = "n\(node)"
    run.host.mustMatch["memory_gib"] = node == 2 ? "16" : "32"
    return run
  }

  private func fleet(_ command: String, _ more: String...) async throws -> Tool.Result {
    try await Tool.runInShell(
      "export PATH=\(lab.programs):$PATH", "assay", ["fleet", command, "--no-color"] + more)
  }

  private func measured(_ out: String, _ more: String...) async throws -> Tool.Result {
    let words = ["fleet", "run", "--inventory", lab.inventory, "--binary", binary, "--out", out] + more
    return try await Tool.runInShell("export PATH=\(lab.programs):$PATH", "assay", words)
  }

  @Test func nodesAreMeasuredAndTheOddOneIsFound() async throws {
    let out = "\(lab.path)/out"
    let run = try await measured(out)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output == "3 of 3 nodes measured, 6 of 6 pairs\n", "\(run.output)")
    #expect(run.errors.contains("n2: measure done"), "\(run.errors)")
    #expect(run.errors.hasSuffix("\(out)\n"))

    try Files.replace(
      "\(lab.path)/acceptance.yaml",
      with: Array(
        """
        schema: assay.acceptance/1
        name: three nodes
        lines:
          - {metric: memory.bandwidth, labels: {kernel: triad}, bound: ">= 90 B/s"}

        """.utf8))
    let report = try await fleet(
      "report", out, "--acceptance", "\(lab.path)/acceptance.yaml", "--html", "\(lab.path)/r.html", "--junit",
      "\(lab.path)/r.xml", "--openmetrics", "\(lab.path)/r.prom", "--document", "\(lab.path)/r.json")
    #expect(report.code == 2, "\(report.errors)")
    #expect(
      report.output.hasPrefix("✕ FAIL: 3 nodes, n2 is odd and worse; 1 of 3 promises broken"),
      "\(report.output)")
    #expect(report.output.contains("n2") && report.output.contains("−18"), "\(report.output)")
    #expect(report.output.contains("memory_gib"), "\(report.output)")
    for (file, part) in [
      ("r.html", "<html"), ("r.xml", "<testsuites"), ("r.prom", "# EOF"),
      ("r.json", "\"assay.fleet-report/1\""),
    ] {
      #expect(try Files.text("\(lab.path)/\(file)").contains(part), "\(file)")
    }

    let again = try await measured(out)
    #expect(
      again.code == 1 && again.errorLines.count == 1 && again.errors.contains("--resume"), "\(again.errors)")
    let resumed = try await measured(out, "--resume", "--quiet")
    #expect(resumed.code == 0, "\(resumed.errors)")
    #expect((1...3).map { NodeStandIn.calls(lab, $0, "run ") } == [1, 1, 1])
  }

  @Test func aNodeThatIsNotThereIsNamedAndTheReportSaysSo() async throws {
    try lab.command("kill 3")
    let out = "\(lab.path)/out"
    let run = try await measured(out, "--no-pairs", "--quiet")
    #expect(run.code == 1)
    #expect(run.output.hasPrefix("2 of 3 nodes measured\n  n3: preflight: unreachable: "), "\(run.output)")
    let report = try await fleet("report", out, "--json")
    #expect(report.code == 3, "\(report.output.prefix(300))\(report.errors)")
    let document = try JSONSerialization.jsonObject(with: Data(report.output.utf8)) as? [String: Any]
    let nodes = try #require(document?["nodes"] as? [[String: Any]])
    #expect(nodes.compactMap { $0["name"] as? String } == ["n1", "n2", "n3"])
    #expect((nodes[2]["problems"] as? [String])?.first?.contains("unreachable") == true)
  }

  @Test func aProfileIsAppliedToAllAndTakenBack() async throws {
    let catalog = """
      schema: assay.catalog/1
      knobs:
        - {key: sysctl/vm.swappiness, type: integer, range: [0, 200], about: a, risk: "low: none", source: s}

      """
    let profile = """
      schema: assay.profile/1
      name: lab
      summary: for a test
      settings:
        - {key: sysctl/vm.swappiness, value: 10, why: a test}

      """
    try Files.createDirectories("\(lab.path)/p")
    try Files.replace("\(lab.path)/p/catalog.yaml", with: Array(catalog.utf8))
    try Files.replace("\(lab.path)/p/lab.yaml", with: Array(profile.utf8))
    let applied = try await fleet(
      "apply", "\(lab.path)/p/lab.yaml", "--inventory", lab.inventory, "--binary", binary, "--out",
      "\(lab.path)/apply", "--quiet")
    #expect(applied.code == 0, "\(applied.output)\(applied.errors)")
    #expect(applied.output == "3 of 3 nodes have confirmed the profile\n", "\(applied.output)")
    #expect((1...3).allSatisfy { Files.exists("\(lab.node($0))/applied") })
    let reverted = try await fleet(
      "revert", "lab", "--inventory", lab.inventory, "--binary", binary, "--out", "\(lab.path)/revert",
      "--quiet")
    #expect(reverted.code == 0, "\(reverted.output)\(reverted.errors)")
    #expect(reverted.output == "3 of 3 nodes without the profile\n", "\(reverted.output)")
    #expect((1...3).allSatisfy { !Files.exists("\(lab.node($0))/applied") })
    let sick = try await fleet(
      "apply", "\(lab.path)/p/lab.yaml", "--inventory", lab.inventory, "--binary", binary, "--out",
      "\(lab.path)/sick", "--quiet", "--health", "false")
    #expect(sick.code == 10, "\(sick.output)\(sick.errors)")
    #expect(sick.output.hasPrefix("0 of 3 nodes have confirmed the profile\n"), "\(sick.output)")
    #expect(sick.output.contains("\n  n1: apply: the health command says no; taken back; "), "\(sick.output)")
    #expect(sick.output.hasSuffix("\nall that this apply did is taken back\n"), "\(sick.output)")
    #expect((1...3).allSatisfy { !Files.exists("\(lab.node($0))/applied") })
  }

  @Test func aPhaseOfACrossoverIsRecordedAndAnotherKernelIsRefused() async throws {
    let kernel = try #require(Files.fact("/proc/sys/kernel/osrelease"))
    let plan = "\(lab.path)/crossover.json"
    let words = ["--inventory", lab.inventory, "--boots", "2", "--metrics", "1", "--out", plan, "--quiet"]
    let planned = try await Tool.runInShell(
      "export PATH=\(lab.programs):$PATH", "assay",
      ["fleet", "plan", "--base", kernel, "--candidate", "6.1.0-56"] + words)
    #expect(planned.code == 0 && planned.output.contains("n2  B A A B"), "\(planned.output)\(planned.errors)")
    // n2 begins with the other kernel, which is not running anywhere.
    let refused = try await measured("\(lab.path)/out", "--plan", plan, "--phase", "1", "--quiet")
    #expect(refused.code == 1 && refused.errorLines.count == 1, "\(refused.errors)")
    #expect(refused.errors.contains("phase 1 of n2 is for kernel B (6.1.0-56)"), "\(refused.errors)")
    #expect(NodeStandIn.calls(lab, 1, "run ") == 0)
    let verdict = try await fleet("report", "--crossover", plan)
    #expect([3, 4].contains(verdict.code), "\(verdict.output)\(verdict.errors)")
  }
}

/// What `assay fleet` refuses before it asks anybody.
@Suite struct FleetRefusalTests {
  @Test(arguments: [
    (["run"], "--inventory"), (["run", "-i", "x", "--phase", "1"], "--plan and --phase go together"),
    (["run", "-i", "x", "--resume"], "--resume goes on in the directory"),
    (["report", "x", "--crossover", "y"], "--crossover is a verdict of its own"),
    (
      ["plan", "--nodes", "a", "--base", "1", "--candidate", "2", "--boots", "2"], "--metrics N or --like RUN"
    ),
    (
      ["plan", "--nodes", "a", "--base", "1", "--candidate", "2", "--boots", "2", "--metrics", "20"],
      "6+6 boots"
    ),
    (["apply", "x", "-i", "y", "--batch", "0"], "--batch '0'"),
  ])
  func isOneLine(words: [String], part: String) async throws {
    let result = try await Tool.run("assay", ["fleet"] + words)
    #expect(result.code == 64, "\(result.errors)")
    #expect(result.errorLines.count == 1 && result.errors.contains(part), "\(result.errors)")
  }

  @Test func anInventoryThatIsNotThereIsOneLine() async throws {
    let result = try await Tool.run(
      "assay", "fleet", "run", "--inventory", "/nowhere/hosts", "--out", "/nowhere/out")
    #expect(result.code == 1 && result.errorLines.count == 1, "\(result.errors)")
    #expect(result.errors.contains("/nowhere/hosts is not there"), "\(result.errors)")
  }

  @Test func thePlaybookIsWrittenWhole() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", "fleet", "playbook", "--out", out.path)
    #expect(result.code == 0, "\(result.errors)")
    for name in [
      "fleet-run.yml", "fleet-apply.yml", "roles/assay/tasks/main.yml", "callback_plugins/assay_events.py",
    ] {
      #expect(Files.exists("\(out.path)/\(name)"), "\(name)")
    }
  }
}
