import Host
import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct BootGuardTests {
  private func kinds(_ files: [String]) throws -> (TemporaryTree, SettingKinds) {
    let tree = try TemporaryTree()
    for file in files { try tree.write(file, "") }
    return (tree, SettingKinds(root: HostRoot(directory: tree.path)))
  }

  private func plan(_ keys: [String]) throws -> TuningPlan {
    TuningPlan(
      profiles: [.init(name: "p", path: "/p.yaml", hash: "00", summary: "a test")],
      changes: try keys.map { key in
        PlannedChange(
          key: try SettingKey(key), type: .text, current: "", wanted: "x", why: "a test",
          risk: .init(level: .low, note: "none"), profile: "p")
      })
  }

  @Test(
    arguments: [
      (["sysctl/vm.swappiness"], nil), (["file/etc/sysctl.d/90-assay-p.conf"], BootGuard.Promise.takenBack),
      (["sysctl/vm.swappiness", "boot/cmdline"], .trial),
      (["boot/cmdline", "file/etc/sysctl.d/90-assay-p.conf"], .trial),
    ] as [([String], BootGuard.Promise?)])
  func whatOutlastsARebootIsGuarded(keys: [String], promise: BootGuard.Promise?) throws {
    for program in ["usr/lib/systemd/systemd", "lib/systemd/systemd"] {
      let (tree, kinds) = try kinds([program, "etc/systemd/system/x"])
      #expect(BootGuard.promise(of: try plan(keys), kinds) == promise)
      withExtendedLifetime(tree) {}
    }
    // Without systemd, or without the folder of its units, nobody is there to guard.
    for files in [["sbin/init", "run/systemd/system/x"], ["usr/lib/systemd/systemd"]] {
      let (tree, kinds) = try kinds(files)
      #expect(BootGuard.promise(of: try plan(keys), kinds) == promise.map { _ in .byHand })
      withExtendedLifetime(tree) {}
    }
  }

  @Test func theUnitComesBeforeWhatItGuards() throws {
    let (tree, kinds) = try kinds(["etc/systemd/system/x"])
    let changes = try BootGuard.changes(
      7, command: ["/opt/a $b/100%/assay", "--state-dir", "/s \"$x\" \\ 5%", "7"], profile: "p", kinds)
    #expect(
      changes.map(\.key.description) == [
        "file/etc/systemd/system/assay-boot-guard-7.service",
        "file/etc/systemd/system/sysinit.target.d/90-assay-boot-guard-7.conf",
      ])
    #expect(changes.allSatisfy { BootGuard.owns($0.key) && $0.current == SettingValue.absent })
    let lines = changes[0].wanted.split(separator: "\n")
    #expect(
      lines.last
        == #"ExecStart="/opt/a $b/100%%/assay" "--state-dir" "/s \"$$x\" \\ 5%%" "7""#)
    #expect(lines.contains { $0.hasPrefix("Before=systemd-sysctl.service systemd-tmpfiles-setup.service ") })
    #expect(changes[1].wanted.hasSuffix("\n[Unit]\nWants=assay-boot-guard-7.service\n"))
    for change in changes { try kinds.write(change.key, change.wanted) }
    for change in changes.reversed() { try kinds.write(change.key, SettingValue.absent) }
    #expect(try Files.names(in: "\(tree.path)/etc/systemd/system") == ["x"])
    #expect(!BootGuard.owns(try SettingKey("file/etc/systemd/system/system.slice.d/90-assay-p.conf")))
  }

  @Test func aPathThatNoUnitCanNameIsRefused() throws {
    let (tree, kinds) = try kinds(["etc/systemd/system/x"])
    #expect {
      try BootGuard.changes(1, command: ["/assay", "a\nExecStart=/bin/sh"], profile: "p", kinds)
    } throws: {
      "\($0)".contains("without control characters")
    }
    withExtendedLifetime(tree) {}
  }

  /// A kill between making the folder and the file.
  @Test func anEmptyFolderOfDropInsGoesWithWhatIsTakenBack() throws {
    let (tree, kinds) = try kinds(["etc/systemd/system/x", "etc/systemd/system/b.slice.d/other.conf"])
    try tree.write("etc/systemd/system/a.slice.d/.90-assay-p.conf.assay-part", "half")
    for unit in ["a", "b", "c"] {
      try kinds.tidy(SettingKey("file/etc/systemd/system/\(unit).slice.d/90-assay-p.conf"))
    }
    #expect(try Files.names(in: "\(tree.path)/etc/systemd/system") == ["b.slice.d", "x"])
    #expect(throws: SettingError.self) {
      try kinds.write(SettingKey("file/etc/systemd/system/x.service"), "")
    }
    let other = try SettingKey("file/etc/systemd/system/assay-x.socket")
    #expect(throws: SettingError.self) { try kinds.write(other, "") }
  }

  // MARK: The journal's part

  private static func records(_ more: [JournalRecord], confirmBy: Double? = 100) throws -> [UInt8] {
    let change = RecordedChange(
      key: try SettingKey("file/etc/systemd/system/assay-boot-guard-1.service"), type: .content,
      old: "absent", new: "x", coupled: [], device: nil, survivesReboot: true)
    let begin = JournalRecord.Begin(
      profile: "p", path: "/p.yaml", hash: "00", boot: "one", started: "2026-11-25T20:00:00Z", user: 0,
      changes: 1, confirmBy: confirmBy, confirmWithin: confirmBy == nil ? nil : 60)
    return try ([.begin(begin), .intent(change), .done(0)] + more).flatMap { try $0.line() }
  }

  @Test func aTrialMovesTheTimeToItsBoot() throws {
    let trial = JournalRecord.trial(.init(boot: "two", confirmBy: 71))
    let bytes = try Self.records([.applied, trial])
    let state = try #require(try JournalState(bytes, name: "j"))
    #expect(state.confirmBy == 71 && state.confirmBoot == "two" && state.begin.confirmWithin == 60)
    #expect(try JournalRecord(line: trial.line().dropLast()) == trial)
    let confirmed = try #require(
      try JournalState(bytes + JournalRecord.confirmed.line(), name: "j"))
    #expect(confirmed.confirmBy == nil && confirmed.leftBootGuard == [0])
    let settled = try JournalState(
      bytes + JournalRecord.confirmed.line() + JournalRecord.settled(0, .restored).line(), name: "j")
    #expect(try #require(settled).leftBootGuard.isEmpty)
  }

  @Test(arguments: [
    [JournalRecord.trial(.init(boot: "two", confirmBy: 71))],
    [.applied, .trial(.init(boot: "one", confirmBy: 71))],
    [.applied, .trial(.init(boot: "two", confirmBy: -1))],
    [.applied, .trial(.init(boot: "two", confirmBy: 71)), .trial(.init(boot: "three", confirmBy: 71))],
    [.applied, .confirmed, .trial(.init(boot: "two", confirmBy: 71))],
    [.applied, .settled(0, .restored)],
  ])
  func whatNoTrialCanFollowIsRefused(records: [JournalRecord]) throws {
    let bytes = try Self.records(records)
    #expect(throws: JournalState.Refusal.self) { try JournalState(bytes, name: "j") }
  }

  @Test func whatNobodyHadToConfirmHasNoTrial() throws {
    let bytes = try Self.records([.applied, .trial(.init(boot: "two", confirmBy: 71))], confirmBy: nil)
    #expect(throws: JournalState.Refusal.self) { try JournalState(bytes, name: "j") }
  }
}
