internal import Platform

/// Compresses every block of a corpus, decompresses it and compares: exact sums, and no mistake overlooked.
struct CorpusCheck {
  /// What came of a codec.
  struct Outcome {
    var tally = BlockTally()
    /// Why it is not to be trusted; nil where every block came back.
    var failure: String?
  }

  /// Threads; the sums do not depend on them.
  let cpus: [Int]
  private(set) var outcomes: [CodecSetting: Outcome] = [:]
  private(set) var fillings = FillingTally()

  init(cpus: [Int]) { self.cpus = cpus }

  /// Takes the blocks of a batch with every setting that has not failed.
  ///
  /// - Throws: where threads cannot be started.
  mutating func take(_ batch: BlockBatch, _ settings: [CodecSetting], dictionary: CodecDictionary?) throws {
    fillings.add(batch)
    for setting in settings where outcomes[setting]?.failure == nil {
      var outcome = outcomes[setting] ?? Outcome()
      do {
        outcome.tally.merge(
          try Self.check(batch, setting, dictionary: setting.usesDictionary ? dictionary : nil, on: cpus))
      } catch let error as CodecTimer.Mismatch {
        outcome.failure = "\(error)"
      } catch let error as CodecError {
        outcome.failure = "\(error)"
      }
      outcomes[setting] = outcome
    }
  }

  private static func check(
    _ batch: BlockBatch, _ setting: CodecSetting, dictionary: CodecDictionary?, on cpus: [Int]
  ) throws -> BlockTally {
    let used = Array(cpus.prefix(batch.count))
    return try PinnedTeam.run(on: used) { member in
      let coder = try Coder(setting.codec, level: setting.level, dictionary: dictionary)
      let range = CodecTimer.share(batch.count, member.index, of: member.count)
      var tally = BlockTally()
      batch.spoilUnpacked(range)
      _ = try batch.code(range, .compress, with: coder)
      _ = try batch.code(range, .decompress, with: coder)
      if let wrong = batch.firstDifference(in: range) { throw CodecTimer.Mismatch(block: wrong) }
      tally.add(batch, range)
      return tally
    }.reduce(into: BlockTally()) { $0.merge($1) }
  }
}
