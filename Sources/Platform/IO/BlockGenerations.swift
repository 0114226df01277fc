internal import CPlatform

/// For each block of a target, which write of it was begun last and which was acknowledged last, in a mapped file.
///
/// The I/O loop stores them through `journal`; see `assay_journal.h` for its rules.
@safe public final class BlockGenerations: @unchecked Sendable {
  // Sendable by contract: the words are touched by atomic operations only.
  private let acknowledged: UnsafeMutablePointer<UInt32>
  private let issued: UnsafeMutablePointer<UInt32>
  private let file: MappedFile
  // Null unless acknowledgements must be on the disk before the next write; touched by the I/O loop only.
  private let lasting: UnsafeMutablePointer<assay_journal_lasting>?
  /// The number of blocks.
  public let count: Int
  /// The run's seed, for the stamps.
  public let seed: UInt64

  /// Bytes that one of the two arrays takes.
  public static func byteCount(blocks: Int) -> Int { blocks * MemoryLayout<UInt32>.size }

  /// Takes two arrays of `count` words in a file, at the byte offsets given, multiples of four.
  ///
  /// - Parameter isLasting: whether the I/O loop brings what was acknowledged to the disk before the next write, which
  ///   is then in its times.
  public init(
    in file: MappedFile, acknowledgedAt: Int, issuedAt: Int, count: Int, seed: UInt64, isLasting: Bool = false
  ) {
    for offset in [acknowledgedAt, issuedAt] {
      precondition(offset >= 0 && offset.isMultiple(of: MemoryLayout<UInt32>.size))
      precondition(offset <= file.byteCount - Self.byteCount(blocks: count))
    }
    unsafe acknowledged = (file.address + acknowledgedAt).assumingMemoryBound(to: UInt32.self)
    unsafe issued = (file.address + issuedAt).assumingMemoryBound(to: UInt32.self)
    self.file = file
    self.count = count
    self.seed = seed
    guard isLasting else {
      unsafe lasting = nil
      return
    }
    let state = UnsafeMutablePointer<assay_journal_lasting>.allocate(capacity: 1)
    // From the mapping's start: a page may be larger than the arrays' alignment.
    unsafe state.initialize(
      to: assay_journal_lasting(
        start: file.address, bytes: acknowledgedAt + Self.byteCount(blocks: count), is_due: 0, error: 0))
    unsafe lasting = state
  }

  deinit { unsafe lasting?.deallocate() }

  /// Why what was acknowledged could not be brought to the disk; nil when it could. Ask when no loop runs.
  public var lastingFailure: SystemError? {
    guard let lasting = unsafe lasting, unsafe lasting.pointee.error < 0 else { return nil }
    return unsafe SystemError(code: Int32(-lasting.pointee.error), operation: "sync", subject: file.path)
  }

  /// The generation of the last write of a block whose completion was seen; 0 for none.
  public func acknowledged(_ block: Int) -> UInt32 {
    precondition((0..<count).contains(block))
    return unsafe assay_journal_get(acknowledged + block)
  }

  /// The generation of the last write of a block that was begun; 0 for none.
  public func issued(_ block: Int) -> UInt32 {
    precondition((0..<count).contains(block))
    return unsafe assay_journal_get(issued + block)
  }

  /// Records that the write of a generation was begun: before it is submitted.
  public func issue(_ generation: UInt32, of block: Int) {
    precondition((0..<count).contains(block) && file.isWritable)
    unsafe assay_journal_set(issued + block, generation)
  }

  /// Records that the completion of a generation's write was seen.
  public func acknowledge(_ generation: UInt32, of block: Int) {
    precondition((0..<count).contains(block) && file.isWritable)
    unsafe assay_journal_set(acknowledged + block, generation)
  }

  /// What the I/O loop takes; valid as long as this object lives. The file must be writable.
  var journal: assay_io_journal {
    precondition(file.isWritable)
    return unsafe assay_io_journal(acknowledged: acknowledged, issued: issued, seed: seed, lasting: lasting)
  }
}
