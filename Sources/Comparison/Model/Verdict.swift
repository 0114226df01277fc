/// What a comparison says of one metric, and of two Runs.
public enum Verdict: String, Codable, Sendable, CaseIterable {
  /// The candidate is better by more than δ, as certain as it has to be.
  case better
  /// The candidate is worse by more than δ, as certain as it has to be.
  case worse
  /// The whole interval of the effect lies inside ±δ.
  case same
  /// Neither can be said yet: more blocks would tell.
  case inconclusive
  /// There is nothing to judge by: too few samples count, or their values allow no statement.
  case invalid
  /// The two sides are not the same thing: another machine, another unit, a metric that one side lacks.
  case incomparable

  /// What stands before what where several metrics make one verdict, gravest first.
  ///
  /// `worse` comes first, because what is shown of one metric is not less so where another cannot be judged. `better`
  /// stands before `same`: both mean that nothing is worse, and the former says more.
  static let byGravity: [Verdict] = [.worse, .incomparable, .invalid, .inconclusive, .better, .same]

  /// The gravest of several verdicts; nil of none.
  public static func gravest(of verdicts: some Sequence<Verdict>) -> Verdict? {
    let present = Set(verdicts)
    return byGravity.first { present.contains($0) }
  }

  /// The exit code that the contract gives to this verdict over a whole comparison: 0 nothing worse, 2 worse,
  /// 3 inconclusive, 4 invalid, 5 incomparable.
  public var exitCode: Int32 {
    switch self {
    case .better, .same: 0
    case .worse: 2
    case .inconclusive: 3
    case .invalid: 4
    case .incomparable: 5
    }
  }
}

/// How the two sides were taken, which decides how they may be judged.
public enum Design: String, Codable, Sendable {
  /// Block by block in turns, so that what drifts on the host meets both sides alike: samples are paired by block.
  case interleaved
  /// One after the other: what drifted in between is in the effect, and the judgement allows for it.
  case separate
}
