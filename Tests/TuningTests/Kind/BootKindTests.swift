import Host
import Platform
import Synchronization
import TestSupport
import Testing

@testable import Tuning

/// Boot loaders whose programs fail or are killed: what the file says is not what the boot entries say.
@Suite struct BootKindTests {
  /// A program that can be told to fail, and what it was given.
  private final class Program: Sendable {
    private let state = Mutex<(isBroken: Bool, calls: [[String]])>((false, []))

    var calls: [[String]] { state.withLock { $0.calls } }
    func breakDown(_ isBroken: Bool) { state.withLock { $0.isBroken = isBroken } }

    func run(_ program: String, _ arguments: [String]) throws(SettingError) {
      let isBroken = state.withLock { state in
        state.calls.append(arguments)
        return state.isBroken
      }
      if isBroken { throw .program(command: program, status: 137, said: "") }
    }
  }

  private static let grub = ["etc/default/grub.d/x": "", "usr/sbin/update-grub": ""]
  private static let entries = [
    "boot/loader/entries/x.conf": "", "usr/sbin/grubby": "", "etc/default/grub": "",
  ]

  private func host(
    _ files: [String: String], _ program: Program
  ) throws -> (tree: TemporaryTree, kinds: SettingKinds) {
    let tree = try TemporaryTree(files)
    let root = HostRoot(directory: tree.path)
    let kind = BootKind(root: root) { name, arguments throws(SettingError) in
      try program.run(name, arguments)
    }
    return (tree, SettingKinds(root: root, [kind]))
  }

  private func change(old: String, new: String) throws -> RecordedChange {
    RecordedChange(
      key: try SettingKey("boot/cmdline"), type: .text, old: old, new: new, coupled: [], survivesReboot: true)
  }

  /// The drop-in is as it was, but what GRUB boots may not be: update-grub runs until it has ended well.
  @Test(arguments: [grub, entries])
  func aProgramThatFailedIsRunAgain(files: [String: String]) throws {
    let program = Program()
    let (tree, kinds) = try host(files, program)
    defer { withExtendedLifetime(tree) {} }
    let change = try change(old: "", new: "skew_tick=1")
    try kinds.write(change.key, change.new)
    program.breakDown(true)
    for _ in 0..<2 {
      guard case .failed = TakingBack(kinds: kinds).takeBack(change, mayOverwrite: false) else {
        Issue.record("it is called back although the program failed")
        return
      }
    }
    program.breakDown(false)
    let before = program.calls.count
    guard case .restored = TakingBack(kinds: kinds).takeBack(change, mayOverwrite: false) else {
      Issue.record("not back")
      return
    }
    #expect(program.calls.count == before + 1 && program.calls.last == program.calls[before - 1])
    #expect(try kinds.read(change.key).isEmpty)
  }

  /// grubby was killed on the way from one value of a parameter to the other.
  @Test(arguments: [grub, entries])
  func whatWasLeftHalfWayIsOurs(files: [String: String]) throws {
    let program = Program()
    let (tree, kinds) = try host(files, program)
    defer { withExtendedLifetime(tree) {} }
    let change = try change(old: "isolcpus=1 quiet", new: "isolcpus=2 quiet")
    try kinds.write(change.key, change.old)
    try kinds.write(change.key, change.new)
    program.breakDown(true)
    _ = TakingBack(kinds: kinds).takeBack(change, mayOverwrite: false)
    program.breakDown(false)
    guard case .restored = TakingBack(kinds: kinds).takeBack(change, mayOverwrite: false) else {
      Issue.record("\(try kinds.read(change.key)) is not taken for ours")
      return
    }
    #expect(try kinds.read(change.key) == change.old)
    try kinds.write(change.key, "isolcpus=2 quiet theirs")
    guard case .conflict = TakingBack(kinds: kinds).takeBack(change, mayOverwrite: false) else {
      Issue.record("somebody else's word is overwritten")
      return
    }
  }

  /// Uninstalled meanwhile: the words are still in what it made, so they are not gone.
  @Test func withoutTheProgramItIsAFailure() throws {
    let (tree, kinds) = try host(Self.grub, Program())
    let change = try change(old: "", new: "skew_tick=1")
    try kinds.write(change.key, change.new)
    try Files.remove("\(tree.path)/usr/sbin/update-grub")
    guard case .failed(let reason) = TakingBack(kinds: kinds).takeBack(change, mayOverwrite: false) else {
      Issue.record("it is called gone")
      return
    }
    #expect(reason.contains("update-grub"))
  }
}
