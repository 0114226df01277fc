internal import Host
internal import Platform

/// `systemd/system.slice/AllowedCPUs`: properties of units, set through systemd and until the next boot.
struct SystemdKind: SettingKind {
  static let name = "systemd"
  static let survivesReboot = false

  private let root: HostRoot
  private static let programs = ["usr/bin/systemctl", "bin/systemctl"]
  /// systemd answers in milliseconds or is stuck.
  private static let timeout = 30.0

  init(root: HostRoot) { self.root = root }

  func obstacle(to name: String) -> String? {
    root.exists("run/systemd/system") ? nil : "systemd does not run here (there is no /run/systemd/system)"
  }

  func read(_ name: String) throws(SettingError) -> String {
    let (unit, property) = try parts(name)
    guard root.isLive else { return readFile(unit, property) }
    return Self.value(try systemctl(["show", "--value", "-p", property, "--", unit]))
  }

  func write(_ name: String, _ text: String) throws(SettingError) {
    let (unit, property) = try parts(name)
    guard root.isLive else { return try writeFile(unit, property, text) }
    _ = try systemctl(["set-property", "--runtime", "--", unit, "\(property)=\(text)"])
  }

  /// What was never set, or was reset by the empty text, is printed as `[not set]`.
  static func value(_ shown: String) -> String { shown == "[not set]" ? "" : shown }

  private func parts(_ name: String) throws(SettingError) -> (unit: String, property: String) {
    if let obstacle = obstacle(to: name) { throw .notApplicable(reason: obstacle) }
    let parts = name.split(separator: "/").map(String.init)
    guard parts.count == 2, !parts[0].hasPrefix("-"),
      parts[1].utf8.allSatisfy({ (65...90).contains($0) || (97...122).contains($0) })
    else {
      throw .refused(reason: "systemd/\(name): expected UNIT/PROPERTY such as system.slice/AllowedCPUs")
    }
    return (parts[0], parts[1])
  }

  private func systemctl(_ arguments: [String]) throws(SettingError) -> String {
    guard let program = Self.programs.first(where: root.exists) else {
      throw .notApplicable(reason: "there is no systemctl in /usr/bin")
    }
    let result = try KernelFiles.system { () throws(SystemError) in
      try HelperProgram.run("/\(program)", arguments, timeout: Self.timeout)
    }
    guard result.status == 0 else {
      let command = (["systemctl"] + arguments).joined(separator: " ")
      throw .program(command: command, status: result.status, said: result.output)
    }
    return result.output
  }

  // MARK: A tree of files, where systemd keeps what set-property was told

  private static let control = "run/systemd/system.control"

  private func file(_ unit: String, _ property: String) -> String { "\(unit).d/50-\(property).conf" }

  private func readFile(_ unit: String, _ property: String) -> String {
    let lines = (root.text("\(Self.control)/\(file(unit, property))") ?? "").split(separator: "\n")
    return lines.last { $0.hasPrefix("\(property)=") }.map { String($0.dropFirst(property.count + 1)) } ?? ""
  }

  private func writeFile(_ unit: String, _ property: String, _ text: String) throws(SettingError) {
    try KernelFiles.system { () throws(SystemError) in
      try Files.createDirectories(root.path("\(Self.control)/\(unit).d"))
      let folder = try DirectoryHandle(root.directory ?? "/").directory(Self.control)
      try folder.removeUnfinished(file(unit, property))
      if text.isEmpty { return try removeFile(unit, property, in: folder) }
      try folder.replace(file(unit, property), with: Array("[Slice]\n\(property)=\(text)\n".utf8))
    }
  }

  /// Without a value there is nothing to remember.
  private func removeFile(
    _ unit: String, _ property: String, in folder: DirectoryHandle
  ) throws(SystemError) {
    do {
      try folder.remove(file(unit, property))
    } catch {
      if !error.isMissing { throw error }
    }
  }

  func tidy(_ name: String) throws(SettingError) {
    let (unit, property) = try parts(name)
    guard !root.isLive, root.exists("\(Self.control)/\(unit).d") else { return }
    try KernelFiles.system { () throws(SystemError) in
      try DirectoryHandle(root.directory ?? "/").directory(Self.control).removeUnfinished(
        file(unit, property))
    }
  }
}
