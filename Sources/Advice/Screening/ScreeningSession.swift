public import Experiment
internal import Platform

/// Takes the runs of a screening: each with the factors of its row in place, and before and after it a block with nothing in
/// place, which it is related to, so that what drifts on the machine is taken out.
public struct ScreeningSession: Sendable {
  /// What takes the blocks; its `save` is not used.
  public var blocks: TrialSession
  /// Saves both Runs and the course as they stand: after every run.
  public var save: @Sendable (ScreeningData) throws -> Void

  /// A session.
  public init(blocks: TrialSession, save: @escaping @Sendable (ScreeningData) throws -> Void) {
    self.blocks = blocks
    self.save = save
  }

  /// Of so many runs one may be taken again because its blocks do not count. On a host where most blocks are disturbed, taking
  /// them again gives more disturbed ones: then the intervals say how little is known.
  private static let runsForARepeat = 4

  /// Takes all runs, or as many as there are until an end is asked for. Nothing is in place when this returns or throws,
  /// unless the error says so.
  ///
  /// - Parameters:
  ///   - base: a Run that has only started: blocks with nothing in place.
  ///   - treated: the same: blocks with the factors of a row in place.
  public func take(_ design: ScreeningDesign, base: Run, treated: Run) async throws -> ScreeningData {
    var data = ScreeningData(design: design, base: base, treated: treated)
    let turns = blocks.parts.benchmarks.count
    data.base.plan.blocks = turns * (design.rows.count + 1)
    data.treated.plan.blocks = turns * design.rows.count
    try save(data)
    do {
      let quiet = try await blocks.settling.level()
      var taker = TrialBlocks(session: blocks, quiet: quiet, seed: base.plan.seed)
      guard try await Self.turn(&taker, &data, row: nil, [], of: taker.benchmarks) else {
        return try ended(data)
      }
      var repeats = design.rows.count / Self.runsForARepeat
      for row in design.rows.indices {
        let factors = design.factorsOn(in: row)
        var open = taker.benchmarks
        while true {
          guard try await Self.turn(&taker, &data, row: row, factors, of: open),
            try await Self.turn(&taker, &data, row: nil, [], of: open)
          else { return try ended(data) }
          try taker.dropSkipped(data.base, data.treated)
          let disturbed = data.disturbed(among: open)
          open = taker.benchmarks.filter(disturbed.contains)
          try save(data)
          if open.isEmpty || repeats == 0 { break }
          repeats -= 1
        }
      }
    } catch is CancellationError {
      return try ended(data)
    }
    data.finish(.complete)
    try save(data)
    return data
  }

  /// One block of each of some benchmarks.
  private static func turn(
    _ taker: inout TrialBlocks, _ data: inout ScreeningData, row: Int?, _ factors: [Int],
    of benchmarks: [String]
  ) async throws -> Bool {
    let goesOn =
      row == nil
      ? try await taker.take(&data.base, factors, of: benchmarks)
      : try await taker.take(&data.treated, factors, of: benchmarks)
    guard goesOn else { return false }
    let taken = (row == nil ? data.base : data.treated).blocks.indices.suffix(benchmarks.count)
    data.steps += taken.map { ScreeningData.Step(row: row, block: $0) }
    return true
  }

  private func ended(_ data: ScreeningData) throws -> ScreeningData {
    var data = data
    data.finish(.interrupted)
    try save(data)
    return data
  }
}

/// What a screening measured: two Runs, and which block belongs to which run of the design.
public struct ScreeningData: Sendable, Equatable {
  /// One block, in the order of taking.
  public struct Step: Codable, Sendable, Equatable {
    /// The run of the design; nil with nothing in place.
    public var row: Int?
    /// The block's number in its Run.
    public var block: Int
  }

  /// Which factors were on when.
  public var design: ScreeningDesign
  /// Blocks with nothing in place.
  public var base: Run
  /// Blocks with the factors of a row in place.
  public var treated: Run
  /// All blocks in the order of taking.
  public var steps: [Step] = []

  /// Data of which nothing was measured yet.
  public init(design: ScreeningDesign, base: Run, treated: Run) {
    self.design = design
    self.base = base
    self.treated = treated
  }

  /// Benchmarks of which the block that was taken last does not count, on one side or on both.
  ///
  /// - Parameter benchmarks: those of the last turn of both sides.
  func disturbed(among benchmarks: [String]) -> Set<String> {
    let sides = [base, treated].map { $0.blocks.suffix(benchmarks.count) }
    return Set(
      sides.flatMap { blocks in
        zip(benchmarks, blocks).filter { $0.1.verdict == .invalid }.map(\.0)
      })
  }

  /// Ends both Runs.
  mutating func finish(_ status: Run.Status) {
    base.status = status
    treated.status = status
    base.finished = Timestamp.now()
    treated.finished = base.finished
  }
}
