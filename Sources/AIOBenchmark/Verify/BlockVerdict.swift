/// What became of one block, as its content and the journal say.
public enum BlockVerdict: Sendable, Equatable, Codable {
  /// Whole, of the write that was acknowledged last or of the one in flight when the writer ended.
  case good(generation: UInt64)
  /// No write was acknowledged, and none shows; `holdsOtherData` when there is something from before the run.
  case neverWritten(holdsOtherData: Bool)
  /// A write was acknowledged and is not there.
  case lost(acknowledged: UInt32, instead: Remains)
  /// A part of a write that was acknowledged is missing: some sectors hold it, others what was there before.
  case torn(Tear)
  /// A write that was in flight when the writer ended reached the disk in part; nobody was promised more.
  case interrupted(Tear)
  /// Bytes that no write put there.
  case corrupt(Damage)
  /// A block of this run that belongs elsewhere; not `isWhole` when only some of its sectors are here.
  case misdirected(from: UInt64, generation: UInt64, isWhole: Bool)
  /// A block of another run, where this one's journal knows of no acknowledged write.
  case foreign(seed: UInt64, generation: UInt64)
  /// Whole, and of a later write than the journal knows: the disk got ahead of the journal before a power cut.
  case newer(generation: UInt64, issued: UInt32)
  /// The storage could not read it, with the error's cause in words.
  case unreadable(cause: String)

  /// What is found where something else was expected.
  public enum Remains: Sendable, Equatable, Codable {
    /// Zeros.
    case zeros
    /// An earlier write of this run.
    case earlier(generation: UInt64)
    /// A block of another run.
    case foreign(seed: UInt64)
    /// The target ends before it.
    case pastTheEnd
    /// Data that no known write made; only where nothing was acknowledged.
    case otherData
  }

  /// A write of which only some sectors arrived.
  public struct Tear: Sendable, Equatable, Codable {
    /// The latest write that any sector shows.
    public var generation: UInt64
    /// What the other sectors hold.
    public var rest: Remains
    /// Offset in the block of the first sector that does not hold the same as the sector before it.
    public var changesAt: Int
    /// How many sectors of 512 bytes hold the latest write.
    public var sectors: Int
    /// How many sectors the block has.
    public var sectorsOfBlock: Int
  }

  /// Wrong bytes, compared with the write that comes nearest.
  public struct Damage: Sendable, Equatable, Codable {
    /// The write it was compared with.
    public var generation: UInt64
    /// Offset in the block of the first wrong byte.
    public var firstWrongByte: Int
    /// How many bytes are wrong.
    public var wrongBytes: Int
  }

  /// The verdict without its details.
  public enum Kind: String, Sendable, CaseIterable, Codable, CodingKeyRepresentable {
    case good, neverWritten, lost, torn, interrupted, corrupt, misdirected, foreign, newer, unreadable

    /// Whether the storage broke its word.
    public var isFailure: Bool {
      switch self {
      case .lost, .torn, .corrupt, .misdirected, .unreadable: true
      case .good, .neverWritten, .interrupted, .foreign, .newer: false
      }
    }
  }

  /// The verdict without its details.
  public var kind: Kind {
    switch self {
    case .good: .good
    case .neverWritten: .neverWritten
    case .lost: .lost
    case .torn: .torn
    case .interrupted: .interrupted
    case .corrupt: .corrupt
    case .misdirected: .misdirected
    case .foreign: .foreign
    case .newer: .newer
    case .unreadable: .unreadable
    }
  }
}
