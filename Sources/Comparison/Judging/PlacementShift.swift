internal import Experiment
internal import Statistics

/// That the host placed the CPUs in use differently under the two sides: the time a cache line takes between them says
/// so (`Noise.placement`), and what was measured may differ for that alone, by a factor of two with two threads.
///
/// Of Runs taken in turns it is noise like any other; of Runs one after the other it is confounded with the change.
struct PlacementShift: CustomStringConvertible {
  /// Times that lie apart by less than this are one placement.
  private static let separation = 0.5
  /// A placement is another one only where chance hardly makes it one.
  private static let significance = 0.01

  let description: String

  /// Nil where the placements are alike, or unknown on a side.
  init?(bases: [Metric?], candidate: Metric?) {
    let base = Self.placements(bases)
    let new = Self.placements([candidate])
    guard let modes = Modes.detect(in: base + new, minimumSeparation: Self.separation),
      modes.clusters.count > 1,
      let before = Quantile.median(of: base), let now = Quantile.median(of: new),
      max(before, now) / min(before, now) >= 1 + Self.separation
    else { return nil }
    // Within one placement the times scatter: only which one it was is compared.
    let labels = modes.labels(count: base.count + new.count).map { Double($0) }
    guard let p = RankSumTest.pValue(Array(labels.prefix(base.count)), Array(labels.dropFirst(base.count))),
      p < Self.significance
    else { return nil }
    description = """
      the host placed the CPUs in use differently: a cache line took \(Self.nanoseconds(before)) before, \
      \(Self.nanoseconds(now)) now
      """
  }

  private static func placements(_ metrics: [Metric?]) -> [Double] {
    metrics.compactMap { $0 }.flatMap(\.samples).filter(\.valid).compactMap { sample in
      sample.noise.placement.flatMap { Quantile.median(of: $0) }.flatMap { $0 > 0 ? $0 : nil }
    }
  }

  private static func nanoseconds(_ seconds: Double) -> String {
    "\(Int(min(seconds * 1e9, 1e9).rounded())) ns"
  }
}
