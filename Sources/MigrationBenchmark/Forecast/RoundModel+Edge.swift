extension RoundModel {
  /// The bytes a second that it needs to converge; 0 where it does in any case.
  ///
  /// Of random writes: in a steady state a link that carries b pages a second leaves W(1 − b/r) + b · step of W pages
  /// dirty that r writes a second go to: that part of the writes must go to pages that are dirty already. It converges
  /// where this is below the threshold b · L, so that b = 1 / (1/r + (L − step)/W) is needed. Of sequential writes it is
  /// more, for they seldom meet a dirty page: between that and the rate that is as fast as the guest, or carries all of
  /// the working set within the limit, it is searched by trying.
  var neededRate: Double {
    if isOnePass || curve.rate == 0 { return 0 }
    let held = setting.strategy.kind == .autoConverge ? 1 - Throttle.most : 1
    let rate = curve.pages(in: step * held) / step
    guard rate > 0 else { return 0 }
    let wire = setting.wireBytes(round: 2)
    let limit = setting.strategy.downtimeLimit * wire / setting.pageSize
    let least = wire / (1 / rate + max(0, limit - step) / curve.reach)
    // Held back as far as that, a guest is slower than any link.
    guard curve.shape == .sequential, setting.strategy.kind != .autoConverge else { return least }
    return edge(above: least, below: max(rate, curve.reach / limit) * wire * 1.1)
  }

  private func edge(above least: Double, below most: Double) -> Double {
    var (low, high) = (least, max(least, most))
    for _ in 0..<8 {
      let middle = (low * high).squareRoot()
      var other = setting
      other.linkRate = middle
      other.strategy.maxBandwidth = setting.isPaced ? middle * 0.999 : 0
      var model = RoundModel(curve: curve, setting: other)
      let isDone = model.firstPass < Self.bandwidthPeriod
      let converges =
        isDone
        || Self.bursts.allSatisfy { burst in
          model.burst = burst
          return Self.places.allSatisfy { model.run(place: $0).converges }
        }
      if converges { high = middle } else { low = middle }
    }
    return high
  }

  /// What is chance, and must not decide.
  private static let places = [0.1, 0.45, 0.8]
  private static let bursts = [0.047, 0.05, 0.053]
}
