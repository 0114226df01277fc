internal import Host
internal import Platform

/// `file/etc/sysctl.d/90-assay.conf`: files that Assay owns whole, in folders made for such files. What they say takes
/// effect at the next boot, or when their owner is told to read them.
struct FileKind: SettingKind {
  static let name = "file"
  static let survivesReboot = true
  static let takesEffectAtBoot = true

  /// Where such files may be. `*` stands for one name.
  static let places = [
    "etc/sysctl.d/*", "etc/tmpfiles.d/*", "etc/modprobe.d/*", "etc/default/grub.d/*",
    "etc/systemd/system/*.d/*", "etc/systemd/system/assay-*.service",
  ]

  private let files: OwnFiles

  init(root: HostRoot) { files = OwnFiles(root: root) }

  func obstacle(to name: String) -> String? {
    if let refusal = Self.refusal(of: name) { return refusal }
    let folder = Self.isDropIn(name) ? Files.parent(of: name) : name
    return files.hasFolder(of: folder) ? nil : "there is no folder /\(Files.parent(of: folder)) on this host"
  }

  func read(_ name: String) throws(SettingError) -> String {
    if let refusal = Self.refusal(of: name) { throw .refused(reason: refusal) }
    return try files.read(name)
  }

  func write(_ name: String, _ text: String) throws(SettingError) {
    if let refusal = Self.refusal(of: name) { throw .refused(reason: refusal) }
    if Self.isDropIn(name), text != SettingValue.absent { try files.makeFolder(of: name) }
    try files.write(name, text)
    if Self.isDropIn(name), text == SettingValue.absent { files.removeEmptyFolder(of: name) }
  }

  func tidy(_ name: String) throws(SettingError) {
    if let refusal = Self.refusal(of: name) { throw .refused(reason: refusal) }
    try files.tidy(name)
    // A killed write may have made no more than the folder.
    if Self.isDropIn(name) { files.removeEmptyFolder(of: name) }
  }

  /// A unit's folder of drop-ins is there only when somebody needed it.
  private static func isDropIn(_ name: String) -> Bool {
    Wildcard.matchesPath(name, "etc/systemd/system/*.d/*")
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
