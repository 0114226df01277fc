/// A file that is read at every boot, and a line of it that repeats a setting.
struct BootFile: Hashable, Comparable {
  /// The path from the root, without a leading slash.
  let path: String
  /// What stands above its lines; nil where such files have no sections.
  var section: String?

  /// One line of a file.
  struct Line: Equatable {
    let file: BootFile
    let text: String
    /// Whether the setting lasts without it too.
    var isExtra = false
  }

  /// Why a setting cannot be repeated at boot.
  struct Refusal: Error, Equatable { let reason: String }

  /// By path.
  static func < (first: BootFile, second: BootFile) -> Bool { first.path < second.path }

  /// The lines that repeat a change; each in a file that is only the profile's.
  static func lines(_ change: PlannedChange) throws(Refusal) -> [Line] {
    let name = "90-assay-\(change.profile).conf"
    let (key, value) = (change.key, change.wanted)
    switch key.kind {
    case SysctlKind.name: return [try sysctl(key.name, value, name)]
    case SysfsKind.name: return try sysfs(key.name, value, name)
    case InterruptKind.name:
      guard key.name == "default_smp_affinity" else {
        throw Refusal(reason: "interrupts are numbered anew at every boot")
      }
      return [try temporaryFiles("/proc/irq/\(key.name)", value, name)]
    case SystemdKind.name: return [try systemd(key, value, name)]
    case DebugfsKind.name:
      throw Refusal(reason: "/sys/kernel/debug need not be mounted yet when tmpfiles.d is read")
    case ControlGroupKind.name:
      throw Refusal(
        reason: "groups are gone after a boot; make them anew by a unit that runs assay tune apply")
    default: throw Refusal(reason: "no file at boot sets settings of kind \(key.kind)")
    }
  }

  // MARK: Forms

  /// sysctl.d(5): after a first dot, slashes and dots are exchanged, as in our keys; `*`, `?`, `[` make a pattern of it.
  private static func sysctl(_ key: String, _ value: String, _ name: String) throws(Refusal) -> Line {
    let first = key.first { $0 == "." || $0 == "/" }
    guard first == ".", isPlain(key), !key.hasPrefix("-") else {
      throw Refusal(reason: "sysctl.d cannot name it")
    }
    return Line(file: BootFile(path: "etc/sysctl.d/\(name)"), text: "\(key) = \(value)")
  }

  private static func sysfs(_ path: String, _ value: String, _ name: String) throws(Refusal) -> [Line] {
    if path.hasPrefix(BlockNames.prefix) {
      throw Refusal(
        reason: "the kernel may give the disk another name at the next boot, which tmpfiles.d needs")
    }
    var lines = [try temporaryFiles("/sys/\(path)", value, name)]
    // A module that is loaded later than tmpfiles.d is read takes its parameters from here.
    let parts = path.split(separator: "/")
    if parts.count == 4, parts[0] == "module", parts[2] == "parameters", !value.isEmpty, isPlain(value) {
      let text = "options \(parts[1]) \(parts[3])=\(value)"
      lines.append(Line(file: BootFile(path: "etc/modprobe.d/\(name)"), text: text, isExtra: true))
    }
    return lines
  }

  /// tmpfiles.d(5): the argument is the rest of the line, in which `\` and `%` are special; a lone `-` is none.
  private static func temporaryFiles(
    _ path: String, _ value: String, _ name: String
  ) throws(Refusal) -> Line {
    guard isPlain(path) else { throw Refusal(reason: "tmpfiles.d cannot name it") }
    var argument = value.replacing("\\", with: "\\\\").replacing("%", with: "%%")
    if argument.isEmpty { argument = "\\n" }
    if argument == "-" { argument = "\\x2d" }
    return Line(file: BootFile(path: "etc/tmpfiles.d/\(name)"), text: "w \(path) - - - - \(argument)")
  }

  private static func systemd(_ key: SettingKey, _ value: String, _ name: String) throws(Refusal) -> Line {
    let sections = ["slice": "[Slice]", "service": "[Service]", "socket": "[Socket]", "mount": "[Mount]"]
    guard key.parts.count == 2, isPlain(key.name),
      let section = key.parts[0].split(separator: ".").last.flatMap({ sections[String($0)] })
    else { throw Refusal(reason: "systemd keeps nothing of \(key.parts.first ?? "it") over a boot") }
    let file = BootFile(path: "etc/systemd/system/\(key.parts[0]).d/\(name)", section: section)
    return Line(file: file, text: "\(key.parts[1])=\(value.replacing("%", with: "%%"))")
  }

  /// Characters that mean themselves in all of these files.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "_./:@,+-".utf8.contains(byte)
    }
  }
}
