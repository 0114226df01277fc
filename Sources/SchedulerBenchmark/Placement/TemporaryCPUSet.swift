internal import Experiment
internal import Host
internal import Platform

/// A control group (cgroup v2) with a CPU set that this process is in for a time.
///
/// The group is made below the nearest group, from this process's own upwards, that hands the cpuset controller on; no
/// controller is switched on for it. Limits of groups between are left for the time.
enum TemporaryCPUSet {
  /// What is done to the control groups: the kernel's own files, or for a test the like of them.
  struct Operations: Sendable {
    /// Makes a group.
    var create: @Sendable (_ path: String) throws(SystemError) -> Void
    /// Writes a text into a file of a group.
    var write: @Sendable (_ text: String, _ path: String) throws(SystemError) -> Void
    /// Removes a group without processes.
    var remove: @Sendable (_ path: String) throws(SystemError) -> Void

    /// The kernel's.
    static let kernel = Operations(
      create: { path throws(SystemError) in try Files.createDirectory(path) },
      write: { text, path throws(SystemError) in try Files.write(text, into: path) },
      remove: { path throws(SystemError) in try Files.removeDirectory(path) })
  }

  /// What the groups' names begin with; the number of the process follows.
  static let prefix = "assay-placement-"

  /// Runs `body` in a group with these CPUs; the process is back and the group gone on every way out.
  ///
  /// A process that is killed meanwhile leaves the empty group behind; the next call removes it.
  /// - Throws: `NotMeasurable` where no group hands the controller on, or the kernel gives other CPUs than asked for;
  ///   `SystemError` where a group may not be made, entered, left or removed; what `body` throws.
  static func run<Result>(
    on cpus: CPUSet, root: HostRoot, operations: Operations = .kernel, _ body: () throws -> Result
  ) throws -> Result {
    let (home, parent) = try place(root)
    removeLeftovers(in: parent, root: root, operations)
    let group = "\(parent)/\(prefix)\(CurrentProcess.identifier)"
    let path = root.path(group)
    try operations.create(path)
    let result = Swift.Result {
      try operations.write("\(cpus)", "\(path)/cpuset.cpus")
      let effective = root.list("\(group)/cpuset.cpus.effective")
      guard effective == cpus else {
        let given = effective.map { "CPU \($0)" } ?? "no answer"
        throw NotMeasurable("asked for a CPU set of CPU \(cpus), the kernel gives \(given)")
      }
      // 0 is the process that writes.
      try operations.write("0", "\(path)/cgroup.procs")
      return try body()
    }
    // Leaving a group that was not entered changes nothing.
    let left = Swift.Result { try operations.write("0", root.path("\(home)/cgroup.procs")) }
    let removed = Swift.Result { try operations.remove(path) }
    let value = try result.get()
    try left.get()
    try removed.get()
    return value
  }

  /// This process's group and the one to make another below, as paths without a leading slash.
  private static func place(_ root: HostRoot) throws -> (home: String, parent: String) {
    guard let mount = ControlGroups(root: root)?.unifiedMount else {
      throw NotMeasurable("cgroup v2 is not mounted")
    }
    let line = root.text("proc/self/cgroup")?.split(separator: "\n").first { $0.hasPrefix("0::") }
    guard let own = line?.dropFirst(3).split(separator: "/") else {
      throw NotMeasurable("/proc/self/cgroup does not tell the group of this process")
    }
    let base = mount.split(separator: "/")
    func path(_ depth: Int) -> String { (base + own.prefix(depth)).joined(separator: "/") }
    for depth in stride(from: own.count, through: 0, by: -1) {
      let handedOn = root.text("\(path(depth))/cgroup.subtree_control")?.split(separator: " ")
      if handedOn?.contains("cpuset") == true { return (path(own.count), path(depth)) }
    }
    throw NotMeasurable(
      "no control group from /\(path(own.count)) upwards hands on cpuset (cgroup.subtree_control); "
        + "let one: echo +cpuset > /\(path(0))/cgroup.subtree_control")
  }

  /// Groups of processes that are no more. One that cannot be removed is in use, or another's: it stays.
  private static func removeLeftovers(in parent: String, root: HostRoot, _ operations: Operations) {
    for name in root.names(parent) where name.hasPrefix(prefix) {
      guard let process = Int(name.dropFirst(prefix.count)), !root.exists("proc/\(process)") else { continue }
      try? operations.remove(root.path("\(parent)/\(name)"))
    }
  }
}
