import Experiment
import Foundation
import Host
import Platform
import TestSupport
import Testing

@Suite struct RecommendCommandTests {
  private static let profiles = "\(Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))/Profiles"
  private static let catalog = ["--catalog", "\(profiles)/catalog.yaml"]

  /// A Run of a host that is none: two nodes would be needed to run on, and a swap that swaps.
  private static func otherHost() throws -> (tree: TemporaryTree, run: String) {
    var run = RunFixture.run("other")
    run.host.mustMatch = ["cpu_model": "a processor that was never built"]
    run.host.noted = ["host": "node7", "swap_total_bytes": "8589934592", "command_line": "quiet"]
    run.host.settings = ["sysctl/vm.page-cluster": "3", "sysctl/vm.swappiness": "60"]
    let labels = [
      "rw": "randread", "block": "4k", "depth": "1", "phase": "total", "direction": "read", "quantile": "p50",
    ]
    var latency = run.metrics[0]
    (latency.id, latency.labels, latency.unit) = ("aio.latency", labels, "s")
    for index in latency.samples.indices { latency.samples[index].value = 100e-6 }
    run.metrics.append(latency)
    let tree = try TemporaryTree()
    try tree.write("other.json", String(decoding: try RunDocument.encode(run), as: UTF8.self))
    return (tree, "\(tree.path)/other.json")
  }

  private static func recommend(_ arguments: String...) async throws -> Tool.Result {
    try await Tool.run("assay", ["recommend"] + arguments + catalog)
  }

  @Test func theRulesAreListed() async throws {
    let list = try await Tool.run("assay", "recommend", "--rules")
    #expect(list.code == 0)
    #expect(list.output.contains("Documentation/admin-guide/mm/transhuge.rst"))
    let json = try await Tool.run("assay", "recommend", "--rules", "--json")
    let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    #expect(document?["schema"] as? String == "assay.rules/1")
    #expect((document?["rules"] as? [Any])?.count ?? 0 >= 25)
  }

  @Test func aRunOfAnotherHostIsRefused() async throws {
    let (tree, run) = try Self.otherHost()
    let result = try await Self.recommend(run)
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains("\(run): the Run is of another host: "))
    #expect(result.errors.contains("or add --plan-only"))
    withExtendedLifetime(tree) {}
  }

  @Test func planOnlyTakesARunOfAnyHost() async throws {
    let (tree, run) = try Self.otherHost()
    let (out, html) = ("\(tree.path)/other.yaml", "\(tree.path)/other.html")
    let result = try await Self.recommend(
      run, "--plan-only", "--goal", "latency", "--out", out, "--html", html)
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("sysctl/vm.page-cluster  3 → 0"))
    #expect(result.output.contains("unproven"))
    #expect(!result.output.contains("assay tune apply"))
    #expect(result.errorLines == [Substring(out), Substring(html)])
    #expect(try Files.text(html, limit: 1 << 24).hasPrefix("<!doctype html>"))
    let plan = try await Tool.run("assay", ["tune", "plan", out] + Self.catalog)
    #expect(plan.code == 0, "\(plan.errors)")
    #expect(plan.output.contains("recommended-latency"))
  }

  @Test func jsonIsOneDocument() async throws {
    let (tree, run) = try Self.otherHost()
    let result = try await Self.recommend(
      run, "--plan-only", "--json", "--goal", "density", "--guests", "1x1c256m")
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect(document?["schema"] as? String == "assay.recommendation/1")
    #expect(document?["plan_only"] as? Bool == true)
    let settings = try #require(document?["settings"] as? [[String: Any]])
    #expect(settings.contains { $0["rule"] as? String == "swap.page-cluster" })
    #expect(settings.allSatisfy { $0["evidence"] as? String == "unproven" })
    withExtendedLifetime(tree) {}
  }

  @Test func aRunOfThisHostNeedsNoPermission() async throws {
    let directory = try TemporaryDirectory()
    let measured = try await Tool.run(
      "assay", Tool.small("--part", "bandwidth", "--kernel", "triad", "--blocks", "1", out: directory.path))
    #expect([0, 4].contains(measured.code), "\(measured.errors)")
    let run = try #require(directory.file(".json"))
    let result = try await Self.recommend(run, "--goal", "throughput")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("Recommendation for throughput"))
    #expect(result.output.contains("debug build"))
  }

  @Test(arguments: CapturedMachine.all) func aCapturedMachineGetsAPlan(machine: CapturedMachine) async throws
  {
    let result = try await Self.recommend(
      "--fsroot", try machine.directory, "--plan-only", "--goal", "latency")
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.output.contains("nothing was measured"))
  }

  @Test(
    arguments: [
      ([], "name a Run"), (["r.json", "--fsroot", "/x"], "contradict each other"),
      (["--fsroot", "/x"], "add --plan-only"),
      (
        ["r.json", "--goal", "latency", "--goal", "density"],
        "the goals density and latency contradict each other"
      ),
      (["r.json", "--goal", "speed"], "'speed' is none of: latency, throughput, density"),
      (["r.json", "--guests", "many"], "is no guest shape"),
      (["r.json", "--goal", "latency", "--overcommit", "4"], "contradicts the goal latency"),
      (["--rules", "r.json"], "--rules lists the rules"),
      (["r.json", "--out", "x", "--html", "x"], "the same file"),
    ] as [([String], String)])
  func contradictionsAreOneLineEach(arguments: [String], words: String) async throws {
    let result = try await Tool.run("assay", ["recommend"] + arguments)
    #expect(result.code == 64)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test func guestsThatDoNotFitAreNamed() async throws {
    let (tree, run) = try Self.otherHost()
    let result = try await Self.recommend(run, "--plan-only", "--guests", "1x4000c1g")
    #expect(result.code == 1)
    #expect(result.output.isEmpty)
    #expect(result.errorLines.count == 2)
    #expect(result.errors.contains("1 guest of 4000 CPUs and 1 GiB without a place: "))
    #expect(result.errors.contains("no guest fits on node7"))
    withExtendedLifetime(tree) {}
  }

  @Test func whatIsNoRunIsOneLine() async throws {
    let tree = try TemporaryTree([
      "cut.json": "{\"schema\": \"assay.run/1\"", "other.json": "{\"schema\": \"x\"}",
    ])
    for name in ["cut.json", "other.json", "missing.json"] {
      let result = try await Self.recommend("\(tree.path)/\(name)")
      #expect(result.code == 1)
      #expect(result.errorLines.count == 1)
      #expect(result.errors.contains(name))
    }
    let root = try await Self.recommend("--fsroot", tree.path, "--plan-only")
    #expect(root.code == 1)
    #expect(root.errors.contains("there is neither proc nor sys in it"))
  }

  @Test func aRunThatContradictsItselfIsRefused() async throws {
    let tree = try TemporaryTree()
    var run = RunFixture.run("edited")
    run.metrics[0].samples[0].valid = false
    try tree.write("edited.json", String(decoding: try RunDocument.encode(run), as: UTF8.self))
    let result = try await Self.recommend("\(tree.path)/edited.json", "--plan-only")
    #expect(result.code == 1)
    #expect(result.errors.contains("is marked invalid, but the block is not"))
  }

  @Test func aFileThatCannotBeWrittenIsNamed() async throws {
    let (tree, run) = try Self.otherHost()
    let result = try await Self.recommend(run, "--plan-only", "--out", "\(tree.path)/none/x.yaml")
    #expect(result.code == 1)
    #expect(result.errors.contains("--out \(tree.path)/none/x.yaml: "))
  }
}
