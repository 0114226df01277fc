internal import Statistics

/// Finds the best of many candidates with few migrations: successive halving.
///
/// All candidates are run a few times; those that are certainly worse than another, or certainly break the service
/// level, are out; of the others, the better half stays and is run twice as often, until one is left or the budget is
/// spent. (Karnin, Koren & Somekh, "Almost Optimal Exploration in Multi-Armed Bandits", ICML 2013; Jamieson & Talwalkar,
/// "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016.) What a forecast says will
/// not converge is not run at all, save where that is near the edge or in doubt.
///
/// Of the better half by median, its rank is what it loses: with a service level the greatest of figure over bound, else
/// the geometric mean of figure over the best of all. Candidates that are not in it but on the front of the medians of
/// (blackout, total, brownout) stay: they are best by some weights.
public struct Sweep<Candidate: Sendable> {
  /// What is tried.
  public var candidates: [Candidate]
  /// Migrations in all, at most.
  public var budget: Int
  /// What must be kept.
  public var serviceLevel: ServiceLevel?
  /// Migrations of each candidate in the first round.
  public var firstRuns = 3
  /// Of the order of candidates; the same gives the same order.
  public var seed: UInt64 = 1

  /// A sweep.
  public init(_ candidates: [Candidate], budget: Int, serviceLevel: ServiceLevel? = nil) {
    self.candidates = candidates
    self.budget = budget
    self.serviceLevel = serviceLevel
  }

  /// Runs it.
  ///
  /// - Parameters:
  ///   - forecast: of a candidate; nil where there is none.
  ///   - measure: runs a candidate so many times. A migration that does not converge gives `MigrationFigures.failed`.
  /// - Throws: what `measure` throws; nothing else.
  public func run<Failure: Error>(
    forecast: (Candidate) -> Forecast? = { _ in nil },
    measure: (Candidate, Int) async throws(Failure) -> [MigrationFigures]
  ) async throws(Failure) -> SweepResult<Candidate> {
    var tally = SweepTally(candidates, serviceLevel)
    for index in candidates.indices {
      guard let forecast = forecast(candidates[index]) else { continue }
      tally.entries[index].forecast = forecast
      if forecast.isHopeless {
        tally.entries[index].fate = .skipped(forecast.verdict)
      }
    }
    var generator = SeededGenerator(seed: seed)
    var runs = max(1, firstRuns)
    var left = budget
    while true {
      let staying = tally.staying
      if staying.isEmpty || left < staying.count { break }
      // The last round takes what is left of the budget.
      let each = min(runs, left / staying.count)
      for index in generator.shuffled(staying) {
        tally.entries[index].samples += try await measure(candidates[index], each)
        left -= each
      }
      tally.drop()
      tally.halve()
      if tally.staying == staying, staying.count <= 1 { break }
      runs *= 2
    }
    return tally.result(spent: budget - left)
  }
}

/// What became of a sweep.
public struct SweepResult<Candidate: Sendable>: Sendable {
  /// All candidates in their order.
  public var entries: [SweepEntry<Candidate>]
  /// The indices of those on the front of medians (blackout, total, brownout), ascending.
  public var front: [Int]
  /// The indices from the best on: those that keep the service level first; none that was skipped or failed to
  /// converge.
  public var ranking: [Int]
  /// Migrations run.
  public var spent: Int
}

/// One candidate and what became of it.
public struct SweepEntry<Candidate: Sendable>: Sendable {
  /// What became of it.
  public enum Fate: Sendable, Equatable {
    /// It stayed to the end.
    case stayed
    /// It was not run: the forecast's verdict.
    case skipped(String)
    /// It breaks the service level beyond doubt: which bounds.
    case broke(String)
    /// Another, by index, is better beyond doubt.
    case beaten(by: Int)
    /// Others did better so far.
    case outranked

    /// For people.
    public var text: String {
      switch self {
      case .stayed: "stayed to the end"
      case .skipped(let why): "skipped: \(why)"
      case .broke(let why): "out: breaks the service level (\(why))"
      case .beaten(let index): "out: candidate \(index + 1) is better in all"
      case .outranked: "out: others did better"
      }
    }
  }

  /// It.
  public var candidate: Candidate
  /// Its migrations.
  public var samples: [MigrationFigures] = []
  /// What became of it.
  public var fate = Fate.stayed
  /// What was forecast, where it was.
  public var forecast: Forecast?
  /// Of the service level, where there is one.
  public var verdict: ServiceVerdict?

  /// The median of a figure; nil without samples, infinite where half of them did not converge.
  public func median(of figure: MigrationFigures.Figure) -> Double? {
    let sorted = samples.map { $0.value(of: figure) }.sorted()
    if sorted.allSatisfy(\.isFinite) { return Quantile.value(0.5, ofSorted: sorted) }
    return sorted[sorted.count / 2]
  }

  /// The interval of that median, by `OrderInterval`; with too few samples all that is possible.
  func range(of figure: MigrationFigures.Figure) -> ClosedRange<Double> {
    let interval = OrderInterval.of(0.5, values: samples.map { $0.value(of: figure) })
    return interval.map { $0.lower...$0.upper } ?? -Double.infinity...Double.infinity
  }
}
