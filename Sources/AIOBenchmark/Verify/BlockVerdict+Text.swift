extension BlockVerdict {
  /// The verdict on the block at byte `offset` of the target in one sentence, without a full stop.
  public func text(at offset: Int) -> String { "byte \(offset): \(words(offset))" }

  private func words(_ offset: Int) -> String {
    switch self {
    case .good(let generation): "whole, write \(generation)"
    case .neverWritten(let holdsOtherData):
      holdsOtherData ? "never written; it holds what was there before the run" : "never written"
    case .lost(let acknowledged, let instead):
      "write \(acknowledged) was acknowledged and is missing: \(instead.words)"
    case .torn(let tear): "torn: \(tear.words(offset))"
    case .interrupted(let tear): "in flight at the end, and here in part: \(tear.words(offset))"
    case .corrupt(let damage):
      "\(damage.wrongBytes) wrong \(damage.wrongBytes == 1 ? "byte" : "bytes"), the first at byte "
        + "\(offset + damage.firstWrongByte); compared with write \(damage.generation)"
    case .misdirected(let from, let generation, let isWhole):
      "\(isWhole ? "holds" : "holds a part of") write \(generation) of the block at byte \(from)"
    case .foreign(let seed, let generation):
      "holds write \(generation) of another run (seed \(seed)); this run wrote nothing there"
    case .newer(let generation, let issued):
      "whole, write \(generation), while the journal knows of \(issued)"
    case .unreadable(let cause): "cannot be read: \(cause)"
    }
  }
}

extension BlockVerdict.Remains {
  /// What is there, in words.
  var words: String {
    switch self {
    case .zeros: "zeros"
    case .earlier(let generation): "write \(generation)"
    case .foreign(let seed): "a block of another run (seed \(seed))"
    case .pastTheEnd: "the target ends before it"
    case .otherData: "what was there before the run"
    }
  }
}

extension BlockVerdict.Tear {
  fileprivate func words(_ offset: Int) -> String {
    "\(sectors) of \(sectorsOfBlock) sectors hold write \(generation), the others \(rest.words); "
      + "it changes at byte \(offset + changesAt)"
  }
}

extension BlockVerdict.Kind {
  /// What `count` blocks of this kind are, in words that follow the number.
  public func words(_ count: Int) -> String {
    let blocks = count == 1 ? "block" : "blocks"
    return switch self {
    case .good: "\(blocks) good"
    case .neverWritten: "\(blocks) never written"
    case .lost: "\(blocks) lost: an acknowledged write is missing"
    case .torn: "\(blocks) torn: an acknowledged write is there in part"
    case .interrupted:
      "\(blocks) interrupted: a write in flight at the end is there in part; nothing was promised"
    case .corrupt: "\(blocks) corrupt: bytes that no write put there"
    case .misdirected: "\(blocks) misdirected: a write of another place is there"
    case .foreign: "\(blocks) of another run, where this one wrote nothing"
    case .newer: "\(blocks) newer than the journal, which a power cut explains; a killed process does not"
    case .unreadable: "\(blocks) unreadable"
    }
  }
}
