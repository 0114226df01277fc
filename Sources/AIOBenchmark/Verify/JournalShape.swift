import Platform

/// What a journal is about: which blocks of the target it covers, and how they were written. Sizes in bytes.
public struct JournalShape: Sendable, Equatable {
  /// The length of a block, a multiple of 512.
  public var blockBytes: Int
  /// Where the first block begins in the target.
  public var firstByte: Int
  /// The number of blocks, at least one.
  public var blockCount: Int
  /// The run's seed, which is in every stamp.
  public var seed: UInt64
  /// When a write counts as acknowledged, in the command line's word: `none`, `fsync`, `fdatasync`, `dsync`.
  public var policy: String

  /// The boot of the machine in which it was made (boot_id); empty when unknown.
  public var boot: String

  /// A shape of its parts.
  public init(
    blockBytes: Int, firstByte: Int, blockCount: Int, seed: UInt64, policy: String, boot: String = ""
  ) {
    self.blockBytes = blockBytes
    self.firstByte = firstByte
    self.blockCount = blockCount
    self.seed = seed
    self.policy = policy
    self.boot = boot
  }

  /// Whether a write that was acknowledged was promised to last, a power cut included.
  public var promises: Bool { policy != "none" }

  /// Where the last block ends in the target.
  public var endByte: Int { firstByte + blockCount * blockBytes }

  /// The largest block that a journal is for.
  static let largestBlock = 1 << 30

  /// Whether the numbers make a range of blocks: in their limits, without an overflow.
  var isPossible: Bool {
    guard (1...Self.largestBlock).contains(blockBytes), blockBytes.isMultiple(of: BlockStamp.sectorBytes),
      firstByte >= 0, blockCount > 0, blockCount <= Int.max >> 8
    else { return false }
    let (length, overflow) = blockCount.multipliedReportingOverflow(by: blockBytes)
    return !overflow && !firstByte.addingReportingOverflow(length).overflow
  }

  // MARK: In the file

  /// Bytes of the file's first part; the two arrays of generations begin at multiples of it.
  static let pageBytes = 4_096
  /// Bytes of the policy's word, filled up with zeros.
  static let policyBytes = 16
  /// The same of the boot's.
  static let bootBytes = 40
  /// Where the moment of the last flush is, which changes while the rest of the page does not: in its last sector.
  static let flushedAt = pageBytes - 16

  /// Where the last acknowledged generations begin.
  var acknowledgedAt: Int { Self.pageBytes }
  /// Where the last issued generations begin.
  var issuedAt: Int { acknowledgedAt + arrayBytes }
  /// The whole file.
  var fileBytes: Int { issuedAt + arrayBytes }

  private var arrayBytes: Int {
    (BlockGenerations.byteCount(blocks: blockCount) + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes
  }
}
