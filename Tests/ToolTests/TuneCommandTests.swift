import Foundation
import Platform
import TestSupport
import Testing

/// `assay tune` from apply to revert, as a user runs it on a tree of files.
@Suite struct TuneCommandTests {
  @Test func aProfileOfEveryKindIsAppliedAndTakenBack() async throws {
    let host = try TuneHost()
    let before = try host.snapshot()
    let apply = try await host.run("apply")
    #expect(apply.code == 13, "boot words need a reboot: \(apply.errors)")
    #expect(apply.output.contains("settings applied and read back"))
    #expect(apply.output.contains("sysctl/vm.swappiness"))
    let tuned = try host.snapshot()
    #expect(tuned["/proc/sys/vm/swappiness"] == "10" && tuned["/proc/sys/vm/dirty_bytes"] == "67108864")
    #expect(tuned["/sys/kernel/mm/transparent_hugepage/enabled"] == "[always] madvise never")
    #expect(tuned["/sys/fs/cgroup/assay-isolated/cpuset.cpus.partition"] == "isolated")
    #expect(tuned["/sys/fs/cgroup/assay-isolated/cpuset.cpus"] == "2-3")
    #expect(tuned["/proc/irq/default_smp_affinity"] == "3")
    #expect(tuned["/etc/default/grub.d/90-assay.cfg"]?.contains("skew_tick=1") == true)
    let again = try await host.run("apply")
    #expect(
      again.code == 13
        && again.output == "everything is so already; nothing was changed\n"
          + "a reboot is needed for some of it to take effect\n"
    )
    let verify = try await host.run("verify")
    #expect(verify.code == 0, "\(verify.output)")
    let status = try await host.run("status")
    #expect(status.output.hasPrefix("every-kind: "))
    let revert = try await host.run("revert")
    #expect(revert.code == 0, "\(revert.output)\(revert.errors)")
    #expect(try host.snapshot() == before)
    #expect(host.journals.isEmpty)
    let log = try await host.run("log")
    #expect(log.output.contains("  apply  every-kind@") && log.output.contains("  revert  every-kind@"))
    #expect(try await host.run("status").output == "nothing is applied\n")
    #expect(try await host.run("revert").output == "nothing is applied\n")
  }

  @Test func aDryRunIsThePlan() async throws {
    let host = try TuneHost()
    let before = try host.snapshot()
    let dry = try await host.run("apply", "--dry-run")
    let plan = try await host.run("plan")
    #expect(dry.code == 0 && dry.output == plan.output)
    #expect(try host.snapshot() == before && !Files.exists(host.state))
  }

  @Test func somebodyElsesValueIsToldAndLeft() async throws {
    let host = try TuneHost()
    _ = try await host.run("apply")
    try host.tree.write("host/proc/sys/vm/swappiness", "33\n")
    let verify = try await host.run("verify")
    #expect(verify.code == 2)
    #expect(verify.output.contains("sysctl/vm.swappiness  ours 10, now 33 (every-kind)"))
    let revert = try await host.run("revert")
    #expect(revert.code == 12)
    #expect(revert.output.contains("somebody else's: 33 (ours 10, before 60); left as it is"))
    #expect(revert.errors.contains("assay tune revert --force"))
    #expect(try Files.text("\(host.root)/proc/sys/vm/swappiness") == "33\n")
    #expect(try await host.run("revert", "--force").code == 0)
    #expect(try Files.text("\(host.root)/proc/sys/vm/swappiness") == "60\n")
  }

  @Test func aSecondCommandIsToldToWait() async throws {
    let host = try TuneHost()
    try Files.createPrivateDirectory(host.state)
    let lock = try FileLock("\(host.state)/lock")
    for action in ["apply", "revert", "recover", "confirm"] {
      let result = try await host.run(action)
      #expect(result.code == 14, "\(action)")
      #expect(
        result.errorLines == ["assay: another assay tune is at work; wait for it, or see: assay tune status"])
    }
    #expect(try await host.run("status").code == 0)
    withExtendedLifetime(lock) {}
  }

  @Test func aStateDirectoryThatOthersMayWriteToIsRefused() async throws {
    let host = try TuneHost()
    try Files.createDirectory(host.state)
    #expect(chmod(host.state, 0o777) == 0)
    let before = try host.snapshot()
    let result = try await host.run("apply")
    #expect(result.code == 1 && result.errorLines.count == 1)
    #expect(result.errors.contains("others may write to it"), "\(result.errors)")
    #expect(try host.snapshot() == before)
  }

  @Test func withoutConfirmationItRevertsByItself() async throws {
    let host = try TuneHost()
    let before = try host.snapshot()
    let apply = try await host.run("apply", "--confirm-within", "1s")
    #expect(apply.output.contains("reverts by itself in 1 s unless: assay tune confirm"))
    let start = Clock.now()
    while !host.journals.isEmpty, Clock.seconds(from: start, to: Clock.now()) < 600 { Clock.pause(0.02) }
    #expect(try host.snapshot() == before)
    #expect(try Files.text("\(host.state)/guard.log") == "")
  }

  @Test func whatIsConfirmedStays() async throws {
    let host = try TuneHost()
    _ = try await host.run("apply", "--confirm-within", "1000s")
    #expect(try await host.run("status").output.contains("unless: assay tune confirm"))
    #expect(try await host.run("confirm").output == "confirmed: every-kind\n")
    #expect(try await host.run("confirm").code == 1)
    #expect(try await host.run("verify").code == 0)
    #expect(try await host.run("revert", "every-kind").code == 0)
  }

  @Test(arguments: [
    (["revert", "--force", "--leave"], "exclude each other"),
    (["revert", "unknown"], "no profile 'unknown' is applied"),
    (["apply"], "Missing expected argument"),
  ])
  func refusals(words: [String], says: String) async throws {
    let host = try TuneHost()
    let result = try await Tool.run(
      "assay", ["tune"] + words + ["--root", host.root, "--state-dir", host.state])
    #expect([1, 64].contains(result.code))
    #expect(result.errorLines.count == 1 && result.errors.contains(says), "\(result.errors)")
  }
}

