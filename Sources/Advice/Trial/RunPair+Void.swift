internal import Experiment

extension RunPair {
  /// Makes a pair of blocks count together or not at all: where the last block of one side is invalid, so is its partner.
  ///
  /// - Parameter before: the pair before both blocks, for what their samples were merged into.
  /// - Returns: whether the pair counts.
  mutating func settleLastPair(before: RunPair) -> Bool {
    let arms: [Interleaving.Arm] = [.base, .candidate]
    let invalid = arms.filter { self[$0].blocks.last?.verdict == .invalid }
    if invalid.count == 1, let fault = invalid.first {
      let arm: Interleaving.Arm = fault == .base ? .candidate : .base
      let reason =
        "its partner, block \(self[fault].blocks.last?.block ?? 0) of \(self[fault].id), does not count"
      self[arm].voidLastBlock(reason, before: before[arm])
    }
    return invalid.isEmpty
  }
}

extension Run {
  /// The last block does not count, for a reason outside of it.
  ///
  /// - Parameter before: the Run before that block.
  fileprivate mutating func voidLastBlock(_ reason: String, before: Run) {
    guard let last = blocks.last else { return }
    blocks[blocks.count - 1].verdict = .invalid
    blocks[blocks.count - 1].reasons.insert(reason, at: 0)
    for index in metrics.indices {
      for place in metrics[index].samples.indices where metrics[index].samples[place].block == last.block {
        metrics[index].samples[place].valid = false
      }
      let old = before.metrics.first { $0.key == metrics[index].key }
      metrics[index].histogram = old?.histogram
      metrics[index].series = old?.series
    }
  }
}
