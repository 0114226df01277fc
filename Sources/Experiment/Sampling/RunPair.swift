internal import Platform

/// Two Runs that are taken in turns, block by block.
public struct RunPair: Sendable, Equatable {
  /// What is compared with.
  public var base: Run
  /// What is judged.
  public var candidate: Run

  /// A pair of Runs that have only started: each plan names the other.
  public init(base: Run, candidate: Run) {
    self.base = base
    self.candidate = candidate
    self.base.plan.interleaved = Interleaving(with: candidate.id, arm: .base, order: "")
    self.candidate.plan.interleaved = Interleaving(with: base.id, arm: .candidate, order: "")
  }

  /// Both as they are if no block follows.
  public init(soFar pair: RunPair) {
    base = pair.base.soFar
    candidate = pair.candidate.soFar
  }

  /// One of the two.
  public subscript(arm: Interleaving.Arm) -> Run {
    get { arm == .base ? base : candidate }
    set { if arm == .base { base = newValue } else { candidate = newValue } }
  }

  /// Pairs of blocks taken, repeated ones included.
  public var taken: Int { candidate.blocks.count }

  /// Whether a measuring process of either failed.
  public var hasFailed: Bool {
    [base, candidate].contains { $0.warnings.contains { $0.code == Run.sampleFailedCode } }
  }

  /// Ends both, complete unless an end was asked for.
  public mutating func finish() {
    both { run in
      if run.status == .running { run.status = .complete }
      run.finished = Timestamp.now()
    }
  }

  /// Says the same of both.
  public mutating func both(_ change: (inout Run) -> Void) {
    change(&base)
    change(&candidate)
  }
}

extension Run {
  /// As it is if no block follows: what is judged while it grows is not called incomplete for that.
  public var soFar: Run {
    var run = self
    if run.status == .running { run.status = .complete }
    return run
  }
}

extension Interleaving.Arm {
  /// The other side.
  var other: Self { self == .base ? .candidate : .base }
}
