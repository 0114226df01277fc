internal import Glibc
internal import Statistics

/// How many different pages a guest writes to within a time, for any time, from a few windows.
///
/// Two models of a guest that writes `rate` pages a second within a working set of W pages are fitted:
///  - sequential, one page after the other and round again: W · min(1, rate · t / W);
///  - random, each page as likely as any other: W · (1 − e^(−rate · t / W)), the expected number of different pages.
///    (Denning, "The Working Set Model for Program Behavior", Communications of the ACM 11(5), 1968, has the notion.)
/// The one with the smaller relative residual is taken; where the windows tell no difference, the one that predicts
/// more: the sequential, and the greater W. Between the windows the curve goes from one measured value to the next as the
/// model does; outside it is the model, brought to the nearest.
public struct WorkingSetCurve: Sendable, Equatable {
  /// The model.
  public enum Shape: String, Codable, Sendable {
    /// One page after the other.
    case sequential
    /// Any page.
    case random
  }

  /// The model that fits better.
  public let shape: Shape
  /// Pages written a second, the same page as often as it is.
  public let rate: Double
  /// Pages of the working set; where no window was long enough to see its end, all that the guest has.
  public let workingSet: Double
  /// Root of the mean squared relative deviation of the model from the windows.
  public let residual: Double
  /// Pages that the guest has.
  public let most: Double
  private let points: [DirtyWindow]

  /// Fits the models.
  ///
  /// - Parameters:
  ///   - windows: of any lengths, several of the same length too: their median counts. Windows of no length, or with
  ///     what is no number, are left out.
  ///   - most: pages that the guest has, which no time exceeds.
  /// - Returns: nil without a window.
  public init?(_ windows: [DirtyWindow], most: Double) {
    let valid = windows.filter {
      $0.seconds > 0 && $0.seconds.isFinite && $0.pages >= 0 && $0.pages.isFinite
    }
    guard !valid.isEmpty, most > 0 else { return nil }
    var points: [DirtyWindow] = []
    for (seconds, group) in Dictionary(grouping: valid, by: \.seconds).sorted(by: { $0.key < $1.key }) {
      guard let median = Quantile.median(of: group.map(\.pages)) else { continue }
      // More time, not fewer pages: what noise says else is wrong.
      points.append(DirtyWindow(seconds: seconds, pages: min(most, max(median, points.last?.pages ?? 0))))
    }
    self.points = points
    self.most = most
    guard let greatest = points.last?.pages, greatest > 0 else {
      (shape, rate, workingSet, residual) = (.sequential, 0, 0, 0)
      return
    }
    let fits = [Shape.sequential, .random].map { Fit.best($0, points, from: greatest, to: most) }
    let best = fits[1].residual + Fit.tie < fits[0].residual ? fits[1] : fits[0]
    (shape, rate, workingSet, residual) = (best.shape, best.rate, best.workingSet, best.residual)
  }

  /// Different pages written to in so many seconds.
  public func pages(in seconds: Double) -> Double {
    guard seconds > 0, rate > 0, let first = points.first, let last = points.last else { return 0 }
    let plain = model(seconds)
    if seconds <= first.seconds { return min(plain * ratio(first), first.pages) }
    if seconds >= last.seconds { return min(most, max(last.pages, plain * ratio(last))) }
    guard let above = points.firstIndex(where: { $0.seconds >= seconds }), above > 0 else { return plain }
    let (low, high) = (points[above - 1], points[above])
    let (start, end) = (model(low.seconds), model(high.seconds))
    // Between two full windows the model stands still.
    let part =
      end > start ? (plain - start) / (end - start) : (seconds - low.seconds) / (high.seconds - low.seconds)
    return low.pages + (high.pages - low.pages) * min(1, max(0, part))
  }

  /// Different pages written to in the long run.
  public var reach: Double { rate > 0 ? min(most, max(pages(in: 1e9), 1)) : 0 }

  private func model(_ seconds: Double) -> Double {
    Fit.pages(shape, rate: rate, workingSet: workingSet, in: seconds)
  }

  private func ratio(_ point: DirtyWindow) -> Double {
    let plain = model(point.seconds)
    return plain > 0 ? point.pages / plain : 1
  }
}

/// One model with its numbers.
private struct Fit {
  /// Residuals that are no further apart than this tell nothing.
  static let tie = 0.005
  /// Working sets that are tried at first, and around the best of them.
  private static let steps = 40
  /// From this part of the working set on, a window says nothing of the rate.
  private static let saturated = 0.97

  var shape: WorkingSetCurve.Shape
  var rate: Double
  var workingSet: Double
  var residual: Double

  static func pages(
    _ shape: WorkingSetCurve.Shape, rate: Double, workingSet: Double, in seconds: Double
  ) -> Double {
    switch shape {
    case .sequential: min(workingSet, rate * seconds)
    case .random: workingSet > 0 ? -workingSet * expm1(-rate * seconds / workingSet) : 0
    }
  }

  static func best(
    _ shape: WorkingSetCurve.Shape, _ points: [DirtyWindow], from least: Double, to most: Double
  ) -> Fit {
    var (low, high) = (log(least), log(max(most, least)))
    let endless = at(shape, points, exp(high))
    var best = endless
    for pass in 0..<3 {
      let width = (high - low) / Double(steps)
      let fits = (0...steps).map { at(shape, points, exp(low + width * Double($0))) }
      guard let closest = fits.min(by: { $0.residual < $1.residual }) else { break }
      // The end of a working set must show.
      if pass == 0, closest.residual + tie >= endless.residual { return endless }
      if closest.residual < best.residual { best = closest }
      let center = log(best.workingSet)
      (low, high) = (max(log(least), center - width), min(log(max(most, least)), center + width))
    }
    return best
  }

  /// The best rate for a working set, by least squares of the relative deviations.
  private static func at(
    _ shape: WorkingSetCurve.Shape, _ points: [DirtyWindow], _ workingSet: Double
  ) -> Fit {
    var (top, bottom) = (0.0, 0.0)
    for point in points where point.pages > 0 && point.pages < saturated * workingSet {
      let writes =
        shape == .sequential ? point.pages : -workingSet * log1p(-point.pages / workingSet)
      let time = point.seconds / writes
      top += time
      bottom += time * time
    }
    let first = points[0].seconds
    // All windows full: the guest is at least as fast as to fill the shortest.
    let rate = bottom > 0 ? top / bottom : workingSet / first * (shape == .sequential ? 1 : 4)
    let squares = points.map { point in
      let off = pages(shape, rate: rate, workingSet: workingSet, in: point.seconds) - point.pages
      return off * off / max(point.pages * point.pages, 1)
    }
    let residual = (squares.reduce(0, +) / Double(points.count)).squareRoot()
    return Fit(shape: shape, rate: rate, workingSet: workingSet, residual: residual)
  }
}
