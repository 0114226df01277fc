internal import Platform
internal import Statistics

/// Times a codec over a batch, on one thread or on several that have their own share of the blocks.
struct CodecTimer {
  /// The blocks.
  let batch: BlockBatch
  /// A thread is pinned to each.
  let cpus: [Int]
  /// Seconds of each loop.
  let window: Double

  /// What was measured in one direction.
  struct Result {
    /// Uncompressed bytes a second, all threads together.
    var throughput: Double
    /// Of each call.
    var latencies: LatencyHistogram
  }

  /// A block that did not come back as it was.
  struct Mismatch: Error, CustomStringConvertible {
    let block: Int
    var description: String { "block \(block) came back other than it was" }
  }

  /// The blocks of a member of the team.
  static func share(_ count: Int, _ index: Int, of members: Int) -> Range<Int> {
    count * index / members..<count * (index + 1) / members
  }

  /// Measures both directions; what was decompressed is compared.
  ///
  /// - Throws: `CodecError`; `Mismatch`.
  func measure(
    _ setting: CodecSetting, dictionary: CodecDictionary?, timesCalls: Bool
  ) throws -> [CodingDirection: Result] {
    let coders = try cpus.map { _ in try Coder(setting.codec, level: setting.level, dictionary: dictionary) }
    batch.spoilUnpacked(0..<batch.count)
    var results: [CodingDirection: Result] = [:]
    for direction in CodingDirection.allCases {
      let passes = try passes(direction, coders)
      let seconds = try run(direction, coders, passes: passes)
      let latencies = timesCalls ? try time(direction, coders, passes: passes) : LatencyHistogram()
      results[direction] = Result(
        throughput: Double(batch.byteCount) * Double(passes) / seconds, latencies: latencies)
    }
    if let wrong = batch.firstDifference(in: 0..<batch.count) { throw Mismatch(block: wrong) }
    return results
  }

  /// Warms up on a part of the blocks, which also tells how many passes fill the window.
  private func passes(_ direction: CodingDirection, _ coders: [Coder]) throws -> Int {
    let (batch, cpus) = (batch, cpus)
    let times = try PinnedTeam.run(on: cpus) { member in
      let all = Self.share(batch.count, member.index, of: member.count)
      // Decompressing comes after compressing all blocks.
      let part = all.lowerBound..<(all.lowerBound + max(1, all.count / 8))
      let times = try batch.code(part, direction, with: coders[member.index])
      return Clock.seconds(from: times.start, to: times.end) * Double(all.count) / Double(part.count)
    }
    return max(1, Int((window / max(times.max() ?? 0, 1e-9)).rounded(.up)))
  }

  /// Seconds from the first start to the last end.
  private func run(_ direction: CodingDirection, _ coders: [Coder], passes: Int) throws -> Double {
    let batch = batch
    let times = try PinnedTeam.run(on: cpus) { member in
      member.meet()
      return try batch.code(
        Self.share(batch.count, member.index, of: member.count), direction, with: coders[member.index],
        passes: passes)
    }
    return Clock.seconds(from: times.map(\.start).min() ?? 0, to: times.map(\.end).max() ?? 0)
  }

  private func time(
    _ direction: CodingDirection, _ coders: [Coder], passes: Int
  ) throws -> LatencyHistogram {
    let batch = batch
    let recorders = cpus.map { _ in LatencyRecorder() }
    _ = try PinnedTeam.run(on: cpus) { member in
      member.meet()
      try batch.time(
        Self.share(batch.count, member.index, of: member.count), direction, with: coders[member.index],
        passes: passes, into: recorders[member.index])
    }
    return recorders.reduce(into: LatencyHistogram()) { $0.merge($1.recorded) }
  }
}
