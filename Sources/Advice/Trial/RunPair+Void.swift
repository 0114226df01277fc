internal import Experiment

extension RunPair {
  /// Makes pairs of blocks count together or not at all: where a block of one side is invalid, so is its partner.
  ///
  /// - Parameters:
  ///   - count: blocks of each side that were taken last, one of each benchmark.
  ///   - before: the pair before them, for what their samples were merged into.
  /// - Returns: whether each pair counts, in the order of taking.
  mutating func settlePairs(last count: Int, before: RunPair) -> [Bool] {
    let arms: [Interleaving.Arm] = [.base, .candidate]
    return (base.blocks.count - count..<base.blocks.count).map { place in
      let invalid = arms.filter { self[$0].blocks[place].verdict == .invalid }
      if invalid.count == 1, let fault = invalid.first {
        let arm: Interleaving.Arm = fault == .base ? .candidate : .base
        let reason =
          "its partner, block \(self[fault].blocks[place].block) of \(self[fault].id), does not count"
        self[arm].voidBlock(at: place, reason, before: before[arm])
      }
      return invalid.isEmpty
    }
  }
}

extension Run {
  /// A block does not count, for a reason outside of it.
  ///
  /// - Parameter before: the Run before that block.
  fileprivate mutating func voidBlock(at place: Int, _ reason: String, before: Run) {
    blocks[place].verdict = .invalid
    blocks[place].reasons.insert(reason, at: 0)
    for index in metrics.indices {
      let samples = metrics[index].samples.indices.filter {
        metrics[index].samples[$0].block == blocks[place].block
      }
      if samples.isEmpty { continue }
      for sample in samples { metrics[index].samples[sample].valid = false }
      let old = before.metrics.first { $0.key == metrics[index].key }
      metrics[index].histogram = old?.histogram
      metrics[index].series = old?.series
    }
  }
}
