import Foundation
import Platform
import TestSupport

/// A tree of files of a host with a setting of every kind, and a profile that changes each; tuned by the built tool.
struct TuneHost {
  let tree: TemporaryTree

  /// The machine.
  var root: String { "\(tree.path)/host" }
  /// Where journals are.
  var state: String { "\(tree.path)/state" }
  /// The profile.
  var profile: String { "\(tree.path)/p/every-kind.yaml" }

  /// The profiles that come with the tool.
  static let profiles = "\(Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))/Profiles"

  private static let files = [
    "proc/sys/kernel/osrelease": "6.8.0\n", "proc/sys/kernel/random/boot_id": "boot-1\n",
    "proc/sys/vm/swappiness": "60\n", "proc/sys/vm/dirty_ratio": "20\n", "proc/sys/vm/dirty_bytes": "0\n",
    "proc/sys/vm/stat_interval": "1\n", "proc/sys/kernel/sem": "32000\t1024000000\t500\t32000\n",
    "proc/irq/default_smp_affinity": "f\n",
    "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
    "sys/module/kvm/parameters/halt_poll_ns": "200000\n",
    "sys/kernel/debug/sched/migration_cost_ns": "500000\n",
    "sys/fs/cgroup/cgroup.controllers": "cpuset cpu io memory pids\n",
    "sys/fs/cgroup/cgroup.subtree_control": "cpu memory\n",
    "run/systemd/system/.keep": "", "etc/default/grub.d/.keep": "", "usr/sbin/update-grub": "",
  ].merging(FourCores.files) { $1 }

  private static let text = """
    schema: assay.profile/1
    name: every-kind
    summary: a setting of every kind
    settings:
      - {key: sysctl/vm.swappiness, value: 10, why: w}
      - {key: sysctl/vm.dirty_bytes, value: 64m, why: w}
      - {key: sysctl/kernel.sem, value: 250 32000 32 256, why: w}
      - {key: sysfs/kernel/mm/transparent_hugepage/enabled, value: always, why: w}
      - {key: debugfs/sched/migration_cost_ns, value: 5000000, why: w}
      - {key: irq/default_smp_affinity, value: "3", why: w}
      - {key: systemd/system.slice/AllowedCPUs, value: 0-1, why: w}
    cpusets:
      - {group: assay-isolated, cpus: "2-3", mems: "0", partition: isolated}

    """
  private static let bootWords = "boot: [\"skew_tick=1\"]\n"

  /// What makes it a host that systemd starts, with folders for what is repeated at boot.
  private static let systemd = [
    "usr/lib/systemd/systemd": "", "etc/systemd/system/.keep": "", "etc/sysctl.d/.keep": "",
    "etc/tmpfiles.d/.keep": "",
  ]

  /// The host as it was found.
  ///
  /// - Parameters:
  ///   - hasSystemd: whether systemd starts it.
  ///   - hasBootWords: whether the profile changes the kernel's command line.
  init(hasSystemd: Bool = false, hasBootWords: Bool = true) throws {
    tree = try TemporaryTree(["p/every-kind.yaml": Self.text + (hasBootWords ? Self.bootWords : "")])
    for (name, text) in Self.files { try tree.write("host/\(name)", text) }
    if hasSystemd { for (name, text) in Self.systemd { try tree.write("host/\(name)", text) } }
  }

  /// Another boot: what is no file on a disk is as the kernel begins with it.
  func reboot(to name: String, commandLine: String = "quiet") throws {
    for folder in ["run/systemd/system.control", "sys/fs/cgroup/assay-isolated"]
    where Files.exists("\(root)/\(folder)") {
      try FileManager.default.removeItem(atPath: "\(root)/\(folder)")
    }
    for (file, text) in Self.files where !file.hasPrefix("etc/") { try tree.write("host/\(file)", text) }
    try tree.write("host/proc/sys/kernel/random/boot_id", "\(name)\n")
    try tree.write("host/proc/cmdline", "\(commandLine)\n")
  }

  /// Every file below the root that does not tell one boot from another, with what the kernel would say: a space or a tab
  /// is one to it. The place of the tree is left out.
  func snapshot() throws -> [String: String] {
    var found: [String: String] = [:]
    func walk(_ path: String) throws {
      for entry in try Files.entries(in: "\(root)\(path)") {
        let below = "\(path)/\(entry.name)"
        if entry.kind == .directory {
          try walk(below)
        } else if !["/proc/sys/kernel/random/boot_id", "/proc/cmdline"].contains(below) {
          found[below] = try Files.text("\(root)\(below)").trimmingSpace().replacing("\t", with: " ")
            .replacing(tree.path, with: "")
        }
      }
    }
    try walk("")
    return found
  }

  /// The arguments of a tuning command on this host.
  func words(_ action: String, _ more: [String] = []) -> [String] {
    let profiles =
      action == "apply" || action == "plan" ? [profile, "--catalog", "\(Self.profiles)/catalog.yaml"] : []
    let state = action == "plan" ? [] : ["--state-dir", self.state]
    return [action] + profiles + ["--root", root] + state + more
  }

  func run(_ action: String, _ more: String...) async throws -> Tool.Result {
    try await Tool.run("assay-tune", words(action, more))
  }

  /// Folders of drop-ins of units that are there.
  var unitFolders: [String] {
    ((try? Files.names(in: "\(root)/etc/systemd/system")) ?? []).filter { $0.hasSuffix(".d") }
  }

  /// Journals that are there.
  var journals: [String] { ((try? Files.names(in: state)) ?? []).filter { $0.hasSuffix(".journal") } }
}
