import Foundation
import Platform
import TestSupport
import Testing

@Suite struct TunePersistTests {
  private static let profile = """
    schema: assay.profile/1
    name: lasting
    summary: a test
    settings:
      - {key: sysctl/vm.swappiness, value: 10, why: w}
      - {key: sysfs/kernel/mm/transparent_hugepage/enabled, value: never, why: w}

    """
  private static let catalog =
    "\(Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))/Profiles/catalog.yaml"

  private func tree(_ folders: [String]) throws -> TemporaryTree {
    let tree = try TemporaryTree([
      "p.yaml": Self.profile, "host/proc/sys/vm/swappiness": "60\n",
      "host/proc/sys/kernel/random/boot_id": "one\n",
      "host/sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
    ])
    for folder in folders { try tree.write("host/\(folder)/README", "") }
    return tree
  }

  private func tune(_ tree: TemporaryTree, _ words: String...) async throws -> Tool.Result {
    try await Tool.run("assay-tune", words + ["--root", "\(tree.path)/host"])
  }

  private func apply(_ tree: TemporaryTree, _ words: String...) async throws -> Tool.Result {
    try await Tool.run(
      "assay-tune",
      ["apply", "\(tree.path)/p.yaml", "--catalog", Self.catalog, "--persist", "--root", "\(tree.path)/host"]
        + words)
  }

  @Test func settingsAreInFilesUntilTheyAreReverted() async throws {
    let tree = try tree(["etc/sysctl.d", "etc/tmpfiles.d"])
    let applied = try await apply(tree)
    #expect(applied.code == 0 && applied.errors.isEmpty, "\(applied.errors)")
    #expect(applied.output.contains("4 settings applied and read back"), "\(applied.output)")
    #expect(!applied.output.contains("reboot is needed"))
    let sysctl = "\(tree.path)/host/etc/sysctl.d/90-assay-lasting.conf"
    let temporary = "\(tree.path)/host/etc/tmpfiles.d/90-assay-lasting.conf"
    #expect(try Files.text(sysctl).hasSuffix("\nvm.swappiness = 10\n"))
    #expect(
      try Files.text(temporary).hasSuffix(
        "\nw /sys/kernel/mm/transparent_hugepage/enabled - - - - never\n"))
    #expect(try await tune(tree, "verify").code == 0)
    // Files of ours that somebody else changed are somebody else's.
    try tree.write("host/etc/sysctl.d/90-assay-lasting.conf", "vm.swappiness = 11\n")
    let drift = try await tune(tree, "revert")
    #expect(drift.code == 12 && Files.exists(sysctl) && !Files.exists(temporary), "\(drift.output)")
    #expect(try await tune(tree, "revert", "--force").code == 0)
    #expect(!Files.exists(sysctl))
    #expect(try Files.text("\(tree.path)/host/proc/sys/vm/swappiness") == "60\n")
  }

  @Test func overABootTheyAreStillThereToBeReverted() async throws {
    let tree = try tree(["etc/sysctl.d", "etc/tmpfiles.d"])
    #expect(try await apply(tree).code == 0)
    // The files set the values again, so that to the journal nothing has changed but the boot.
    try tree.write("host/proc/sys/kernel/random/boot_id", "two\n")
    #expect(try await tune(tree, "verify").code == 0)
    #expect(try await tune(tree, "revert", "lasting").code == 0)
    #expect(try Files.names(in: "\(tree.path)/host/etc/sysctl.d") == ["README"])
    #expect(try Files.text("\(tree.path)/host/proc/sys/vm/swappiness") == "60\n")
  }

  @Test func whatIsAppliedAlreadyCanBeMadeToLast() async throws {
    let tree = try tree(["etc/sysctl.d", "etc/tmpfiles.d"])
    try tree.write("host/proc/sys/vm/swappiness", "10\n")
    #expect(try await apply(tree).code == 0)
    #expect(
      try Files.text("\(tree.path)/host/etc/sysctl.d/90-assay-lasting.conf").contains("vm.swappiness = 10"))
    let again = try await apply(tree)
    #expect(again.code == 0 && again.output.contains("everything is so already"), "\(again.output)")
  }

  @Test func withoutTheFoldersItSaysWhatDoesNotLast() async throws {
    let tree = try tree([])
    let applied = try await apply(tree)
    #expect(applied.code == 0)
    #expect(applied.output.contains("not set again at boot:"))
    #expect(
      applied.output.contains("sysctl/vm.swappiness: there is no folder /etc/sysctl.d on this host"),
      "\(applied.output)")
    let document = try await apply(tree, "--json")
    #expect(document.output.contains("\"notPersisted\""))
  }

  @Test func aDryRunShowsTheFilesAndWritesNone() async throws {
    let tree = try tree(["etc/sysctl.d"])
    let plan = try await apply(tree, "--dry-run")
    #expect(plan.code == 0 && plan.output.contains("file/etc/sysctl.d/90-assay-lasting.conf"))
    #expect(plan.output.contains("Not set again at boot"))
    #expect(try Files.names(in: "\(tree.path)/host/etc/sysctl.d") == ["README"])
  }
}
