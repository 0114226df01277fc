internal import Experiment

/// A fact that a suggestion rests on: what was measured, or what the host says of itself.
public struct Trigger: Codable, Sendable, Equatable {
  /// Which: `memory.latency{pages=4k,…}`, `sysctl/vm.swappiness`, `host.swap_total_bytes`.
  public var name: String
  /// The value for people: `126 ns`.
  public var text: String
  /// The median of the samples that count, in `unit`; nil for what is no measurement.
  public var value: Double?
  /// The unit of `value`: `s`, `B/s`, `op/s`, `B`, `1`.
  public var unit: String?
  /// How many samples count; nil for what is no measurement.
  public var samples: Int?

  /// What the host says.
  public init(_ name: String, _ text: String) {
    self.name = name
    self.text = text
  }

  /// What was measured.
  init(_ figure: MeasuredFigure) {
    name = figure.key.description
    text = figure.text
    value = figure.value
    unit = figure.unit
    samples = figure.samples
  }
}

extension Trigger: CustomStringConvertible {
  /// `memory.latency{pages=4k} = 126 ns`.
  public var description: String { "\(name) = \(text)" }
}
