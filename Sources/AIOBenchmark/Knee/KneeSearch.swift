/// Finds the deepest queue whose latency stays below a limit: doubles the depth until it does not, then halves the
/// distance between the last that did and the first that did not.
struct KneeSearch {
  /// What a depth gave.
  struct Probe: Equatable {
    var depth: Int
    var rate: Double
    /// Whether the latency was below the limit.
    var isWithin: Bool
  }

  /// The deepest that is tried.
  let deepest: Int
  private(set) var probes: [Probe] = []

  init(deepest: Int) { self.deepest = deepest }

  /// The next depth to try; nil when the knee is found.
  var next: Int? {
    let good = probes.filter(\.isWithin).map(\.depth).max() ?? 0
    guard let bad = probes.filter({ !$0.isWithin }).map(\.depth).min() else {
      if good == 0 { return 1 }
      return good < deepest ? min(deepest, good * 2) : nil
    }
    // Good beyond bad is noise; a tenth is as near as one window can tell depths apart.
    guard bad - good > max(1, good / 10) else { return nil }
    return good + (bad - good) / 2
  }

  /// Takes what a depth gave.
  mutating func add(_ probe: Probe) { probes.append(probe) }

  /// The highest rate within the limit; nil when there is none.
  var best: Probe? { probes.filter(\.isWithin).max { $0.rate < $1.rate } }
}
