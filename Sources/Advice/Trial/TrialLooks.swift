public import Comparison
public import Experiment
internal import Statistics

/// When a trial is judged: once after so many pairs, or again and again until it is decided.
///
/// When to look is fixed by numbers of pairs that count, before anything of them is known but how many metrics there are:
/// first as soon as a clear effect on one of them would be significant, then whenever the number has grown by half, last at
/// ``mostPairs``. Each look may err by its share (see `ComparisonRules.Look`), so that all of them together err no more
/// often than a single one.
public struct TrialLooks: Sendable, Equatable {
  /// More are asked of nobody without a word.
  public static let mostPairs = 30
  /// With fewer, one odd pair hides everything.
  static let fewest = 8

  /// Pairs at each look, ascending.
  let ends: [Int]
  private var place = 0
  private var isEnding = false

  /// One look, after so many pairs.
  public init(once pairs: Int) {
    ends = [pairs]
  }

  /// Looks until it is decided.
  ///
  /// - Parameter run: a Run with all its metrics: its primary ones share the error that is allowed.
  public init(of run: Run) {
    let primary = max(1, run.metrics.count { $0.role == .primary })
    let allowed = 1 - ComparisonRules().level
    func shows(_ pairs: Int) -> Bool {
      let share = AlphaSpending.share(of: allowed, from: 0, to: Double(pairs) / Double(Self.mostPairs))
      return Detectability.fewestPairs(significance: share / Double(primary)) <= pairs
    }
    var ends = [(Self.fewest...Self.mostPairs).first(where: shows) ?? Self.mostPairs]
    while let last = ends.last, last < Self.mostPairs {
      let next = last + last / 2
      // A last look that would come soon after another is that other's.
      ends.append(next + last / 4 >= Self.mostPairs ? Self.mostPairs : next)
    }
    self.ends = ends
  }

  /// Pairs that shall count at the present look.
  public var pairs: Int { ends[place] }
  /// Pairs that shall count at the last look.
  public var most: Int { ends[ends.count - 1] }
  /// Whether no look follows.
  public var isLast: Bool { isEnding || place == ends.count - 1 }

  /// The present look's part of the error; nil for the only one.
  public var look: ComparisonRules.Look? {
    guard ends.count > 1 else { return nil }
    let before = place == 0 ? 0 : Double(ends[place - 1]) / Double(most)
    // At the end nothing is kept for later.
    return ComparisonRules.Look(before: before, now: isLast ? 1 : Double(pairs) / Double(most))
  }

  /// Goes on to the next look.
  mutating func advance() { place = min(place + 1, ends.count - 1) }

  /// No look follows: no more pairs are taken.
  mutating func endHere() { isEnding = true }
}
