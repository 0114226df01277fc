internal import Host

extension Twin {
  /// The text of every file below some directories that says something, by its path: what a crash must not change.
  ///
  /// One command for all, some tenths of a second under TCG. Counters, identifiers and clocks are among them; which
  /// these are is the caller's to know. Files that cannot be read, and empty ones, are left out.
  public func readableFiles(
    below directories: [String] = ["/proc/sys", "/sys/fs/cgroup"], within limit: Duration = .seconds(30)
  ) async throws -> [String: String] {
    let places = directories.map { "'\($0)'" }.joined(separator: " ")
    // grep's exit code tells only whether all could be read.
    let script = "find \(places) -type f -perm -0400 -exec grep -H '' {} +"
    return Self.files(inLines: try await run(script, within: limit).output)
  }

  /// Every setting of the guest by its file: all that counts or lists by itself is left out (`SettingFiles`).
  ///
  /// - Parameter directories: further directories of which every file counts.
  public func settings(
    andBelow directories: [String] = [], within limit: Duration = .seconds(60)
  ) async throws -> [String: String] {
    let trees = (SettingFiles.trees + directories).joined(separator: " ")
    // Patterns that find nothing are no failure, nor are files that cannot be read.
    let script = """
      find \(trees) -type f -perm -0400 -exec grep -H '' {} +
      grep -H '' \(SettingFiles.patterns.joined(separator: " "))
      true
      """
    let files = Self.files(inLines: try await run(script, within: limit).output)
    return files.filter { SettingFiles.isSetting($0.key) }
  }

  /// Takes `path:line` apart.
  static func files(inLines text: String) -> [String: String] {
    var files: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let path = String(line[..<colon])
      let value = line[line.index(after: colon)...]
      files[path] = files[path].map { "\($0)\n\(value)" } ?? String(value)
    }
    return files
  }
}
