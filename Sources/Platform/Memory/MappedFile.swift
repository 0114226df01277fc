internal import CPlatform
import Glibc

/// A file of fixed size in shared memory: what is stored there is in the file, also when this process is killed; after
/// `flush` also when the power fails.
///
/// The file is claimed for this process (`flock`) as long as the mapping lives.
@safe public final class MappedFile: @unchecked Sendable {
  // Sendable by contract: it is read and written through atomic words, or by one owner.
  let address: UnsafeMutableRawPointer
  /// Where the file is.
  public let path: String
  /// Length in bytes.
  public let byteCount: Int
  /// Whether it may be written to.
  public let isWritable: Bool
  // Holds the claim.
  private let descriptor: OwnedDescriptor

  /// Creates a file of zeros that must not exist, its space really allocated and its name on the disk.
  ///
  /// - Throws: EEXIST when the name is taken, links included; ENOSPC when the disk is full. Nothing is left behind.
  public convenience init(creating path: String, byteCount: Int) throws(SystemError) {
    precondition(byteCount > 0)
    let opened = try SystemCall.run("create", path) { unsafe assay_create_to_map(path, 0o644) }
    do {
      let file = OwnedDescriptor(owning: Int32(opened))
      try Self.claim(file, path)
      try SystemCall.run("allocate", path) { assay_allocate_file(file.number, byteCount) }
      try file.sync(subject: path)
      try Self.syncDirectory(of: path)
      try self.init(mapping: file, path, byteCount: byteCount, isWritable: true)
    } catch {
      // It is ours: the name was free.
      _ = unsafe unlink(path)
      throw error
    }
  }

  /// Opens a file that is there; links are not followed.
  ///
  /// - Throws: EBUSY when another process has it; EISDIR or EOPNOTSUPP when it is no file; ELOOP when it is a link;
  ///   EINVAL when it is empty.
  public convenience init(opening path: String, writable: Bool) throws(SystemError) {
    let opened = try SystemCall.run("open", path) { unsafe assay_open_to_map(path, writable ? 1 : 0) }
    let file = OwnedDescriptor(owning: Int32(opened))
    var facts = stat()
    try SystemCall.runSettingErrno("look at", path) { unsafe Int(fstat(file.number, &facts)) }
    let kind = Files.kind(facts)
    guard kind == .file else {
      throw SystemError(code: kind == .directory ? EISDIR : EOPNOTSUPP, operation: "map", subject: path)
    }
    try Self.claim(file, path)
    try self.init(mapping: file, path, byteCount: Int(facts.st_size), isWritable: writable)
  }

  private init(
    mapping file: consuming OwnedDescriptor, _ path: String, byteCount: Int, isWritable: Bool
  ) throws(SystemError) {
    var mapped: UnsafeMutableRawPointer? = nil
    let number = file.number
    try SystemCall.run("map", path) { unsafe assay_map_file(number, byteCount, isWritable ? 1 : 0, &mapped) }
    guard let start = unsafe mapped else { throw SystemError(code: ENOMEM, operation: "map", subject: path) }
    unsafe address = start
    self.path = path
    self.byteCount = byteCount
    self.isWritable = isWritable
    descriptor = file
  }

  deinit { unsafe assay_unmap_file(address, byteCount) }

  /// Waits until all that was stored is on the disk.
  public func flush() throws(SystemError) {
    try SystemCall.run("sync", path) { unsafe assay_flush_file(address, byteCount) }
  }

  /// A copy of a range of the file.
  public func bytes(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    return unsafe [UInt8](UnsafeRawBufferPointer(start: address + range.lowerBound, count: range.count))
  }

  /// Copies bytes into the file, from `offset` on; the file must be writable.
  public func write(_ bytes: [UInt8], at offset: Int) {
    precondition(isWritable && offset >= 0 && bytes.count <= byteCount && offset <= byteCount - bytes.count)
    unsafe (address + offset).copyMemory(from: bytes, byteCount: bytes.count)
  }

  /// Stores a word of four bytes at a multiple of four, so that readers see all of it or nothing; the file must be
  /// writable.
  public func store(_ word: UInt32, at offset: Int) {
    precondition(isWritable)
    unsafe assay_journal_set(self.word(at: offset), word)
  }

  /// The word of four bytes at a multiple of four.
  public func load(at offset: Int) -> UInt32 { unsafe assay_journal_get(word(at: offset)) }

  private func word(at offset: Int) -> UnsafeMutablePointer<UInt32> {
    let size = MemoryLayout<UInt32>.size
    precondition(offset >= 0 && offset.isMultiple(of: size) && offset <= byteCount - size)
    return unsafe (address + offset).assumingMemoryBound(to: UInt32.self)
  }

  private static func claim(_ file: borrowing OwnedDescriptor, _ path: String) throws(SystemError) {
    let number = file.number
    do {
      try SystemCall.run("claim", path) { assay_claim_file(number) }
    } catch {
      throw SystemError(
        code: error.code == EWOULDBLOCK ? EBUSY : error.code, operation: "claim", subject: path)
    }
  }

  private static func syncDirectory(of path: String) throws(SystemError) {
    let directory = Files.parent(of: path)
    do {
      try OwnedDescriptor(directory: directory).sync(subject: directory)
    } catch {
      // Some network and FUSE file systems cannot sync a directory, and do not need to.
      if error.code != EINVAL { throw error }
    }
  }
}
