import Experiment
import Glibc
public import Platform

/// The file beside a target that remembers, for each block, which write was begun and which was acknowledged last.
///
///     let journal = try WriteJournal.create(beside: "/data/test", shape)    // before the first write
///     let journal = try WriteJournal.open(beside: "/data/test", for: .reading)    // after the crash
///
/// It is claimed for one process as long as it is open, so that nobody judges blocks that are being written.
public struct WriteJournal: Sendable {
  /// What it covers.
  public let shape: JournalShape
  /// What was begun and what was acknowledged; the I/O loop writes to it.
  public let generations: BlockGenerations
  private let file: MappedFile

  /// The journal's own path.
  public var path: String { file.path }

  /// What it is opened for.
  public enum Purpose: Sendable {
    /// To judge what is there; works on a file system that was mounted read-only after a crash.
    case reading
    /// To go on writing.
    case writing
  }

  /// Where the journal of a target is.
  public static func path(beside target: String) -> String { "\(target).assay-journal" }

  /// Makes the journal of a target that has none.
  ///
  /// - Parameter isLasting: whether the I/O loop brings what was acknowledged to the disk before the next write.
  /// - Throws: `PlanRefused` when there is one already, or the shape is none; `SystemError` when it cannot be made, and
  ///   then nothing is left behind.
  public static func create(
    beside target: String, _ shape: JournalShape, isLasting: Bool = false
  ) throws -> WriteJournal {
    guard shape.isPossible else {
      throw PlanRefused(
        "\(target): no \(shape.blockCount) blocks of \(shape.blockBytes) bytes from byte \(shape.firstByte) on; "
          + "take a block size that is a multiple of \(BlockStamp.sectorBytes)")
    }
    let file = try created(path(beside: target), shape)
    let journal = WriteJournal(shape, file, isLasting: isLasting)
    file.write(JournalHeader.page(shape), at: 0)
    do {
      try journal.flush()
    } catch {
      // The first failure is the news; a journal that stays tells truly that nothing was written.
      try? Files.remove(file.path)
      throw error
    }
    return journal
  }

  /// Opens the journal of a target.
  ///
  /// - Throws: `PlanRefused`, in one line, when there is none, another process writes to it, or it cannot be trusted;
  ///   `SystemError` when it cannot be read.
  public static func open(beside target: String, for purpose: Purpose) throws -> WriteJournal {
    let path = path(beside: target)
    let file = try mapped(path, for: purpose)
    guard file.byteCount >= JournalShape.pageBytes else { throw truncated(path, file.byteCount, nil) }
    let shape = try shape(of: file)
    guard file.byteCount == shape.fileBytes else { throw truncated(path, file.byteCount, shape.fileBytes) }
    return WriteJournal(shape, file, isLasting: false)
  }

  private init(_ shape: JournalShape, _ file: MappedFile, isLasting: Bool) {
    self.shape = shape
    self.file = file
    generations = BlockGenerations(
      in: file, acknowledgedAt: shape.acknowledgedAt, issuedAt: shape.issuedAt, count: shape.blockCount,
      seed: shape.seed, isLasting: isLasting)
  }

  /// Waits until what was recorded so far is on the disk, and then that it is: what was acknowledged before is known
  /// after a power cut.
  public func flush() throws(SystemError) {
    let begun = Clock.secondsSince1970()
    try file.flush()
    file.store(begun, at: JournalShape.flushedAt)
    try file.flush()
  }

  /// When the last flush that has ended began, in seconds since 1970; 0 before the first.
  public var flushedAt: UInt32 { file.load(at: JournalShape.flushedAt) }

  /// How far it can be believed to be whole.
  ///
  /// - Parameter boot: the boot of the one who asks; nil when unknown.
  func certainty(boot: String?) -> JournalCertainty {
    JournalCertainty(of: shape, flushedAt: flushedAt, boot: boot)
  }

  /// Removes the file: when all was judged and found good.
  public func remove() throws(SystemError) { try Files.remove(path) }

  // MARK: Refusals

  private static func mapped(_ path: String, for purpose: Purpose) throws -> MappedFile {
    do {
      return try MappedFile(opening: path, writable: purpose == .writing)
    } catch {
      throw switch error.code {
      case ENOENT:
        PlanRefused(
          "\(path) is missing: only what was written with --verify can be judged; run with --verify first")
      case EBUSY: PlanRefused("\(path) is in use: another run still writes; wait for it to end, or end it")
      case EISDIR, EOPNOTSUPP, ELOOP:
        PlanRefused("\(path) is no regular file: move it away and run with --verify again")
      // An empty file cannot be mapped.
      case EINVAL: truncated(path, 0, nil)
      default: error
      }
    }
  }

  private static func created(_ path: String, _ shape: JournalShape) throws -> MappedFile {
    do {
      return try MappedFile(creating: path, byteCount: shape.fileBytes)
    } catch {
      if error.code != EEXIST { throw error }
      throw PlanRefused(
        "\(path) exists: it tells what an earlier run wrote; run --verify-only to have that judged, then remove it"
      )
    }
  }

  private static func shape(of file: MappedFile) throws -> JournalShape {
    do {
      return try JournalHeader.shape(file.bytes(0..<JournalShape.pageBytes))
    } catch {
      throw refusal(of: file.path, error)
    }
  }

  private static func refusal(of path: String, _ damage: JournalHeader.Damage) -> PlanRefused {
    switch damage {
    case .foreign:
      PlanRefused("\(path) is no journal of assay: move it away and run with --verify again")
    case .version(let version):
      PlanRefused("\(path) is of version \(version), this assay knows version 2: use the assay that wrote it")
    case .damaged:
      PlanRefused(
        "\(path) is damaged (wrong checksum): what was written cannot be judged; run with --verify again")
    }
  }

  private static func truncated(_ path: String, _ byteCount: Int, _ expected: Int?) -> PlanRefused {
    let want = expected.map { "\($0)" } ?? "at least \(JournalShape.pageBytes)"
    return PlanRefused(
      "\(path) has \(byteCount) bytes, not \(want): what was written cannot be judged; run with --verify again"
    )
  }
}
