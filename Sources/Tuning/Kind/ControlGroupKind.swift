internal import Host
internal import Platform

/// `cgroup/GROUP` (whether it is there) and `cgroup/GROUP/cpuset.cpus` (a file in it), below the cgroup v2 hierarchy at
/// `/sys/fs/cgroup`. Groups of systemd and of libvirt are theirs, and are refused.
struct ControlGroupKind: SettingKind {
  static let name = "cgroup"
  static let survivesReboot = false
  /// The file that says which controllers the groups below have.
  static let subtreeControl = "cgroup.subtree_control"

  private let files: KernelFiles

  init(root: HostRoot) { files = KernelFiles(root: root, base: "sys/fs/cgroup") }

  func obstacle(to name: String) -> String? {
    if let refusal = Self.refusal(of: name) { return refusal }
    guard files.root.exists("sys/fs/cgroup/cgroup.controllers") else {
      let other = files.root.exists("sys/fs/cgroup/cpuset") ? "; this host mounts cgroup v1 there" : ""
      return "there is no cgroup v2 hierarchy at /sys/fs/cgroup\(other)"
    }
    guard let controller = Self.controller(of: name), controller != "cgroup" else { return nil }
    let present = (try? files.read("cgroup.controllers")) ?? ""
    return present.split(separator: " ").contains { $0 == controller }
      ? nil : "the cgroup v2 hierarchy at /sys/fs/cgroup has no \(controller) controller"
  }

  func read(_ name: String) throws(SettingError) -> String {
    try check(name)
    if Self.controller(of: name) != nil { return try files.read(name) }
    let folder = try files.folder()
    do throws(SystemError) {
      _ = try folder.directory(name)
      return SettingValue.present
    } catch {
      if error.code == Self.noSuchFile { return SettingValue.absent }
      throw .system(error)
    }
  }

  func write(_ name: String, _ text: String) throws(SettingError) {
    try check(name)
    if Self.controller(of: name) == nil { return try setExistence(of: name, text) }
    guard name.hasSuffix(Self.subtreeControl) else { return try files.write(name, text) }
    try setControllers(name, text)
  }

  func expand(_ pattern: String) -> [String] { files.expand(pattern) }

  /// What a file of a group that was just made says; nil where that is not known.
  static func fresh(_ file: Substring) -> String? {
    switch file {
    case "cpuset.cpus", "cpuset.mems", "cpuset.cpus.exclusive", "cgroup.subtree_control": ""
    case "cpuset.cpus.partition": "member"
    default: nil
    }
  }

  // MARK: Names

  private static let noSuchFile: Int32 = 2
  private static let controllerNames: Set<Substring> = [
    "cgroup", "cpuset", "cpu", "memory", "io", "pids", "hugetlb",
  ]

  /// The controller that a file belongs to; nil when the name is that of a group.
  static func controller(of name: String) -> Substring? {
    guard let last = name.split(separator: "/").last, let dot = last.firstIndex(of: ".") else { return nil }
    let first = last[..<dot]
    return controllerNames.contains(first) ? first : nil
  }

  /// Why a group is not ours; nil when it may be.
  private static func refusal(of name: String) -> String? {
    for part in name.split(separator: "/") where controller(of: String(part)) == nil {
      if [".slice", ".scope", ".service"].contains(where: part.hasSuffix) {
        return "cgroup/\(name): \(part) belongs to systemd, which would undo it; "
          + "use systemd/\(part)/AllowedCPUs"
      }
      if part == "machine" || part.hasPrefix("libvirt") || part.hasSuffix(".libvirt-qemu") {
        return "cgroup/\(name): \(part) belongs to libvirt; set the domain's <cputune> instead"
      }
    }
    return nil
  }

  private func check(_ name: String) throws(SettingError) {
    if let refusal = Self.refusal(of: name) { throw .refused(reason: refusal) }
    if let obstacle = obstacle(to: name) { throw .notApplicable(reason: obstacle) }
  }

  // MARK: Groups and controllers

  private func setExistence(of name: String, _ text: String) throws(SettingError) {
    let folder = try files.folder()
    switch text {
    case SettingValue.present:
      try KernelFiles.system { () throws(SystemError) in try folder.createDirectory(name) }
      if !files.root.isLive { try populate(name, in: folder) }
    case SettingValue.absent:
      if !files.root.isLive { try depopulate(name, in: folder) }
      try KernelFiles.system { () throws(SystemError) in try folder.removeDirectory(name) }
    default: throw .refused(reason: "cgroup/\(name): '\(text)' is neither present nor absent")
    }
  }

  /// Enables the controllers that are named, and disables those with a minus. The kernel takes differences, and so do
  /// we: others that somebody enabled a moment ago stay.
  private func setControllers(_ name: String, _ text: String) throws(SettingError) {
    let present = Set(try files.read(name).split(separator: " "))
    let words = text.split(separator: " ")
    let enabled = Set(words.filter { !$0.hasPrefix("-") }).subtracting(present)
    let disabled = Set(words.filter { $0.hasPrefix("-") }.map { $0.dropFirst() }).intersection(present)
    if enabled.isEmpty, disabled.isEmpty { return }
    if files.root.isLive {
      let differences = enabled.sorted().map { "+\($0)" } + disabled.sorted().map { "-\($0)" }
      try files.write(name, differences.joined(separator: " "))
    } else {
      let folder = try files.folder()
      let all = present.union(enabled).subtracting(disabled).sorted().joined(separator: " ")
      try KernelFiles.system { () throws(SystemError) in try folder.overwrite(name, with: all) }
    }
  }

  // MARK: A tree of files

  private static let filesOfAGroup = [
    "cpuset.cpus", "cpuset.mems", "cpuset.cpus.exclusive", "cgroup.subtree_control", "cpuset.cpus.partition",
  ]

  /// What the kernel puts into a new group.
  private func populate(_ name: String, in folder: DirectoryHandle) throws(SettingError) {
    for file in Self.filesOfAGroup {
      try KernelFiles.system { () throws(SystemError) in
        try folder.replace(
          "\(name)/\(file)", with: Array("\(Self.fresh(file[...]) ?? "")\n".utf8), isDurable: false)
      }
    }
  }

  /// The kernel's files go with their group, however many of them there are yet.
  private func depopulate(_ name: String, in folder: DirectoryHandle) throws(SettingError) {
    try KernelFiles.system { () throws(SystemError) in
      for file in try folder.names(name) where !folder.isDirectory("\(name)/\(file)") {
        try folder.remove("\(name)/\(file)")
      }
    }
  }
}
