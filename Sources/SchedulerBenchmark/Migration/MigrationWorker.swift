internal import Experiment
internal import Platform
internal import Statistics

/// Measures what a thread loses when it is moved, in this process.
struct MigrationWorker {
  /// Three each way, whatever they take; and no more than a median needs.
  private static let moves = 6...1_000
  /// Walks after a move: small working sets need some to drive out what else was in the cache, and take no time.
  private static func passes(_ bytes: Int) -> Int { bytes <= 2 << 20 ? 16 : 8 }

  private let workload: MigrationWorkload

  init(_ workload: MigrationWorkload) { self.workload = workload }

  /// Moves a thread to and fro, with each working set.
  ///
  /// - Throws: `NotMeasurable` when memory or a move is refused.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let workload = workload
    let largest = workload.workingSets.map(\.bytes).max() ?? 0
    guard largest > 0 else { return [] }
    do {
      let buffer = try MemoryBuffer(byteCount: largest, pages: .base)
      let cpus = CPUSet([workload.from, workload.to]).numbers
      let moves = try context.window(on: cpus, byDesign: [.switches]) {
        try PinnedTeam.run(on: [workload.from]) { _ in
          buffer.prefault()
          return try workload.workingSets.map { set in
            // The thread stays where the last move of one working set left it: the next one starts at home.
            try Affinity.set(CPUSet([workload.from]))
            return try ThreadMoves.run(
              between: workload.from, and: workload.to, in: buffer, workingSet: set.bytes,
              seed: workload.seed,
              passes: Self.passes(set.bytes), moves: Self.moves, seconds: workload.window)
          }
        }
      }[0]
      return zip(workload.workingSets, moves).flatMap(costs) + call(moves.flatMap { $0 })
    } catch let error as SystemError {
      throw NotMeasurable("\(error)")
    }
  }

  /// The median loss of the moves there, and of those back.
  private func costs(_ set: MigrationWorkload.WorkingSet, _ moves: [ThreadMoves.Move]) -> [Measurement] {
    let losses = moves.map { CacheRecovery.loss($0.passes.map { Double($0) * 1e-9 }) }
    func cost(_ from: Int, _ to: Int, _ losses: [Double]) -> Measurement? {
      Quantile.median(of: losses).map { median in
        Measurement(
          id: "scheduler.migration_cost",
          labels: labels(from, to).merging(["working_set": String(set.bytes), "level": set.level]) { $1 },
          unit: "s", better: .lower, value: median)
      }
    }
    func every(second first: Int) -> [Double] {
      stride(from: first, to: losses.count, by: 2).compactMap { losses[$0] }
    }
    if workload.from == workload.to {
      return [cost(workload.from, workload.to, losses.compactMap { $0 })].compactMap { $0 }
    }
    return [
      cost(workload.from, workload.to, every(second: 0)), cost(workload.to, workload.from, every(second: 1)),
    ].compactMap { $0 }
  }

  private func call(_ moves: [ThreadMoves.Move]) -> [Measurement] {
    Quantile.median(of: moves.map { Double($0.call) * 1e-9 }).map { median in
      [
        Measurement(
          id: "scheduler.migration_call", labels: labels(workload.from, workload.to), unit: "s",
          better: .lower,
          value: median)
      ]
    } ?? []
  }

  private func labels(_ from: Int, _ to: Int) -> [String: String] {
    ["pairing": workload.pairing.rawValue, "from": String(from), "to": String(to)]
  }
}
