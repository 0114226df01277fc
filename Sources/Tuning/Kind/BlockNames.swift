internal import Host
internal import Platform

/// Names of block devices that stay the same when the kernel deals out its own anew: `@` and a worldwide name or a
/// serial number.
struct BlockNames: Sendable {
  /// What all names of block devices begin with, below `/sys`.
  static let prefix = "block/"

  let root: HostRoot

  private static let noSuchDevice: Int32 = 19

  /// A disk of this moment.
  private struct Disk {
    /// The kernel's name: `sda`.
    let name: String
    /// `wwn-…` or `serial:…`; nil where the device has neither.
    let id: String?
  }

  /// The path with the kernel's present name in place of a stable one.
  ///
  /// - Throws: ENODEV when no disk has that id now, not applicable when more than one has.
  func resolve(_ path: String) throws(SettingError) -> String {
    guard path.hasPrefix(Self.prefix + "@") else { return path }
    let parts = path.dropFirst(Self.prefix.count).split(separator: "/", maxSplits: 1)
    let id = parts[0].dropFirst()
    let found = disks().filter { $0.id.map { $0 == id } ?? false }
    guard let disk = found.first else {
      throw .system(
        SystemError(code: Self.noSuchDevice, operation: "find a disk with the id", subject: "\(id)"))
    }
    if found.count > 1 {
      throw .notApplicable(reason: "several disks have the id \(id); name one by its kernel name")
    }
    return "\(Self.prefix)\(disk.name)/\(parts.dropFirst().first ?? "")"
  }

  /// The paths of physical disks among these, with stable names where a disk has one for itself.
  func stable(_ paths: [String]) -> [String] {
    let disks = disks()
    let shared = Dictionary(grouping: disks.compactMap(\.id)) { $0 }.filter { $0.value.count > 1 }
    return paths.compactMap { path in
      let parts = path.dropFirst(Self.prefix.count).split(separator: "/", maxSplits: 1)
      guard parts.count == 2, let disk = disks.first(where: { $0.name == parts[0] }) else { return nil }
      guard let id = disk.id, shared[id] == nil else { return path }
      return "\(Self.prefix)@\(id)/\(parts[1])"
    }
  }

  /// `wwn-… (vda)`, or `no stable id: vda, 254:0, disk 7 of this boot`; nil for what is no block device.
  ///
  /// The kernel counts the disks that it sees in a boot (diskseq, Linux 5.15): another one under the same name has
  /// another number. The size tells nothing: a disk can be made larger while it is in use.
  func identity(of path: String) -> String? {
    guard path.hasPrefix(Self.prefix), let resolved = try? resolve(path) else { return nil }
    let name = resolved.dropFirst(Self.prefix.count).prefix { $0 != "/" }
    let folder = "sys/block/\(name)"
    if path.hasPrefix(Self.prefix + "@") {
      return "\(path.dropFirst(Self.prefix.count + 1).prefix { $0 != "/" }) (\(name))"
    }
    guard let number = root.text("\(folder)/dev") else { return nil }
    if let count = root.text("\(folder)/diskseq") {
      return "no stable id: \(name), \(number), disk \(count) of this boot"
    }
    return "no stable id: \(name), \(number)"
  }

  /// Disks with hardware behind them: loop, RAM, zram, device-mapper and MD devices have no `device`; optical drives
  /// have nothing to tune.
  private func disks() -> [Disk] {
    root.names("sys/block").compactMap { name in
      guard !name.hasPrefix("sr"), root.exists("sys/block/\(name)/device") else { return nil }
      return Disk(name: name, id: id(of: name))
    }
  }

  private func id(of name: String) -> String? {
    for file in ["wwid", "device/wwid"] {
      if let text = text("sys/block/\(name)/\(file)") { return "wwn-\(text)" }
    }
    for file in ["serial", "device/serial"] {
      if let text = text("sys/block/\(name)/\(file)") { return "serial:\(text)" }
    }
    return nil
  }

  /// Ids hold spaces, padding and anything else that a vendor thought of; a key must hold neither spaces nor slashes.
  private func text(_ path: String) -> String? {
    guard let text = root.text(path), !text.isEmpty, text.count <= 128 else { return nil }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: "_")
    return String(
      words.map { character in
        let isPlain =
          character.isASCII && (character.isLetter || character.isNumber || "._:-".contains(character))
        return isPlain ? character : "_"
      })
  }
}
