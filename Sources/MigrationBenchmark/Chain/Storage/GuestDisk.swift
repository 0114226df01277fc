internal import Platform

/// A guest's second disk: a raw image in memory that QEMU opens by this process, and that is gone with its last user.
final class GuestDisk {
  /// Its node and its device by QEMU's names, the same at both ends.
  static let node = "disk"
  static let device = "data"

  private let file: MemoryFile
  private let byteCount: Int

  /// A disk with this content.
  init(_ content: DiskContent) throws(SystemError) {
    file = try MemoryFile()
    try file.append(content.bytes)
    byteCount = content.bytes.count
  }

  /// A disk of zeros.
  init(blank byteCount: Int) throws(SystemError) {
    file = try MemoryFile()
    try file.resize(to: byteCount)
    self.byteCount = byteCount
  }

  /// What QEMU is told of it.
  var arguments: [String] {
    [
      "-blockdev",
      "driver=raw,node-name=\(Self.node),file.driver=file,file.filename=\(file.pathForOthers)",
      "-device", "ide-hd,id=\(Self.device),drive=\(Self.node),bus=ide.1",
    ]
  }

  /// What is in it now.
  func bytes() throws(SystemError) -> [UInt8] { try file.last(byteCount) }
}
