import Foundation
import Platform
import Subprocess
import SystemPackage
import TestSupport
import Testing

/// What becomes of an apply that nobody confirmed before a reboot, on trees of files with another boot's id.
@Suite struct TuneBootGuardTests {
  private static let waiting = ["--persist", "--confirm-within", "10000s"]
  private static let units = "etc/systemd/system"
  private static let unit = "\(units)/assay-boot-guard-1.service"
  private static let dropIn = "\(units)/sysinit.target.d/90-assay-boot-guard-1.conf"

  private func apply(_ host: TuneHost, _ words: [String] = waiting) async throws -> Tool.Result {
    try await Tool.run("assay-tune", host.words("apply", words))
  }

  private func has(_ host: TuneHost, _ path: String) -> Bool { Files.exists("\(host.root)/\(path)") }

  /// What systemd runs: read from the unit, as it stands there.
  private func command(_ host: TuneHost, _ unit: String = unit) throws -> [String] {
    let lines = try Files.text("\(host.root)/\(unit)").split(separator: "\n")
    let line = try #require(lines.first { $0.hasPrefix("ExecStart=") })
    return line.dropFirst("ExecStart=\"".count).dropLast().split(separator: "\" \"").map(String.init)
  }

  private func boot(_ host: TuneHost, _ command: [String]) async throws -> Tool.Result {
    #expect(command.first == Tool.path("assay-tune"))
    return try await Tool.run("assay-tune", Array(command.dropFirst()))
  }

