import Platform

/// A block held against the writes that may have made it, sector by sector.
struct SectorComparison {
  /// Whose a sector is.
  enum Holder: Hashable {
    case write(BlockStamp)
    case zeros
    case unknown

    /// The write, where it is one.
    var stamp: BlockStamp? { if case .write(let stamp) = self { stamp } else { nil } }
  }

  /// How much of a block equals a write.
  struct Likeness {
    var stamp: BlockStamp
    var equalBytes: Int
    /// Offset in the block.
    var firstWrongByte: Int
  }

  /// Whose each sector is.
  let holders: [Holder]
  /// The block's length.
  let byteCount: Int
  private let block: [UInt8]
  private let writes: [(stamp: BlockStamp, bytes: [UInt8])]

  /// Compares a block with the blocks of one or more stamps; of two that fit, the first holds the sector.
  init(of block: [UInt8], with stamps: [BlockStamp]) {
    let writes = stamps.map { (stamp: $0, bytes: $0.block(byteCount: block.count)) }
    holders = stride(from: 0, to: block.count, by: BlockStamp.sectorBytes).map { start in
      let range = start..<(start + BlockStamp.sectorBytes)
      let sector = block[range]
      if let fit = writes.first(where: { $0.bytes[range] == sector }) { return .write(fit.stamp) }
      return sector.allSatisfy { $0 == 0 } ? .zeros : .unknown
    }
    byteCount = block.count
    self.block = block
    self.writes = writes
  }

  /// Whether less than half of a sector's bytes are the write's: then it is other data and no damaged sector of it.
  func isUnlike(_ stamp: BlockStamp, at sector: Int) -> Bool {
    guard let write = writes.first(where: { $0.stamp == stamp }) else { return true }
    let start = sector * BlockStamp.sectorBytes
    let equal = (start..<(start + BlockStamp.sectorBytes)).count { block[$0] == write.bytes[$0] }
    return equal < BlockStamp.sectorBytes / 2
  }

  /// The write of a run that the block comes nearest to; of two, the first.
  func mostAlike(of seed: UInt64) -> Likeness {
    var best = Likeness(stamp: writes[0].stamp, equalBytes: -1, firstWrongByte: 0)
    for write in writes where write.stamp.seed == seed {
      let equal = block.indices.count { block[$0] == write.bytes[$0] }
      if equal > best.equalBytes {
        let first = block.indices.first { block[$0] != write.bytes[$0] }
        best = Likeness(stamp: write.stamp, equalBytes: equal, firstWrongByte: first ?? byteCount)
      }
    }
    return best
  }
}
