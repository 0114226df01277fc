internal import Glibc
internal import Statistics

/// One forecast after the other, each with what is not known drawn anew.
struct ForecastDraw {
  private let groups: [(seconds: Double, pages: [Double])]
  private let curve: WorkingSetCurve
  private let setting: MigrationSetting
  private var generator: SeededGenerator

  init(_ windows: [DirtyWindow], _ curve: WorkingSetCurve, _ setting: MigrationSetting, seed: UInt64) {
    groups = Dictionary(grouping: windows, by: \.seconds).sorted { $0.key < $1.key }.map {
      ($0.key, $0.value.map(\.pages))
    }
    self.curve = curve
    self.setting = setting
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> RoundModel.Run {
    var drawn = setting
    // Of a logarithm, so that no rate is below 0.
    drawn.linkRate *= exp(setting.linkSpread * normal())
    drawn.deviceSeconds = max(0, setting.deviceSeconds + setting.deviceSpread * normal())
    var windows: [DirtyWindow] = []
    for group in groups {
      let pages: Double
      if group.pages.count == 1 {
        pages = group.pages[0] * max(0, 1 + max(curve.residual, Self.leastSpread) * normal())
      } else {
        // The median's spread: that of a resample (Efron & Tibshirani 1993).
        let resample = group.pages.map { _ in group.pages[generator.below(group.pages.count)] }
        pages = Quantile.median(of: resample) ?? group.pages[0]
      }
      windows.append(DirtyWindow(seconds: group.seconds, pages: pages))
    }
    let shape = WorkingSetCurve(windows, most: curve.most) ?? curve
    var model = RoundModel(curve: shape, setting: drawn)
    model.burst *= 1 + Self.burstSpread * normal()
    return model.run(phase: uniform(), place: uniform())
  }

  /// The standard deviation of a burst's length, as a part of it: a busy host's thread looks at the clock late.
  private static let burstSpread = 0.05

  /// What one window is uncertain by, however well the model fits.
  private static let leastSpread = 0.02

  private mutating func uniform() -> Double { Double(generator.next() >> 11) * 0x1p-53 }

  /// Box & Muller, "A Note on the Generation of Random Normal Deviates", Annals of Mathematical Statistics 29(2), 1958.
  private mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * Double.pi * uniform())
  }
}
