import Foundation
import Platform
import TestSupport
import Testing
import VirtualMachine

@testable import Experiment

/// `assay migration --guest linux` as a user runs it.
@Suite(.serialized)
struct MigrationGuestTests {
  private static func words(_ out: String, _ more: [String]) -> [String] {
    [
      "migration", "--allow-debug", "--duration", "200ms", "--seed", "7", "--quiet", "--blocks", "1",
      "--working-set", "1m", "--out", out,
    ] + more
  }

  /// A QEMU of PATH that must not migrate Linux.
  private static var isInstalledOneTooOld: Bool {
    get async {
      guard let qemu = try? QEMU(), let choice = try? await qemu.chooseAccelerator(),
        let version = try? OwnThread.run({ try qemu.version() })
      else { return false }
      return choice.accelerator == .tcg && version < LinuxGuest.leastTranslator
    }
  }

  @Test(.enabled("QEMU is not installed, is 9.0 or later, or has KVM") { await isInstalledOneTooOld })
  func theInstalledQEMUWouldCorruptIt() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, ["--guest", "linux"]))
    #expect(result.code == 77)
    #expect(result.errorLines.count == 1)
    #expect(result.errors.contains("under TCG loses writes of a Linux guest during live migration"))
    #expect(
      result.errors.contains("take --guest beacon, a QEMU of 9.0 or later (--qemu PATH), or a host with KVM"))
    #expect(out.files.isEmpty)
  }

  /// No kernel is looked for: the name of this one is no package's.
  @Test func whatWouldCorruptItIsRefusedBeforeAKernelIsFetched() async throws {
    let out = try TemporaryDirectory()
    let tree = try TemporaryTree(["qemu": ChosenQEMU.script(major: 8, minor: 2)])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(tree.path)/qemu")
    let result = try await Tool.run(
      "assay",
      Self.words(
        out.path, ["--guest", "linux", "--kernel", "/no/such/kernel.deb", "--qemu", "\(tree.path)/qemu"]))
    #expect(result.code == 77)
    #expect(result.errors.contains("QEMU 8.2.0 under TCG"), "\(result.errors)")
  }

  @Test func aQEMUThatDoesNotStartIsNotMeasurable() async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, ["--qemu", "/bin/false"]))
    #expect(result.code == 77)
    #expect(result.errorLines.count == 1 && out.files.isEmpty, "\(result.errors)")
  }

  @Test(arguments: [
    (["--guest", "windows"], "none of"), (["--kernel", "linux-image-cloud-amd64"], "--guest linux"),
    (["--guest", "beacon", "--kernel", "linux-image-cloud-amd64"], "--guest linux"),
    (["--guest", "linux", "--kernel", "No Package"], "a Debian package's name"),
    (
      ["--guest", "linux", "--libvirt", "qemu:///session", "--domain", "d", "--to", "qemu:///session"],
      "take one of them"
    ),
  ])
  func whatIsWrongIsUsage(words: [String], said: String) async throws {
    let out = try TemporaryDirectory()
    let result = try await Tool.run("assay", Self.words(out.path, words))
    #expect(result.code == 64)
    #expect(result.errors.contains(said), "\(result.errors)")
    #expect(out.files.isEmpty)
  }

  /// The QEMU that `ASSAY_QEMU` names.
  @Suite(.serialized, .enabled(if: ChosenQEMU.path != nil, "ASSAY_QEMU names no QEMU of 9.0 or later"))
  struct WithNewQEMUTests {
    @Test func linuxIsMeasuredAndLabelled() async throws {
      let out = try TemporaryDirectory()
      let result = try await Tool.run(
        "assay",
        MigrationGuestTests.words(
          out.path, ["--guest", "linux", "--dirty-rate", "1000", "--qemu", ChosenQEMU.path ?? ""]))
      #expect([0, 4].contains(result.code), "\(result.errors)")
      let run = try RunDocument.read(path: #require(out.file(".json")))
      #expect(run.warnings.allSatisfy { $0.code != Run.sampleFailedCode }, "\(run.warnings)")
      let labels = ["strategy": "precopy", "dirty": "1000", "link": "none", "guest": "linux"]
      for name in ["blackout", "guest_pause", "pause", "total", "transferred"] {
        let metric = run.metrics.first { $0.id == "migration.\(name)" && $0.labels == labels }
        #expect((metric?.samples.first?.value ?? 0) > 0, "\(name)")
      }
      #expect(run.metrics.first { $0.id == "migration.verified_pages" }?.samples.first?.value == 256)
      #expect(run.metrics.allSatisfy { $0.labels["guest"] == "linux" })
      #expect(run.metrics.contains { $0.id == "migration.calibration_error" })
      #expect(run.host.noted["migration.guest_kernel"] != nil)
      #expect(run.host.noted["migration.qemu_version"]?.isEmpty == false)
    }

    @Test func aKernelThatIsNotThereIsUsage() async throws {
      let out = try TemporaryDirectory()
      let result = try await Tool.run(
        "assay",
        MigrationGuestTests.words(
          out.path, ["--guest", "linux", "--kernel", "/no/such.deb", "--qemu", ChosenQEMU.path ?? ""]))
      #expect(result.code == 64)
      #expect(result.errors.contains("there is no such file"), "\(result.errors)")
      #expect(out.files.isEmpty)
    }
  }
}
