public import Statistics

/// Whether migrations keep a service level.
public enum Verdict: String, Codable, Sendable {
  /// They do, beyond doubt.
  case pass = "PASS"
  /// They do not, beyond doubt.
  case fail = "FAIL"
  /// Too few or too varied to say.
  case inconclusive = "INCONCLUSIVE"
}

/// The verdict on one bound, from a sample.
///
/// It is the sign test of the quantile (Conover, "Practical Nonparametric Statistics", 3rd edition 1999, section 3.2):
/// the number of values within the bound is binomial, whatever their distribution. PASS and FAIL are each wrong with at
/// most (1 − level)/2. The interval shown is that of `OrderInterval`, which says the same.
public struct BoundVerdict: Codable, Sendable, Equatable {
  /// The bound.
  public var bound: ServiceLevel.Bound
  /// The quantile that it is about; 0.5 is the median.
  public var quantile: Double
  /// The verdict.
  public var verdict: Verdict
  /// The sample's quantile; nil without values, and where it is among migrations that did not converge.
  public var estimate: Double?
  /// Its interval; nil with too few values.
  public var interval: Interval?
  /// Values.
  public var count: Int
  /// How many more values would settle it if they fall as those that are there; nil where it is settled, and where
  /// not even `mostMore` would.
  public var more: Int?

  /// More than this nobody runs.
  public static let mostMore = 1000

  init(_ bound: ServiceLevel.Bound, _ values: [Double], quantile: Double, level: Double) {
    self.bound = bound
    self.quantile = quantile
    // What is no number is no proof of anything good.
    let sorted = values.map { $0.isNaN ? .infinity : $0 }.sorted()
    count = sorted.count
    let within = sorted.filter { $0 <= bound.limit }.count
    verdict = Self.verdict(within, of: count, quantile, level)
    // Between two infinities there is nothing to interpolate: the value at or above the quantile.
    let middle = sorted.isEmpty ? nil : sorted[min(count - 1, Int(Double(count) * quantile))]
    estimate = Quantile.value(quantile, ofSorted: sorted) ?? middle.flatMap { $0.isFinite ? $0 : nil }
    let found = OrderInterval.of(quantile, values: sorted, level: level)
    interval = found.flatMap { $0.lower.isFinite && $0.upper.isFinite ? $0 : nil }
    guard verdict == .inconclusive else { return }
    let share = count > 0 ? Double(within) / Double(count) : 1
    more = (1...Self.mostMore).first { extra in
      let later = within + Int((Double(extra) * share).rounded())
      return Self.verdict(later, of: count + extra, quantile, level) != .inconclusive
    }
  }

  private static func verdict(_ within: Int, of count: Int, _ quantile: Double, _ level: Double) -> Verdict {
    let tail = (1 - level) / 2
    if count == 0 { return .inconclusive }
    if Binomial.atLeast(within, of: count, probability: quantile) <= tail { return .pass }
    if Binomial.atMost(within, of: count, probability: quantile) <= tail { return .fail }
    return .inconclusive
  }
}

/// The verdicts on all bounds and the one in all.
public struct ServiceVerdict: Codable, Sendable, Equatable {
  /// PASS where all pass, FAIL where one fails.
  public var verdict: Verdict
  /// Of each bound.
  public var bounds: [BoundVerdict]
  /// How many more migrations would settle all; nil where it is settled or cannot be.
  public var more: Int?

  /// For people: `INCONCLUSIVE: blackout needs 3 more migrations`.
  public var text: String {
    switch verdict {
    case .pass: return "PASS"
    case .fail:
      let failed = bounds.filter { $0.verdict == .fail }.map(\.bound.figure.rawValue)
      return "FAIL: \(failed.joined(separator: ", "))"
    case .inconclusive:
      let open = bounds.filter { $0.verdict == .inconclusive }.map(\.bound.figure.rawValue)
      let names = open.joined(separator: ", ")
      guard let more else { return "INCONCLUSIVE: \(names) too close to the bound to tell" }
      return "INCONCLUSIVE: \(names) would need \(more) more migration\(more == 1 ? "" : "s")"
    }
  }
}

extension ServiceLevel {
  /// The verdict on migrations.
  ///
  /// - Parameters:
  ///   - samples: of one candidate.
  ///   - quantile: 0.5 says that the usual migration keeps it, 0.95 that 95 of 100 do, which takes 72 of them to say.
  ///   - level: of confidence.
  public func verdict(
    on samples: [MigrationFigures], quantile: Double = 0.5, level: Double = 0.95
  ) -> ServiceVerdict {
    let verdicts = bounds.map { bound in
      BoundVerdict(bound, samples.map { $0.value(of: bound.figure) }, quantile: quantile, level: level)
    }
    let all = verdicts.map(\.verdict)
    let open = verdicts.filter { $0.verdict == .inconclusive }
    var verdict = Verdict.pass
    if all.contains(.fail) { verdict = .fail } else if all.contains(.inconclusive) { verdict = .inconclusive }
    let needs = open.compactMap(\.more)
    let more = verdict == .inconclusive && needs.count == open.count ? needs.max() : nil
    return ServiceVerdict(verdict: verdict, bounds: verdicts, more: more)
  }
}
