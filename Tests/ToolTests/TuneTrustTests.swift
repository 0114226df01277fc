import Foundation
import Glibc
import Platform
import TestSupport
import Testing

/// Nothing here can change the machine: what is wanted is what it has.
@Suite(.enabled(if: geteuid() == 0, "only root is careful about whom it believes"))
struct TuneTrustTests {
  private func tree() throws -> TemporaryTree {
    let present = try #require(Files.fact("/proc/sys/vm/page-cluster"))
    return try TemporaryTree([
      "p/catalog.yaml":
        "schema: assay.catalog/1\nknobs:\n  - {key: sysctl/vm.page-cluster, type: integer, about: a, risk: \"low: n\", source: s}\n",
      "p/own.yaml":
        "schema: assay.profile/1\nname: own\nsummary: s\nsettings:\n  - {key: sysctl/vm.page-cluster, value: \(present), why: w}\n",
      "p/top.yaml": "schema: assay.profile/1\nname: top\nsummary: s\ninclude: [own.yaml]\n",
    ])
  }

  private func tune(_ tree: TemporaryTree, _ command: String, _ words: String...) async throws -> Tool.Result
  {
    let state = command == "apply" ? ["--state-dir", "\(tree.path)/state"] : []
    return try await Tool.run("assay-tune", [command, "\(tree.path)/p/top.yaml"] + state + words)
  }

  private func set(_ mode: Int, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
  }

  @Test func whatOnlyRootCanHaveWrittenIsApplied() async throws {
    let result = try await tune(try tree(), "apply")
    #expect(result.code == 0 && result.output.contains("everything is so already"), "\(result.errors)")
  }

  @Test(arguments: ["p/top.yaml", "p/own.yaml", "p/catalog.yaml"])
  func whatOthersCanWriteIsNot(name: String) async throws {
    let tree = try tree()
    let file = "\(tree.path)/\(name)"
    try set(0o666, file)
    let result = try await tune(tree, "apply")
    #expect(result.code == 64 && result.output.isEmpty)
    #expect(result.errors.contains("\(file) can be written by others"), "\(result.errors)")
    #expect(result.errors.contains("chmod go-w \(file)"))
    #expect(!Files.exists("\(tree.path)/state"), "nothing was even begun")
    // Who only looks, or works on a tree of files, writes nothing that matters.
    #expect(try await tune(tree, "plan").code == 0)
    #expect(try await tune(tree, "apply", "--dry-run").code == 0)
    try tree.write("host/proc/sys/vm/page-cluster", "60\n")
    #expect(try await tune(tree, "apply", "--root", "\(tree.path)/host").code == 0)
  }

  @Test func aFolderOfSomebodyElseIsNotBelieved() async throws {
    let tree = try tree()
    try FileManager.default.setAttributes([.ownerAccountID: 12345], ofItemAtPath: "\(tree.path)/p")
    let result = try await tune(tree, "apply")
    #expect(result.code == 64 && result.errors.contains("\(tree.path)/p belongs to user 12345"))
  }
}