/// The real kernel: settings of memory management only, which are put back whatever happens.
@Suite(.serialized, .enabled(if: geteuid() == 0, "needs root"))
struct TuneLiveTests {
  private static func settings() throws -> [String: String] {
    var found: [String: String] = [:]
    for name in try Files.names(in: "/proc/sys/vm") where name != "stat_refresh" {
      found[name] = try? Files.text("/proc/sys/vm/\(name)")
    }
    return found
  }

  @Test func settingsOfMemoryAreAppliedVerifiedAndTakenBack() async throws {
    let before = try Self.settings()
    let tree = try TemporaryTree([
      "vm.yaml": """
      schema: assay.profile/1
      name: vm
      summary: memory management
      settings:
        - {key: sysctl/vm.swappiness, value: 11, why: w}
        - {key: sysctl/vm.dirty_bytes, value: 512m, why: w}
        - {key: sysctl/vm.stat_interval, value: 13, why: w}
        - {key: sysctl/vm.vfs_cache_pressure, value: 90, why: w}

      """
    ])
    let state = ["--state-dir", "\(tree.path)/state"]
    func run(_ words: String...) async throws -> Tool.Result {
      try await Tool.run("assay-tune", words + state)
    }
    let apply = try await run(
      "apply", "\(tree.path)/vm.yaml", "--catalog", "\(TuneHost.profiles)/catalog.yaml")
    let tuned = try Self.settings()
    let verify = try await run("verify")
    let revert = try await run("revert")
    #expect(apply.code == 0, "\(apply.errors)")
    #expect(
      tuned["swappiness"] == "11\n" && tuned["dirty_bytes"] == "536870912\n" && tuned["dirty_ratio"] == "0\n")
    #expect(verify.code == 0 && verify.output == "4 of 4 settings are as they were applied\n")
    #expect(revert.code == 0, "\(revert.output)")
    #expect(try Self.settings() == before)
  }

  /// The kernel refuses what this catalog would allow: nothing of the profile is left.
  @Test func whatTheKernelRefusesInTheMiddleTakesEverythingBack() async throws {
    let before = try Self.settings()
    let tree = try TemporaryTree([
      "catalog.yaml": """
      schema: assay.catalog/1
      knobs:
        - {key: sysctl/vm.stat_interval, type: integer, range: [1, 100], about: a, risk: "low: none", source: s}
        - {key: sysctl/vm.swappiness, type: integer, range: [0, 9000], about: a, risk: "low: none", source: s}

      """,
      "vm.yaml": """
      schema: assay.profile/1
      name: vm
      summary: memory management
      settings:
        - {key: sysctl/vm.stat_interval, value: 13, why: w}
        - {key: sysctl/vm.swappiness, value: 9000, why: w}

      """,
    ])
    let apply = try await Tool.run(
      "assay-tune", "apply", "\(tree.path)/vm.yaml", "--state-dir", "\(tree.path)/state")
    #expect(apply.code == 10 && apply.output.isEmpty)
    #expect(
      apply.errorLines == [
        "assay: sysctl/vm.swappiness: cannot write /proc/sys/vm/swappiness: not accepted by the kernel (EINVAL)",
        "nothing was applied: everything is as it was",
      ])
    #expect(try Self.settings() == before)
    #expect(try Files.names(in: "\(tree.path)/state") == ["lock", "log"])
  }
}
