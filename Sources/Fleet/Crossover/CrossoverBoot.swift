public import Experiment
internal import Statistics

/// What one boot of one node came to: the median of each metric. However many samples a boot has, it is one value.
public struct CrossoverBoot: Sendable, Equatable {
  /// One metric.
  public struct Value: Sendable, Equatable {
    /// SI base unit.
    public var unit: String
    /// Which way is good.
    public var better: Metric.Direction
    /// Whether verdicts count it.
    public var role: Metric.Role
    /// The median of the samples that count, in `unit`.
    public var median: Double

    /// A value.
    public init(unit: String, better: Metric.Direction, role: Metric.Role, median: Double) {
      self.unit = unit
      self.better = better
      self.role = role
      self.median = median
    }
  }

  /// The node.
  public var node: String
  /// The kernel's side.
  public var arm: Interleaving.Arm
  /// The metrics of which a sample counts.
  public var values: [Metric.Key: Value]

  /// A boot of known values.
  public init(node: String, arm: Interleaving.Arm, values: [Metric.Key: Value]) {
    self.node = node
    self.arm = arm
    self.values = values
  }

  /// A boot of what was measured in it; the samples of several Runs that have the same metric are taken together.
  public init(node: String, arm: Interleaving.Arm, runs: [Run]) {
    var samples: [Metric.Key: [Double]] = [:]
    var firsts: [Metric.Key: Metric] = [:]
    for metric in runs.lazy.flatMap(\.metrics) {
      let key = metric.key
      let first = firsts[key] ?? metric
      // Another unit under the same name is another quantity: the first one stands.
      guard first.unit == metric.unit else { continue }
      firsts[key] = first
      samples[key, default: []] += metric.validValues
    }
    var values: [Metric.Key: Value] = [:]
    for (key, metric) in firsts {
      guard let median = Quantile.median(of: samples[key] ?? []) else { continue }
      values[key] = Value(unit: metric.unit, better: metric.better, role: metric.role, median: median)
    }
    self.init(node: node, arm: arm, values: values)
  }
}

extension CrossoverRecord {
  /// Reads what was measured, boot by boot: no more than one boot's Runs are in memory.
  ///
  /// - Parameter directory: the fleet's.
  /// - Throws: what reading the first Run that cannot be read throws; `CrossoverProblem` for one that was taken under
  ///   another kernel than its phase.
  public func boots(in directory: String) throws -> [CrossoverBoot] {
    try phases.map { phase in
      let runs = try phase.runs.map { path in
        let run = try RunDocument.read(path: path.hasPrefix("/") ? path : "\(directory)/\(path)")
        if let kernel = run.host.declared["kernel"], kernel != phase.kernel {
          throw CrossoverProblem(
            "\(path) was measured under \(kernel), and phase \(phase.phase) of \(phase.node) is recorded under \(phase.kernel); take the Run of that phase"
          )
        }
        return run
      }
      return CrossoverBoot(node: phase.node, arm: phase.arm, runs: runs)
    }
  }
}
