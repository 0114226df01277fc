import Platform

/// What the journal knows of one block, and the judgement of its content.
struct BlockRecord {
  /// Where the block is: bytes from the start of the target.
  var offset: UInt64
  /// The run's seed.
  var seed: UInt64
  /// The last write that was acknowledged; 0 for none.
  var acknowledged: UInt32
  /// The last write that was begun; 0 for none. Less than `acknowledged` when the power failed between the writing of
  /// the two to the disk.
  var issued: UInt32

  /// Judges the block.
  ///
  /// - Parameters:
  ///   - content: what was found.
  ///   - bytes: the block itself; asked for only when it is not whole.
  func verdict(on content: BlockStamp.Content, bytes: () -> [UInt8]) -> BlockVerdict {
    switch content {
    case .intact(let stamp): verdict(onWhole: stamp)
    case .zeros:
      acknowledged == 0
        ? .neverWritten(holdsOtherData: false) : .lost(acknowledged: acknowledged, instead: .zeros)
    case .damaged(let stamp): verdict(onMixed: bytes(), header: stamp)
    case .unstamped: verdict(onMixed: bytes(), header: nil)
    }
  }

  private func verdict(onWhole stamp: BlockStamp) -> BlockVerdict {
    if stamp.seed != seed {
      return acknowledged == 0
        ? .foreign(seed: stamp.seed, generation: stamp.generation)
        : .lost(acknowledged: acknowledged, instead: .foreign(seed: stamp.seed))
    }
    if stamp.offset != offset {
      return .misdirected(from: stamp.offset, generation: stamp.generation, isWhole: true)
    }
    if stamp.generation < acknowledged {
      return .lost(acknowledged: acknowledged, instead: .earlier(generation: stamp.generation))
    }
    return stamp.generation <= max(acknowledged, issued)
      ? .good(generation: stamp.generation) : .newer(generation: stamp.generation, issued: issued)
  }

  /// A block whose checksum is wrong, or that bears no stamp: sector by sector, which writes is it made of?
  private func verdict(onMixed block: [UInt8], header: BlockStamp?) -> BlockVerdict {
    let sectors = SectorComparison(of: block, with: candidates(header))
    let holdsOtherPlace = { (stamp: BlockStamp) in stamp.seed == seed && stamp.offset != offset }
    let found = Set(sectors.holders.compactMap(\.stamp))
    // A header is believed only when a whole sector bears it out: one wrong byte in it may name any place.
    if let stray = found.first(where: holdsOtherPlace) {
      return .misdirected(from: stray.offset, generation: stray.generation, isWhole: false)
    }
    let own = found.filter { $0.seed == seed }
    guard let latest = own.max(by: { $0.generation < $1.generation }) else {
      return verdictWithoutOwnSectors(sectors, foreign: found.first)
    }
    let strangers = sectors.holders.indices.filter { sectors.holders[$0] == .unknown }
    let areOtherData = strangers.allSatisfy { sectors.isUnlike(latest, at: $0) }
    if !strangers.isEmpty && (acknowledged > 0 || !areOtherData) { return corrupt(sectors) }
    return verdict(onTear: sectors, latest)
  }

  /// The writes that sectors may come from: those that the journal expects and those that the header speaks of.
  private func candidates(_ header: BlockStamp?) -> [BlockStamp] {
    var generations: [UInt64] = []
    for middle in [UInt64(acknowledged), UInt64(issued)] + (header.map { [$0.generation] } ?? []) {
      generations += [middle, middle &+ 1, middle &- 1]
    }
    var stamps: [BlockStamp] = []
    for generation in generations where generation > 0 && generation < .max {
      stamps.append(BlockStamp(offset: offset, generation: generation, seed: seed))
    }
    if let header { stamps.append(header) }
    var seen = Set<BlockStamp>()
    return stamps.filter { seen.insert($0).inserted }
  }

  private func verdictWithoutOwnSectors(_ sectors: SectorComparison, foreign: BlockStamp?) -> BlockVerdict {
    if let foreign {
      return acknowledged == 0
        ? .neverWritten(holdsOtherData: true)
        : .lost(acknowledged: acknowledged, instead: .foreign(seed: foreign.seed))
    }
    // A write of ours that was damaged in every sector is still known by most of its bytes; what was there before the
    // run shares one in 256 with it.
    return acknowledged > 0 || sectors.mostAlike(of: seed).equalBytes > sectors.byteCount / 4
      ? corrupt(sectors) : .neverWritten(holdsOtherData: true)
  }

  private func corrupt(_ sectors: SectorComparison) -> BlockVerdict {
    let nearest = sectors.mostAlike(of: seed)
    return .corrupt(
      BlockVerdict.Damage(
        generation: nearest.stamp.generation, firstWrongByte: nearest.firstWrongByte,
        wrongBytes: sectors.byteCount - nearest.equalBytes))
  }

  private func verdict(onTear sectors: SectorComparison, _ latest: BlockStamp) -> BlockVerdict {
    let holders = sectors.holders
    let rest = oldest(Set(holders).subtracting([.write(latest)]))
    let changesAt = holders.indices.dropFirst().first { holders[$0] != holders[$0 - 1] } ?? 0
    let tear = BlockVerdict.Tear(
      generation: latest.generation, rest: rest, changesAt: changesAt * BlockStamp.sectorBytes,
      sectors: holders.count { $0 == .write(latest) }, sectorsOfBlock: holders.count)
    // What was acknowledged must be there, or what came after it.
    let isKept =
      if case .earlier(let generation) = rest { generation >= acknowledged } else { acknowledged == 0 }
    return latest.generation > acknowledged && isKept ? .interrupted(tear) : .torn(tear)
  }

  /// The oldest of what the sectors hold besides the latest write: it decides whether something is missing.
  private func oldest(_ holders: Set<SectorComparison.Holder>) -> BlockVerdict.Remains {
    if holders.contains(.unknown) { return .otherData }
    if holders.contains(.zeros) { return .zeros }
    let stamps = holders.compactMap(\.stamp)
    if let foreign = stamps.first(where: { $0.seed != seed }) { return .foreign(seed: foreign.seed) }
    return .earlier(generation: stamps.map(\.generation).min() ?? 0)
  }
}
