/// How control groups are set up on a machine, and where this process is in them.
public struct ControlGroups: Sendable, Equatable {
  /// Which generation is mounted.
  public enum Version: String, Sendable {
    /// Only the first.
    case v1
    /// The second, with controllers still in the first.
    case hybrid
    /// Only the second.
    case v2
    /// None is mounted.
    case none
  }

  /// Which generation is mounted.
  public let version: Version
  /// The group of this process, below the mount; nil when unknown. In v1 and hybrid: its cpuset.
  public let path: String?
  /// Where the second generation is mounted; nil where it is not.
  public let unifiedMount: String?
  /// The controllers that the second generation has at its root; nil when unknown.
  public let unifiedControllers: [String]?
  /// The controllers that work on this machine, of either generation, sorted; nil when unknown.
  public let controllers: [String]?

  /// Reads it; nil when the mounts cannot be read.
  public init?(root: HostRoot) {
    guard let mounts = root.text("proc/self/mounts") ?? root.text("proc/mounts") else { return nil }
    var first = false
    var unified: String?
    for line in mounts.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 4 else { continue }
      switch words[2] {
      case "cgroup", "cpuset": first = true
      case "cgroup2": if unified == nil { unified = String(words[1]) }
      default: break
      }
    }
    version =
      switch (first, unified != nil) {
      case (true, true): .hybrid
      case (true, false): .v1
      case (false, true): .v2
      case (false, false): .none
      }
    unifiedMount = unified
    unifiedControllers = unified.flatMap { mount in
      root.text("\(mount.drop { $0 == "/" })/cgroup.controllers").map {
        $0.split(separator: " ").map(String.init)
      }
    }
    controllers = Self.controllers(root: root, unified: unifiedControllers)
    path = Self.path(root: root, version: version)
  }

  /// Lines of `/proc/cgroups`: name, hierarchy, groups, and 1 where it is enabled; kernels without the first generation
  /// have no such file.
  private static func controllers(root: HostRoot, unified: [String]?) -> [String]? {
    var names = Set(unified ?? [])
    for line in (root.text("proc/cgroups") ?? "").split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count == 4, words[3] == "1" { names.insert(String(words[0])) }
    }
    return names.isEmpty ? nil : names.sorted()
  }

  /// Lines of `/proc/self/cgroup`: `0::/user.slice` is the second generation, `9:cpuset:/` the first.
  private static func path(root: HostRoot, version: Version) -> String? {
    var unified: String?
    var cpuset: String?
    for line in (root.text("proc/self/cgroup") ?? "").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      if parts[0] == "0" && parts[1].isEmpty { unified = String(parts[2]) }
      if parts[1].split(separator: ",").contains("cpuset") { cpuset = String(parts[2]) }
    }
    if version == .v2 { return unified ?? cpuset }
    return cpuset ?? root.text("proc/self/cpuset") ?? unified
  }
}
