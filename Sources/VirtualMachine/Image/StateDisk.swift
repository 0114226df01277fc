internal import Platform

/// The disk that holds `/var/lib/assay` of a twin and lives longer than one boot: an ext4 file system in a file in
/// memory.
///
/// A disk serves one running twin at a time; QEMU locks it. `copy()` is a snapshot.
public struct StateDisk: Sendable {
  /// Bytes unless told otherwise; only what is written takes memory.
  public static let usualBytes = 32 << 20

  private let file: MemoryFile

  private init(file: MemoryFile) { self.file = file }

  /// An empty file system.
  ///
  /// - Throws: `TwinError` when mke2fs is missing or refuses the size.
  public init(bytes: Int = usualBytes) async throws {
    let mke2fs = try HelperProgram("mke2fs", package: "e2fsprogs")
    file = try MemoryFile()
    try file.resize(to: bytes)
    // Nothing is left for the guest to do later (lazy initialisation): two boots of copies do the same work.
    try await mke2fs.check(
      "make a file system",
      ["-q", "-F", "-t", "ext4", "-E", "lazy_itable_init=0,lazy_journal_init=0,nodiscard", path])
  }

  /// The path for QEMU, while this value lives.
  public var path: String { file.pathForOthers }

  /// Another disk with the same content. No twin may be running on this one.
  public func copy() throws -> StateDisk { StateDisk(file: try file.copy()) }
}
