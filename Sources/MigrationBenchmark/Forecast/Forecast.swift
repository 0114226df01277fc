public import Statistics

/// How a migration will go, before it is tried.
///
/// The intervals come from repeating the calculation with what is not known drawn at random: each length of window
/// takes its pages from those measured at it (one alone: with the curve's residual as standard deviation), the link's
/// rate and the devices' cost their spread, and the place within QEMU's burst at which it looks (propagation of
/// distributions: JCGM 101:2008). They hold what the model knows of, not that the model is wrong.
public struct Forecast: Codable, Sendable, Equatable {
  /// A figure with its 95 % interval.
  public struct Figure: Codable, Sendable, Equatable {
    /// The best guess.
    public var value: Double
    /// Where it lies in 95 of 100 drawn cases that converge.
    public var interval: Interval
  }

  /// Whether it will end by itself.
  public var converges: Bool
  /// The part of the drawn cases in which it does, 0 to 1.
  public var probability: Double
  /// Bytes a second that it needs at least; 0 where it ends in any case.
  public var neededRate: Double
  /// Bytes a second that it has.
  public var availableRate: Double
  /// Rounds as QEMU counts them; nil, as those below, when it will not converge.
  public var rounds: Figure?
  /// Seconds from start to end.
  public var total: Figure?
  /// Seconds that the guest stands still.
  public var downtime: Figure?
  /// Bytes on the link.
  public var transferred: Figure?
  /// Part of its time that auto-converge takes from the guest in the end, 0 to 0.99.
  public var throttle: Double
  /// What would make it converge; empty where it does.
  public var remedies: [String]

  /// Needed over available: above 1 it will not converge, and near 1 nobody knows.
  public var ratio: Double { availableRate > 0 ? neededRate / availableRate : .infinity }

  /// Whether it is within 10 % of the edge between both verdicts.
  public var isNearEdge: Bool { ratio > 0.9 && ratio < 1.1 }

  /// Whether what is not known may turn the verdict: it differs in more than 5 of 100 draws.
  public var isDoubtful: Bool { (converges ? 1 - probability : probability) > 0.05 }

  /// Whether it will not converge, beyond doubt: not tried, no time is wasted.
  public var isHopeless: Bool { !converges && !isNearEdge && !isDoubtful }

  /// The verdict in words: `will not converge: needs 310 MB/s of 32`.
  public var verdict: String {
    guard !converges else {
      return "will converge" + (throttle > 0 ? " with the guest held back by \(Int(throttle * 100)) %" : "")
    }
    let (needed, available) = (neededRate / 1e6, availableRate / 1e6)
    return "will not converge: needs \(Self.short(needed)) MB/s of \(Self.short(available))"
  }

  /// Draws for the intervals.
  public static let draws = 200
  static let level = 0.95

  /// Calculates it.
  ///
  /// - Parameters:
  ///   - windows: dirty pages, the same lengths several times too.
  ///   - setting: what it is done with.
  ///   - seed: the same gives the same intervals to the bit.
  /// - Throws: `ForecastError` without a window, a page or a rate.
  public init(_ windows: [DirtyWindow], _ setting: MigrationSetting, seed: UInt64 = 1) throws(ForecastError) {
    guard setting.pageSize > 0, setting.pagesInUse >= 0, setting.zeroPages >= 0,
      setting.pagesInUse + setting.zeroPages >= 1, (setting.pagesInUse + setting.zeroPages).isFinite
    else { throw .noPages(setting.pagesInUse + setting.zeroPages) }
    guard setting.linkRate > 0, setting.linkRate.isFinite else { throw .noRate(setting.linkRate) }
    // What is all zeros was never written to: the guest writes among the pages that it uses.
    let most = setting.pagesInUse > 0 ? setting.pagesInUse : setting.zeroPages
    guard let curve = WorkingSetCurve(windows, most: most) else { throw .noWindows }
    let model = RoundModel(curve: curve, setting: setting)
    let best = model.run()
    var draw = ForecastDraw(windows, curve, setting, seed: seed)
    var runs: [RoundModel.Run] = []
    // Where none of a fifth converges there is nothing to draw for.
    while runs.count < Self.draws, runs.count < Self.draws / 5 || runs.contains(where: \.converges) {
      runs.append(draw.next())
    }
    let ends = runs.filter(\.converges)
    probability = Double(ends.count) / Double(runs.count)
    // Where chance decides, the one best guess may be the exception.
    converges = probability >= 0.5
    neededRate = model.neededRate
    availableRate = setting.runningRate
    throttle = best.throttle
    remedies = []
    guard converges else {
      remedies = Self.remedies(curve, setting)
      return
    }
    func figure(_ value: (RoundModel.Run) -> Double) -> Figure? {
      let drawn = ends.map(value)
      let middle = best.converges ? value(best) : Quantile.median(of: drawn)
      return middle.map { Self.figure($0, drawn) }
    }
    rounds = figure { Double($0.rounds) }
    total = figure(\.total)
    downtime = figure(\.downtime)
    transferred = figure(\.transferred)
  }

  private static func figure(_ value: Double, _ drawn: [Double]) -> Figure {
    let sorted = (drawn + [value]).sorted()
    let tail = (1 - level) / 2
    let lower = Quantile.value(tail, ofSorted: sorted) ?? value
    let upper = Quantile.value(1 - tail, ofSorted: sorted) ?? value
    return Figure(
      value: value, interval: Interval(lower: min(lower, value), upper: max(upper, value), level: level))
  }

  /// A number of three digits at most.
  static func short(_ value: Double) -> String {
    if value >= 100 || value == value.rounded() { return "\(Int(min(value, 1e15).rounded()))" }
    return "\((value * 10).rounded() / 10)"
  }
}
