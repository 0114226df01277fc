/// One named quantity with all its samples.
public struct Metric: Codable, Sendable, Equatable {
  /// Which way is good.
  public enum Direction: String, Codable, Sendable { case higher, lower }

  /// Whether verdicts count it.
  public enum Role: String, Codable, Sendable { case primary, informational }

  /// What tells two metrics apart: the name and the labels.
  public struct Key: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The dotted name: `memory.bandwidth`.
    public var id: String
    /// What was varied: `kernel: triad`.
    public var labels: [String: String]

    /// A key of a name and labels.
    public init(id: String, labels: [String: String] = [:]) {
      self.id = id
      self.labels = labels
    }

    /// `memory.bandwidth{kernel=triad,threads=2}`, labels sorted.
    public var description: String {
      let inner = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
      return inner.isEmpty ? id : "\(id){\(inner)}"
    }

    /// By name, then by labels as text.
    public static func < (left: Key, right: Key) -> Bool { left.description < right.description }
  }

  /// The dotted name.
  public var id: String
  /// What was varied.
  public var labels: [String: String]
  /// SI base unit: `B/s`, `s`, `op/s`, `1`.
  public var unit: String
  /// Which way is good.
  public var better: Direction
  /// Whether verdicts count it.
  public var role: Role
  /// Every sample taken, invalid ones included, in the order they were taken.
  public var samples: [Sample]
  /// All latencies of the samples that count, as one HDR histogram in base64 (see `LatencyHistogram.encoded`), where
  /// the metric has one.
  public var histogram: String?
  /// How it ran over the time of the last sample that counts, where the benchmark recorded that.
  public var series: Series?

  /// A metric without samples.
  public init(
    id: String, labels: [String: String] = [:], unit: String, better: Direction, role: Role,
    samples: [Sample] = [], histogram: String? = nil, series: Series? = nil
  ) {
    self.id = id
    self.labels = labels
    self.unit = unit
    self.better = better
    self.role = role
    self.samples = samples
    self.histogram = histogram
    self.series = series
  }

  /// Name and labels.
  public var key: Key { Key(id: id, labels: labels) }

  /// The values of the valid samples.
  public var validValues: [Double] { samples.lazy.filter(\.valid).map(\.value) }
}

/// One value of one metric from one fresh process.
public struct Sample: Codable, Sendable, Equatable {
  /// In the metric's unit.
  public var value: Double
  /// The block that it was taken in, from 0; a repeated block keeps its number.
  public var block: Int
  /// Which try of the block, from 0.
  public var attempt: Int
  /// False when its block was too disturbed to count.
  public var valid: Bool
  /// What disturbed the process while it measured.
  public var noise: Noise

  enum CodingKeys: String, CodingKey, CaseIterable { case value, block, attempt, valid, noise }

  /// A sample.
  public init(value: Double, block: Int, attempt: Int = 0, valid: Bool, noise: Noise) {
    self.value = value
    self.block = block
    self.attempt = attempt
    self.valid = valid
    self.noise = noise
  }
}

/// What one process reports of one metric.
public struct Measurement: Codable, Sendable, Equatable {
  /// The dotted name.
  public var id: String
  /// What was varied.
  public var labels: [String: String]
  /// SI base unit.
  public var unit: String
  /// Which way is good.
  public var better: Metric.Direction
  /// Whether verdicts count it.
  public var role: Metric.Role
  /// In `unit`; finite.
  public var value: Double
  /// All latencies that the value was taken from, encoded (see `LatencyHistogram.encoded`); nil where there are none.
  public var histogram: String?
  /// How it ran over the time of the sample; nil where that was not recorded.
  public var series: Series?

  /// A measurement.
  public init(
    id: String, labels: [String: String] = [:], unit: String, better: Metric.Direction,
    role: Metric.Role = .informational, value: Double, histogram: String? = nil, series: Series? = nil
  ) {
    self.id = id
    self.labels = labels
    self.unit = unit
    self.better = better
    self.role = role
    self.value = value
    self.histogram = histogram
    self.series = series
  }

  /// Name and labels.
  public var key: Metric.Key { Metric.Key(id: id, labels: labels) }
}
