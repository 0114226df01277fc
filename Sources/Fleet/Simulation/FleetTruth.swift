public import Comparison
internal import Experiment
internal import Glibc
internal import Statistics

/// How often the odd node is found, and how often somebody is pointed at who is like the others, by simulating fleets
/// whose truth is known.
///
/// The same seed and number of trials give the same rates. Promised: a node that is 10 % slower in one metric is found in
/// at least 95 % of fleets of three nodes with 30 samples each, and of fleets whose nodes are of one kind no more than 5 %
/// of reports point at anybody. Nodes of one kind differ by nature, by 1 % here.
public struct FleetTruth: Sendable {
  /// Simulated fleets of each row, at least 1.
  public var trials: Int
  /// Seed of everything.
  public var seed: UInt64
  /// Recorded series to try reports on, besides simulated noise.
  let recorded: [FleetNoise]

  /// A simulation of so many fleets a row.
  ///
  /// - Parameter recorded: recorded series to try reports on; other noises are left out.
  public init(trials: Int, seed: UInt64, recorded: [NoiseModel] = []) {
    self.trials = trials
    self.seed = seed
    self.recorded = recorded.compactMap { noise in
      if case .recorded(let name, let series) = noise { .recorded(name: name, series: series) } else { nil }
    }
  }

  /// What came of the repetitions of one fleet.
  public struct Rates: Sendable, Equatable {
    /// Repetitions.
    public var trials: Int
    /// Repetitions in which the slow node was found in its metric.
    public var found: Int
    /// Repetitions in which anything else was pointed at.
    public var falseAlarms: Int
  }

  /// Samples of each node.
  static let samples = 30
  /// Primary metrics.
  static let metrics = 20
  /// By how much nodes of one kind differ in a metric: the standard deviation, relative.
  static let nature = 0.01
  /// What the first node's first metric is multiplied with where it is slow.
  static let slow = 0.9
  /// The share of repetitions in which the slow node must be found.
  static let leastFound = 0.95
  /// The share of repetitions in which anything else may be pointed at.
  static let mostAlarms = 0.05

  /// The rates of one fleet.
  ///
  /// - Parameters:
  ///   - factor: what the first node's first metric is multiplied with; 1 for a fleet without an odd node.
  ///   - nature: by how much the nodes differ besides.
  func rates(
    nodes: Int, noise: FleetNoise, factor: Double, nature: Double = FleetTruth.nature,
    metrics: Int = FleetTruth.metrics, samples: Int = FleetTruth.samples, trials: Int
  ) -> Rates {
    var rates = Rates(trials: trials, found: 0, falseAlarms: 0)
    var generator = seeded("\(nodes)/\(noise.name)/\(factor)/\(metrics)/\(samples)")
    let names = (0..<nodes).map { "node\($0 + 1)" }
    for _ in 0..<trials {
      var series = (0..<metrics).map { metric in
        FleetData.Series(
          key: Metric.Key(id: "simulated.value", labels: ["index": "\(metric)"]), unit: "1", better: .higher,
          role: .primary,
          values: (0..<nodes).map { _ in
            let level = exp(nature * generator.deviate())
            return noise.values(samples, metric: metric, &generator).map { $0 * level }
          })
      }
      series[0].values[0] = series[0].values[0].map { $0 * factor }
      let found = OddNodeSearch(series, nodes: names).result.odd
      let planted = found.filter {
        $0.node == names[0] && $0.labels["index"] == "0" && $0.direction == .worse
      }
      if factor != 1, !planted.isEmpty { rates.found += 1 }
      if found.count > (factor != 1 ? planted.count : 0) { rates.falseAlarms += 1 }
    }
    return rates
  }

  /// Other rows, other numbers.
  private func seeded(_ name: String) -> SeededGenerator {
    var state = seed
    for byte in name.utf8 {
      var mixer = SeededGenerator(seed: state ^ UInt64(byte))
      state = mixer.next()
    }
    return SeededGenerator(seed: state)
  }
}
