internal import Host

/// `file/etc/sysctl.d/90-assay.conf`: files that Assay owns whole, in folders made for such files. What they say takes
/// effect at the next boot, or when their owner is told to read them.
struct FileKind: SettingKind {
  static let name = "file"
  static let survivesReboot = true
  static let takesEffectAtBoot = true

  /// Where such files may be. `*` stands for one name.
  static let places = [
    "etc/sysctl.d/*", "etc/tmpfiles.d/*", "etc/modprobe.d/*", "etc/default/grub.d/*",
    "etc/systemd/system/*.d/*",
  ]

  private let files: OwnFiles

  init(root: HostRoot) { files = OwnFiles(root: root) }

  func obstacle(to name: String) -> String? {
    if let refusal = Self.refusal(of: name) { return refusal }
    return files.hasFolder(of: name) ? nil : "there is no folder for /\(name) on this host"
  }

  func read(_ name: String) throws(SettingError) -> String {
    if let refusal = Self.refusal(of: name) { throw .refused(reason: refusal) }
    return try files.read(name)
  }

  func write(_ name: String, _ text: String) throws(SettingError) {
    if let refusal = Self.refusal(of: name) { throw .refused(reason: refusal) }
    try files.write(name, text)
  }

  func tidy(_ name: String) throws(SettingError) {
    if let refusal = Self.refusal(of: name) { throw .refused(reason: refusal) }
    try files.tidy(name)
  }

  private static func refusal(of name: String) -> String? {
    let file = name.split(separator: "/").last ?? ""
    guard places.contains(where: { Wildcard.matchesPath(name, $0) }), file.contains("assay") else {
      return "file/\(name): Assay writes only files with 'assay' in their name in "
        + places.map { "/\($0)" }.joined(separator: ", ")
    }
    return nil
  }
}
