internal import Glibc
public import Statistics

/// The main effect of each factor on one response, by least squares over the runs that count.
///
/// A response is the logarithm of the ratio of a run's value to that of the blocks beside it in which nothing was on; so an
/// effect is the logarithm of the factor by which switching a knob on multiplies the value.
public struct MainEffects: Sendable, Equatable {
  /// One factor's.
  public struct Effect: Sendable, Equatable {
    /// From off to on, a logarithm.
    public var estimate: Double
    /// Its interval at 95 %.
    public var interval: Interval
    /// The probability of so large an estimate without an effect.
    public var p: Double
  }

  /// How the error of an effect was found.
  public enum Method: String, Codable, Sendable {
    /// From what the runs vary beside the main effects: Student's distribution.
    case residuals
    /// From the small effects, most of which are taken to be none: Lenth, "Quick and Easy Analysis of Unreplicated
    /// Factorials", Technometrics 31(4), 1989. It needs no residuals, and sees less.
    case lenth
  }

  /// One of each factor.
  public var effects: [Effect]
  /// How their error was found.
  public var method: Method
  /// Runs that count.
  public var runs: Int

  /// With fewer degrees of freedom the residuals tell their own size too badly.
  private static let fewestFreedom = 3
  static let level = 0.95

  /// The effects.
  ///
  /// - Parameters:
  ///   - rows: +1 and −1, one row a run.
  ///   - responses: one a run; nil where it does not count.
  /// - Returns: nil where so few runs count that the effects cannot be told apart.
  public init?(rows: [[Int]], responses: [Double?]) {
    let kept = zip(rows, responses).compactMap { row, value in
      value.flatMap { $0.isFinite ? (row: row, value: $0) : nil }
    }
    guard let factors = rows.first?.count, factors > 0, kept.count > factors else { return nil }
    let design = kept.map { [1.0] + $0.row.map(Double.init) }
    guard let fit = LeastSquares(design, kept.map(\.value)) else { return nil }
    // Levels are two apart: an effect is twice a coefficient.
    let estimates = fit.coefficients.dropFirst().map { 2 * $0 }
    let freedom = kept.count - factors - 1
    runs = kept.count
    if freedom >= Self.fewestFreedom {
      method = .residuals
      let fits = [fit] + (freedom > Self.fewestFreedom ? design.indices.map { fit.leavingOut($0) } : [])
      effects = (1...factors).map { Self.effect($0, by: fits, freedom: freedom) }
    } else {
      method = .lenth
      let error = Self.pseudoStandardError(Array(estimates))
      effects = estimates.map { Self.effect($0, error: error, freedom: Double(factors) / 3) }
    }
  }

  /// An effect is what the fit of all runs says; its interval holds those of all fits with one run left out: one wild run
  /// moves many effects at once, and where runs are missing it hides in the fit.
  ///
  /// - Parameter fits: that of all runs, and those with one left out; nil where the rest cannot tell the effects apart.
  private static func effect(_ factor: Int, by fits: [LeastSquares?], freedom: Int) -> Effect {
    let effects = fits.enumerated().map { place, fit -> Effect? in
      guard let fit else { return nil }
      let freedom = Double(place == 0 ? freedom : freedom - 1)
      let error = 2 * (fit.residualSquares / freedom * fit.inverseDiagonal[factor]).squareRoot()
      return effect(2 * fit.coefficients[factor], error: error, freedom: freedom)
    }
    let told = effects.compactMap { $0 }
    return Effect(
      estimate: told[0].estimate,
      interval: Interval(
        lower: told.map(\.interval.lower).min() ?? 0, upper: told.map(\.interval.upper).max() ?? 0,
        level: level),
      p: told.count == fits.count ? told[0].p : 1)
  }

  private static func effect(_ estimate: Double, error: Double, freedom: Double) -> Effect {
    let reach = StudentDistribution.quantile(1 - (1 - level) / 2, freedom: freedom) * error
    let p: Double =
      error > 0 ? StudentDistribution.twoSided(estimate / error, freedom: freedom) : estimate == 0 ? 1 : 0
    return Effect(
      estimate: estimate, interval: Interval(lower: estimate - reach, upper: estimate + reach, level: level),
      p: p)
  }

  /// Lenth's: 1.5 times the median of the magnitudes, of those that are below 2.5 times a first such estimate.
  static func pseudoStandardError(_ effects: [Double]) -> Double {
    let magnitudes = effects.map(abs)
    let first = 1.5 * median(magnitudes)
    let small = magnitudes.filter { $0 < 2.5 * first }
    return small.isEmpty ? first : 1.5 * median(small)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// A linear model fitted by least squares: small, by Gauss and Jordan's elimination with pivots.
struct LeastSquares {
  var coefficients: [Double]
  /// The diagonal of the inverse of XᵀX: variances of the coefficients, in units of that of the residuals.
  var inverseDiagonal: [Double]
  var residualSquares: Double
  private var inverse: [[Double]]
  private var design: [[Double]]
  private var residuals: [Double]

  /// - Returns: nil where the columns cannot be told apart.
  init?(_ design: [[Double]], _ values: [Double]) {
    guard let width = design.first?.count else { return nil }
    var matrix = (0..<width).map { row in
      (0..<width).map { column in design.reduce(0) { $0 + $1[row] * $1[column] } }
        + (0..<width).map { $0 == row ? 1.0 : 0.0 }
    }
    let scale = Double(design.count)
    for column in 0..<width {
      let pivot = (column..<width).max { abs(matrix[$0][column]) < abs(matrix[$1][column]) } ?? column
      guard abs(matrix[pivot][column]) > 1e-9 * scale else { return nil }
      matrix.swapAt(column, pivot)
      let factor = matrix[column][column]
      matrix[column] = matrix[column].map { $0 / factor }
      for row in 0..<width where row != column {
        let share = matrix[row][column]
        if share == 0 { continue }
        for place in 0..<2 * width { matrix[row][place] -= share * matrix[column][place] }
      }
    }
    let right = (0..<width).map { column in zip(design, values).reduce(0) { $0 + $1.0[column] * $1.1 } }
    let solution = (0..<width).map { row in
      (0..<width).reduce(0) { $0 + matrix[row][width + $1] * right[$1] }
    }
    coefficients = solution
    inverseDiagonal = (0..<width).map { matrix[$0][width + $0] }
    residuals = zip(design, values).map { row, value in value - Self.product(row, solution) }
    residualSquares = residuals.reduce(0) { $0 + $1 * $1 }
    inverse = matrix.map { Array($0[width...]) }
    self.design = design
  }

  /// The same fit without one run, from its leverage (Cook & Weisberg, "Residuals and Influence in Regression", 1982,
  /// section 2.2 and appendix A.2).
  ///
  /// - Returns: nil where the columns cannot be told apart without it.
  func leavingOut(_ run: Int) -> LeastSquares? {
    let direction = inverse.map { Self.product($0, design[run]) }
    let rest = 1 - Self.product(direction, design[run])
    guard rest > 1e-9 else { return nil }
    let pull = residuals[run] / rest
    var fit = self
    fit.coefficients = zip(coefficients, direction).map { $0 - $1 * pull }
    fit.inverseDiagonal = zip(inverseDiagonal, direction).map { $0 + $1 * $1 / rest }
    fit.residualSquares = max(0, residualSquares - residuals[run] * pull)
    return fit
  }

  private static func product(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
