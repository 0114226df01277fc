internal import Platform

/// Every setting of a kernel at one moment, to tell later what changed.
public enum SettingsSnapshot {
  /// Reads the settings below a root.
  ///
  ///     let settings = SettingsSnapshot.read(root: .live)
  ///     settings["sysctl/vm.swappiness"]                               // "60"
  ///     settings["sysfs/kernel/mm/transparent_hugepage/enabled"]       // "always [madvise] never"
  ///
  /// - Returns: `sysctl/` names with dots and `sysfs/` paths below `/sys`, with the values as the kernel prints
  ///   them, surrounding white space removed and tabs as single spaces; and under `proc/modules` the names of the
  ///   loaded modules, sorted. What cannot be read is not in it, nor what changes by itself (`SysctlFilter`).
  public static func read(root: HostRoot) -> [String: String] {
    var settings: [String: String] = [:]
    readSysctls(below: [], root: root, into: &settings)
    for pattern in TrackedSettings.patterns {
      readTracked(
        pattern.split(separator: "/").map(String.init)[...], path: "sys", root: root, into: &settings)
    }
    settings[loadedModules] = modules(root)
    return settings
  }

  /// The key of the names of the loaded modules.
  public static let loadedModules = "proc/modules"

  /// Lines of `/proc/modules` begin with the name; nil where the kernel takes no modules.
  private static func modules(_ root: HostRoot) -> String? {
    root.text(loadedModules).map { text in
      text.split(separator: "\n").compactMap { $0.split(separator: " ").first }.sorted().joined(
        separator: " ")
    }
  }

  /// Longer files are tables, not settings.
  private static let longestValue = 1 << 16

  private static func readSysctls(below path: [String], root: HostRoot, into settings: inout [String: String])
  {
    let directory = (["proc/sys"] + path).joined(separator: "/")
    for entry in (try? Files.entries(in: root.path(directory))) ?? [] {
      let name = path + [entry.name]
      switch entry.kind {
      case .directory where SysctlFilter.enters(name): readSysctls(below: name, root: root, into: &settings)
      case .file where SysctlFilter.keeps(name):
        if let value = value("\(directory)/\(entry.name)", root: root) {
          settings["sysctl/\(SysctlFilter.dotted(name))"] = value
        }
      default: break
      }
    }
  }

  /// Follows a pattern with `*` in its names, one name at a time.
  private static func readTracked(
    _ pattern: ArraySlice<String>, path: String, root: HostRoot, into settings: inout [String: String]
  ) {
    guard let next = pattern.first else {
      if let value = value(path, root: root) { settings["sysfs/\(path.dropFirst(4))"] = value }
      return
    }
    let rest = pattern.dropFirst()
    guard next.contains("*") else {
      return readTracked(rest, path: "\(path)/\(next)", root: root, into: &settings)
    }
    let parts = next.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
    for name in root.names(path)
    where name.hasPrefix(parts[0]) && name.hasSuffix(parts[1]) && !TrackedSettings.skips(name, in: path) {
      readTracked(rest, path: "\(path)/\(name)", root: root, into: &settings)
    }
  }

  private static func value(_ path: String, root: HostRoot) -> String? {
    guard let text = try? Files.text(root.path(path), limit: longestValue) else { return nil }
    var value = ""
    var afterTab = false
    for scalar in text.trimmingSpace().unicodeScalars {
      if scalar == "\t" && afterTab { continue }
      afterTab = scalar == "\t"
      value.unicodeScalars.append(afterTab ? " " : scalar)
    }
    return value
  }
}
