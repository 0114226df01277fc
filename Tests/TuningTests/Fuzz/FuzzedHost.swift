import Foundation
import Host
import Platform
import TestSupport

@testable import Tuning

/// A host of files with links that lead out of it, and a canary beside it.
struct FuzzedHost {
  let tree: TemporaryTree
  let kinds: SettingKinds
  let tuner: Tuner
  /// What everything was at first.
  let start: Snapshot

  /// Every name below `host` and `canary`: folders, links with what they say, files with what they hold.
  typealias Snapshot = [String: Entry]

  enum Entry: Equatable {
    case folder
    case link(String)
    case file([UInt8])
  }

  init() throws {
    var files = [
      "canary/file": "10\n", "canary/cpuset.cpus": "0\n", "host/etc/passwd": "root\n", "host/home/x": "x\n",
      "host/proc/sys/kernel/random/boot_id": "one\n", "host/proc/sys/kernel/osrelease": "6.8.0\n",
      "host/proc/sys/kernel/sem": "32 100 32 128\n", "host/proc/sys/vm/swappiness": "60\n",
      "host/proc/sys/vm/dirty_ratio": "20\n", "host/proc/sys/vm/stat_interval": "1\n",
      "host/proc/sys/vm/watch": "0-1\n", "host/proc/cmdline": "quiet\n",
      "host/proc/irq/default_smp_affinity": "3\n", "host/sys/thp": "always [madvise] never\n",
      "host/sys/cpufreq/policy0/governor": "powersave\n",
      "host/sys/cpufreq/policy0/governors": "performance powersave\n",
      "host/sys/cpufreq/policy1/governor": "powersave\n", "host/sys/block/sda/device/wwid": "1\n",
      "host/sys/block/sda/queue/scheduler": "[none] bfq\n", "host/sys/block/sda/dev": "8:0\n",
      "host/sys/block/sda/size": "8\n", "host/sys/kernel/debug/sched/a": "1\n",
      "host/sys/fs/cgroup/cgroup.controllers": "cpuset cpu\n",
      "host/sys/fs/cgroup/cgroup.subtree_control": "cpu\n",
      "host/run/systemd/system/x": "",
      "host/run/systemd/system.control/x": "", "host/etc/sysctl.d/README": "",
      "host/etc/tmpfiles.d/README": "", "host/etc/systemd/system/x": "", "host/etc/default/grub.d/x": "",
      "host/usr/sbin/update-grub": "",
    ]
    for (name, text) in FourCores.files { files["host/\(name)"] = text }
    tree = try TemporaryTree(files, inMemory: true)
    let links = [
      "host/proc/sys/link": "../../../canary", "host/sys/link": "\(tree.path)/canary",
      "host/proc/irq/link": "../../../canary", "host/sys/kernel/debug/link": "../../../../canary",
      "host/sys/fs/cgroup/assay-link": "../../../../canary",
      "host/etc/sysctl.d/90-assay-link.conf": "../../../canary/file",
      "host/etc/systemd/system/assay-link.d": "../../../../canary",
    ]
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: "\(tree.path)/\(name)", withDestinationPath: target)
    }
    kinds = SettingKinds(root: HostRoot(directory: "\(tree.path)/host"))
    tuner = Tuner(kinds: kinds, state: try StateDirectory("\(tree.path)/state", creating: true))
    start = try Self.snapshot(tree)
  }

  func snapshot() throws -> Snapshot { try Self.snapshot(tree) }

  private static func snapshot(_ tree: TemporaryTree) throws -> Snapshot {
    var found: Snapshot = [:]
    var folders = ["canary", "host"]
    while let folder = folders.popLast() {
      found[folder] = .folder
      for (name, kind) in try Files.entries(in: "\(tree.path)/\(folder)") {
        let path = "\(folder)/\(name)"
        switch kind {
        case .directory: folders.append(path)
        case .file: found[path] = .file(try Files.bytes("\(tree.path)/\(path)"))
        case .other: found[path] = .link(try Files.linkTarget("\(tree.path)/\(path)"))
        }
      }
    }
    return found
  }

  /// Names that differ.
  static func differences(_ one: Snapshot, _ other: Snapshot) -> [String] {
    Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
  }

  /// Names that differ from the start; systemd keeps a property that was emptied, which means the same as none.
  func changes(_ now: Snapshot) -> [String] {
    Self.differences(start, now).filter { !$0.hasPrefix("host/run/systemd/system.control/") }
  }

  /// Where settings and files of ours are; nothing else may ever change.
  private static let roots = [
    "host/proc/sys/", "host/proc/irq/", "host/sys/", "host/etc/sysctl.d/", "host/etc/tmpfiles.d/",
    "host/etc/modprobe.d/", "host/etc/default/grub.d/", "host/etc/systemd/system/",
    "host/run/systemd/system.control/",
  ]

  static func isOutside(_ name: String) -> Bool { !roots.contains(where: name.hasPrefix) }

  /// Makes everything as it was then.
  func restore(_ then: Snapshot) throws {
    let different = Self.differences(try snapshot(), then)
    for name in different.reversed() { try? FileManager.default.removeItem(atPath: "\(tree.path)/\(name)") }
    for name in different {
      let path = "\(tree.path)/\(name)"
      switch then[name] {
      case .folder: try Files.createDirectories(path)
      case .link(let target):
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
      case .file(let bytes): try Data(bytes).write(to: URL(fileURLWithPath: path))
      case nil: continue
      }
    }
  }

  /// Removes journals and log.
  func forget() throws {
    for name in try Files.names(in: "\(tree.path)/state") { try Files.remove("\(tree.path)/state/\(name)") }
  }

  func write(_ name: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(tree.path)/\(name)"))
  }
}