  @Test func whatNobodyConfirmedIsTakenBackAtTheNextBoot() async throws {
    let host = try TuneHost(hasSystemd: true, hasBootWords: false)
    let before = try host.snapshot()
    let applied = try await apply(host)
    let promise = "a reboot before that is a no: the boot guard takes everything back"
    #expect(applied.code == 0 && applied.output.contains("\n\(promise)\n"), "\(applied.output)")
    #expect(try await host.run("status").output.contains("\n  \(promise)\n"))
    #expect(
      try Files.text("\(host.root)/\(Self.dropIn)").hasSuffix("[Unit]\nWants=assay-boot-guard-1.service\n"))
    #expect(try await host.run("verify").code == 0)
    let command = try command(host)
    #expect(try await boot(host, command).output.isEmpty, "in the same boot it has nothing to do")
    try host.reboot(to: "boot-2")
    // What was read from another file of sysctl.d is not yet set so early, and is nobody's change.
    try host.tree.write("host/proc/sys/vm/stat_interval", "7\n")
    try host.tree.write("host/proc/sys/vm/swappiness", "44\n")
    let guarded = try await boot(host, command)
    #expect(guarded.code == 0 && guarded.errors.isEmpty, "\(guarded.output)\(guarded.errors)")
    #expect(
      guarded.output.hasPrefix(
        "every-kind is taken back: it was not confirmed before the machine went down\n"))
    #expect(guarded.output.contains("nothing to take back: the reboot took it along"))
    try host.tree.write("host/proc/sys/vm/stat_interval", "1\n")
    try host.tree.write("host/proc/sys/vm/swappiness", "60\n")
    #expect(try host.snapshot() == before)
    #expect(host.journals.isEmpty && host.unitFolders.isEmpty)
    #expect(try await boot(host, command).output.isEmpty)
  }

  @Test func whatIsConfirmedNeedsNoGuard() async throws {
    let host = try TuneHost(hasSystemd: true, hasBootWords: false)
    let before = try host.snapshot()
    _ = try await apply(host)
    let command = try command(host)
    #expect(try await host.run("confirm").output == "confirmed: every-kind\n")
    #expect(!has(host, Self.unit) && host.unitFolders == ["system.slice.d"])
    #expect(has(host, "etc/sysctl.d/90-assay-every-kind.conf"))
    #expect(try await host.run("verify").code == 0)
    #expect(try await !host.run("status").output.contains("boot guard"))
    #expect(try await boot(host, command).output.isEmpty)
    #expect(try await host.run("recover").output == "nothing was interrupted\n")
    #expect(try await host.run("revert").code == 0)
    #expect(try host.snapshot() == before && host.unitFolders.isEmpty)
  }

  @Test func theNextBootIsTheTrialOfACommandLine() async throws {
    let host = try TuneHost(hasSystemd: true)
    let before = try host.snapshot()
    let dry = try await Tool.run("assay-tune", host.words("apply", Self.waiting + ["--dry-run", "--json"]))
    #expect(dry.output.contains("\"over_reboot\" : \"trial\""))
    #expect(try host.snapshot() == before)
    let applied = try await apply(host)
    #expect(
      applied.code == 13 && applied.output.contains("\nthe next boot is the trial: "), "\(applied.errors)")
    let command = try command(host)
    try host.reboot(to: "boot-2", commandLine: "quiet skew_tick=1")
    #expect(try await host.run("status").output.contains("was not confirmed in time"))
    for _ in 1...2 {
      let trial = try await boot(host, command)
      #expect(trial.code == 0 && trial.output.hasPrefix("this boot is the trial of every-kind: "))
    }
    let status = try await host.run("status").output
    #expect(status.contains("  reverts by itself in ") && status.contains("takes everything back"))
    #expect(has(host, "etc/default/grub.d/90-assay.cfg") && has(host, Self.unit))
    #expect(try await host.run("confirm").code == 0)
    #expect(has(host, "etc/default/grub.d/90-assay.cfg") && !has(host, Self.unit))
    let revert = try await host.run("revert")
    #expect(revert.output.contains("\none more reboot brings the old command line back\n"))
    #expect(revert.code == 13, "\(revert.output)")
    #expect(try host.snapshot() == before)
  }

  @Test func aTrialThatGoesDownIsNotRepeated() async throws {
    let host = try TuneHost(hasSystemd: true)
    let before = try host.snapshot()
    _ = try await apply(host)
    let command = try command(host)
    try host.reboot(to: "boot-2", commandLine: "skew_tick=1")
    _ = try await boot(host, command)
    try host.reboot(to: "boot-3", commandLine: "skew_tick=1")
    let guarded = try await boot(host, command)
    #expect(guarded.code == 0, "\(guarded.output)\(guarded.errors)")
    #expect(guarded.output.hasSuffix("\none more reboot brings the old command line back\n"))
    #expect(try host.snapshot() == before && host.journals.isEmpty)
  }

  /// The time has to be long enough for the steps up to the trial, however busy the machine is: where the guard of the
  /// first boot came before them, it is made longer.
  @Test func aTrialThatNobodyConfirmsEndsByItself() async throws {
    for seconds in [30, 120, 600] {
      let host = try TuneHost(hasSystemd: true)
      let before = try host.snapshot()
      _ = try await apply(host, ["--persist", "--confirm-within", "\(seconds)s"])
      guard let command = try? command(host) else { continue }
      try host.reboot(to: "boot-2", commandLine: "skew_tick=1")
      guard try await boot(host, command).output.hasPrefix("this boot is the trial of every-kind: ") else {
        continue
      }
      let said = "not confirmed in time: taken back; one more reboot brings the old command line back\n"
      let start = Clock.now()
      while Clock.seconds(from: start, to: Clock.now()) < 2_000,
        try !Files.text("\(host.state)/guard.log").contains(said)
      { Clock.pause(0.02) }
      #expect(try host.snapshot() == before && host.journals.isEmpty)
      return
    }
    Issue.record("the first boot's guard was always first")
  }

  @Test func withoutAGuardThereIsNoTrial() async throws {
    let host = try TuneHost(hasSystemd: true)
    let before = try host.snapshot()
    _ = try await apply(host)
    let command = try command(host)
    try host.reboot(to: "boot-2")
    if Files.exists("\(host.state)/guard.log") {
      try FileManager.default.removeItem(atPath: "\(host.state)/guard.log")
    }
    try Files.createDirectory("\(host.state)/guard.log")
    let guarded = try await boot(host, command)
    #expect(
      guarded.output.hasPrefix("every-kind is taken back: its trial has no guard: "), "\(guarded.output)")
    #expect(try host.snapshot() == before && host.journals.isEmpty)
  }

  @Test func anInterruptedApplyIsTakenBackAtTheNextBoot() async throws {
    let host = try TuneHost(hasSystemd: true)
    let before = try host.snapshot()
    _ = try await apply(host)
    let command = try command(host)
    // The power went before the last record, and so before `applied`.
    let journal = "\(host.state)/\(try #require(host.journals.first))"
    let lines = try Files.text(journal).split(separator: "\n", omittingEmptySubsequences: false)
    try lines.dropLast(2).joined(separator: "\n").appending("\n").write(
      toFile: journal, atomically: false, encoding: .utf8)
    try host.reboot(to: "boot-2")
    #expect(try await boot(host, command).code == 0)
    #expect(try host.snapshot() == before && host.journals.isEmpty)
  }

  @Test func everyApplyHasItsOwnGuard() async throws {
    let host = try TuneHost(hasSystemd: true, hasBootWords: false)
    _ = try await apply(host)
    let second = """
      schema: assay.profile/1
      name: second
      summary: another one
      settings:
        - {key: sysctl/vm.stat_interval, value: 10, why: w}

      """
    try host.tree.write("p/second.yaml", second)
    let words = host.words("apply", Self.waiting).map {
      $0 == host.profile ? "\(host.tree.path)/p/second.yaml" : $0
    }
    #expect(try await Tool.run("assay-tune", words).code == 0)
    let other = "\(Self.units)/assay-boot-guard-2.service"
    #expect(has(host, Self.unit) && has(host, other))
    #expect(try await host.run("confirm", "second").code == 0)
    #expect(has(host, Self.unit) && !has(host, other))
    #expect(try await host.run("revert", "every-kind").code == 0)
    #expect(!has(host, Self.unit))
    #expect(try await host.run("revert").code == 0)
  }

  @Test(arguments: [true, false])
  func onlyWhatHasFilesNeedsOne(persists: Bool) async throws {
    let host = try TuneHost(hasSystemd: true, hasBootWords: false)
    let words = persists ? ["--persist"] : ["--confirm-within", "10000s"]
    let applied = try await Tool.run("assay-tune", host.words("apply", words))
    #expect(applied.code == 0 && !applied.output.contains("reboot"), "\(applied.output)")
    #expect(!has(host, Self.unit))
  }

  @Test func withoutSystemdItSaysWhatToDo() async throws {
    let host = try TuneHost()
    let sentence =
      "after a reboot run assay tune recover: without systemd nothing else takes back what nobody confirmed"
    let plan = try await host.run("plan")
    #expect(
      plan.output.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "With --confirm-within: \(sentence)."), "\(plan.output)")
    let applied = try await apply(host)
    #expect(applied.code == 13 && applied.output.contains("\n\(sentence)\n"), "\(applied.output)")
    #expect(!has(host, "etc/systemd"))
    #expect(try await host.run("status").output.contains("\n  \(sentence)\n"))
  }

  @Test(arguments: [["1"], ["--boot", "1", "5"]])
  func aGuardHasATimeOrABoot(words: [String]) async throws {
    let host = try TuneHost()
    let result = try await Tool.run("assay-tune", host.words("guard", words))
    #expect(result.code == 64 && result.errors.contains("expected either a deadline or --boot"))
  }

  /// Among this machine's own units, so that a circle in the order would be seen.
  @Test(.enabled(if: Files.exists("/usr/bin/systemd-analyze"), "needs systemd-analyze"))
  func systemdUnderstandsTheUnit() async throws {
    let host = try TuneHost(hasSystemd: true)
    _ = try await apply(host)
    for unit in ["assay-boot-guard-1.service", "multi-user.target"] {
      let said = try await Subprocess.run(
        .path(FilePath("/usr/bin/systemd-analyze")), arguments: ["verify", "--man=no", unit],
        environment: .inherit.updating(["SYSTEMD_UNIT_PATH": "\(host.root)/\(Self.units):"]),
        output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
      // Other units may have faults of their own.
      let lines = (said.standardOutput + said.standardError).split(separator: "\n")
      #expect(lines.filter { $0.contains("assay") || $0.contains("cycle") }.isEmpty, "\(lines)")
    }
  }
}
