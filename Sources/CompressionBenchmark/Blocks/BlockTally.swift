internal import Platform
internal import Statistics

/// What blocks became when they were compressed: exact sums, and how the blocks' ratios are spread.
struct BlockTally: Sendable {
  /// Blocks.
  private(set) var blocks = 0
  /// Bytes of all blocks.
  private(set) var bytes = 0
  /// Bytes of their compressed forms.
  private(set) var packedBytes = 0
  /// Blocks that were no smaller when compressed.
  private(set) var incompressible = 0
  /// Each block's ratio.
  private var ratios: [Float] = []

  /// Counts a block.
  mutating func add(bytes: Int, packedBytes: Int) {
    blocks += 1
    self.bytes += bytes
    self.packedBytes += packedBytes
    if packedBytes >= bytes { incompressible += 1 }
    ratios.append(Float(bytes) / Float(packedBytes))
  }

  /// Counts the blocks of a range as they were compressed last.
  mutating func add(_ batch: BlockBatch, _ range: Range<Int>) {
    for block in range { add(bytes: batch.bytes(of: block), packedBytes: batch.packedBytes(of: block)) }
  }

  /// Adds what another one counted.
  mutating func merge(_ other: BlockTally) {
    blocks += other.blocks
    bytes += other.bytes
    packedBytes += other.packedBytes
    incompressible += other.incompressible
    ratios += other.ratios
  }

  /// Bytes before over bytes after; nil without blocks.
  var ratio: Double? { packedBytes > 0 ? Double(bytes) / Double(packedBytes) : nil }

  /// Share of the blocks that were no smaller; nil without blocks.
  var incompressibleShare: Double? { blocks > 0 ? Double(incompressible) / Double(blocks) : nil }

  /// The ratios that so large a share of the blocks does not exceed, by nearest rank; nil without blocks.
  func ratios(at shares: [Double]) -> [Double]? {
    guard !ratios.isEmpty else { return nil }
    let sorted = ratios.sorted()
    return shares.map { share in
      let rank = Int((share * Double(sorted.count)).rounded(.up))
      return Double(sorted[min(sorted.count, max(1, rank)) - 1])
    }
  }
}

/// How many blocks need no codec at all.
struct FillingTally: Sendable, Equatable {
  /// Blocks.
  private(set) var blocks = 0
  /// Of zeros only.
  private(set) var zero = 0
  /// Of one word over and over that is not zero.
  private(set) var same = 0

  /// Counts all blocks of a batch.
  mutating func add(_ batch: BlockBatch) {
    blocks += batch.count
    for block in 0..<batch.count {
      switch batch.filling(of: block) {
      case .zero: zero += 1
      case .same: same += 1
      case .mixed: break
      }
    }
  }

  /// A share of the blocks; 0 without blocks.
  func share(_ count: Int) -> Double { blocks > 0 ? Double(count) / Double(blocks) : 0 }
}
