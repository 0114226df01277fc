import Host
import Platform
import TestSupport
import Testing

@testable import Tuning

/// A machine of settings in memory, a state directory, and plans for it.
struct TuningBench {
  let kind: ScriptedKind
  let tree: TemporaryTree
  let tuner: Tuner

  static let usual = [
    "vm.swappiness": "60", "vm.stat_interval": "1", "vm.dirty_ratio": "20", "vm.dirty_bytes": "0",
    "kernel.numa_balancing": "1",
  ]

  init(_ values: [String: String] = usual, boot: String = "first") throws {
    tree = try TemporaryTree(["root/proc/sys/kernel/random/boot_id": boot])
    kind = ScriptedKind(values)
    tuner = try Self.tuner(kind, tree)
  }

  private static func tuner(_ kind: ScriptedKind, _ tree: TemporaryTree) throws -> Tuner {
    Tuner(
      kinds: SettingKinds(root: HostRoot(directory: "\(tree.path)/root"), [kind]),
      state: try StateDirectory("\(tree.path)/state", creating: true))
  }

  /// The same machine after a reboot, which took every value along.
  func rebooted(to values: [String: String] = usual) throws -> Tuner {
    for (name, value) in values { kind[name] = value }
    try tree.write("root/proc/sys/kernel/random/boot_id", "second")
    return try Self.tuner(kind, tree)
  }

  /// What a profile wants, as a plan made now.
  func plan(_ profile: String, _ wanted: [(name: String, value: String)]) throws -> TuningPlan {
    let pairs = ["vm.dirty_bytes": "vm.dirty_ratio", "vm.dirty_ratio": "vm.dirty_bytes"]
    let moves = ["vm.watermark_scale_factor": "vm.min_free_kbytes"]
    let all = try wanted.map { name, value -> PlannedChange in
      let current = kind[name] ?? ""
      let coupled = try pairs[name].map { other in
        [
          PlannedChange.CoupledSetting(
            key: try SettingKey("sysctl/\(other)"), type: .integer, current: kind[other] ?? "")
        ]
      }
      let moved = try moves[name].map { other in
        [
          PlannedChange.CoupledSetting(
            key: try SettingKey("sysctl/\(other)"), type: .integer, current: kind[other] ?? "")
        ]
      }
      return PlannedChange(
        key: try SettingKey("sysctl/\(name)"), type: .integer, current: current, wanted: value, why: "a test",
        risk: .init(level: .low, note: "none"), profile: profile, coupled: coupled ?? [],
        moved: moved ?? [])
    }
    var plan = TuningPlan(
      profiles: [.init(name: profile, path: "/\(profile).yaml", hash: "00", summary: "a test")],
      changes: all.filter { !$0.isFulfilled(by: $0.current) })
    plan.fulfilled = all.filter { $0.isFulfilled(by: $0.current) }
    return plan
  }

  @discardableResult
  func apply(_ profile: String, _ wanted: (String, String)...) throws -> Tuner.Applied {
    try tuner.apply([profile]) { try plan($0, wanted.map { (name: $0.0, value: $0.1) }) }
  }

  /// Journals that are there.
  var journals: [String] {
    ((try? Files.names(in: "\(tree.path)/state")) ?? []).filter { $0.hasSuffix(".journal") }
  }
}
