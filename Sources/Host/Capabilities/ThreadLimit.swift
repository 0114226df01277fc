internal import Platform

/// How many threads this process may have.
public enum ThreadLimit {
  /// The lowest of the kernel's `threads-max`, the cgroup's `pids.max` and, for others than root, RLIMIT_NPROC; what
  /// is in use by others is not taken off.
  ///
  /// - Returns: nil where none of them can be read.
  public static func read(root: HostRoot) -> Int? {
    let limits = [root.number("proc/sys/kernel/threads-max").map { Int(clamping: $0) }] + groupLimits(root)
    let user = CurrentProcess.isRoot && root.isLive ? nil : processLimit(root)
    return (limits + [user]).compactMap { $0 }.min()
  }

  private static func processLimit(_ root: HostRoot) -> Int? {
    let line = root.text("proc/self/limits")?.split(separator: "\n").first { $0.hasPrefix("Max processes") }
    return line?.split(separator: " ").dropFirst(2).first.flatMap { Int($0) }
  }

  /// `pids.max` of the group and of those above it; `max` is no limit.
  private static func groupLimits(_ root: HostRoot) -> [Int?] {
    guard let lines = root.text("proc/self/cgroup")?.split(separator: "\n"),
      let mounts = root.text("proc/self/mounts")?.split(separator: "\n").map({ $0.split(separator: " ") })
    else { return [] }
    return lines.flatMap { line -> [Int?] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[1].isEmpty || fields[1].split(separator: ",").contains("pids"),
        let mount = mounts.first(where: { isMount($0, of: fields[1]) })
      else { return [] }
      let names = fields[2].split(separator: "/")
      return (0...names.count).map { depth in
        let path = ([String(mount[1].drop { $0 == "/" })] + names.prefix(depth).map(String.init)).joined(
          separator: "/")
        return root.text("\(path)/pids.max").flatMap { Int($0) }
      }
    }
  }

  private static func isMount(_ mount: [Substring], of controllers: Substring) -> Bool {
    guard mount.count >= 4 else { return false }
    if controllers.isEmpty { return mount[2] == "cgroup2" }
    return mount[2] == "cgroup" && mount[3].split(separator: ",").contains("pids")
  }
}
