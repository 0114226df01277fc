extension Run {
  /// What in this Run contradicts itself as nothing that Assay measured does: a sample whose block was not taken, one
  /// that counts though its block does not, or one that does not count though its block does; nil when nothing does.
  ///
  /// It finds a Run in which somebody decided afterwards what counts. A value that was changed leaves no trace: a
  /// checksum in the same file would be changed along with it.
  public var contradiction: String? {
    struct Try: Hashable {
      var block: Int
      var attempt: Int
    }
    var counts: [Try: Bool] = [:]
    for block in blocks {
      let place = Try(block: block.block, attempt: block.attempt)
      if counts.updateValue(block.verdict != .invalid, forKey: place) != nil {
        return "block \(block.block), try \(block.attempt), is there twice"
      }
    }
    for metric in metrics {
      for sample in metric.samples {
        // Words are only made where they are needed.
        var name: String { "a sample of \(metric.key) in block \(sample.block), try \(sample.attempt)" }
        switch counts[Try(block: sample.block, attempt: sample.attempt)] {
        case nil: return "\(name), which was not taken"
        case true where !sample.valid: return "\(name), is marked invalid, but the block is not"
        case false where sample.valid: return "\(name), is marked valid, but the block is not"
        default: continue
        }
      }
    }
    return nil
  }
}
