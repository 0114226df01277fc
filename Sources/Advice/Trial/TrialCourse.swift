internal import Comparison
public import Experiment

/// A whole trial: everything that can be tried together, then where that is asked for each setting alone.
public struct TrialCourse {
  /// What takes the blocks; where their Runs are saved, `begin` says.
  public var session: TrialSession
  /// What is tried, in the order of the engine.
  public var factors: [TrialFactor]
  /// Two Runs that have only started, and what saves them.
  public typealias Begun = (pair: RunPair, save: @Sendable (RunPair) throws -> Void)
  /// Begins a pair of Runs: a name for their files (`whole`, `1`), and their seed.
  public var begin: (_ name: String, _ seed: UInt64) throws -> Begun
  /// Judges a pair.
  public var judge: TrialSession.Judge
  /// Is told of every finding as soon as it is there: a later failure loses nothing.
  public var found: (TrialReport) throws -> Void

  /// A course.
  public init(
    session: TrialSession, factors: [TrialFactor],
    begin: @escaping (_ name: String, _ seed: UInt64) throws -> Begun,
    judge: @escaping TrialSession.Judge,
    found: @escaping (TrialReport) throws -> Void
  ) {
    self.session = session
    self.factors = factors
    self.begin = begin
    self.judge = judge
    self.found = found
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - start: the report before anything was measured.
  ///   - pairs: of each finding; nil: until it is decided.
  ///   - each: whether each setting is tried alone as well, where there are several.
  /// - Returns: the report; `isInterrupted` where an end was asked for.
  /// - Throws: `TrialProblem`; what saving throws. What was found before was handed to `found`.
  public func run(_ start: TrialReport, pairs: Int?, each: Bool) async throws -> TrialReport {
    var report = start
    guard !factors.isEmpty else { return report }
    let all = Array(factors.indices)
    guard let whole = try await finding(all, name: "whole", seed: report.seed, pairs, &report) else {
      return report
    }
    report.whole = whole
    try found(report)
    guard each, factors.count > 1 else { return report }
    for index in all {
      let seed = report.seed &+ UInt64(index) &+ 1
      guard let one = try await finding([index], name: "\(index + 1)", seed: seed, pairs, &report) else {
        return report
      }
      report.each.append(one)
      try found(report)
    }
    return report
  }

  /// Nil when an end was asked for.
  private func finding(
    _ chosen: [Int], name: String, seed: UInt64, _ pairs: Int?, _ report: inout TrialReport
  ) async throws -> TrialFinding? {
    let begun = try begin(name, seed)
    var session = session
    session.save = begun.save
    let (pair, comparison) = try await session.take(begun.pair, factors: chosen, pairs: pairs, judge: judge)
    report.pairs = max(report.pairs, pair.candidate.plan.blocks / max(1, session.parts.benchmarks.count))
    guard let comparison else {
      report.isInterrupted = true
      return nil
    }
    return TrialFinding(chosen.map { factors[$0] }, comparison)
  }
}
