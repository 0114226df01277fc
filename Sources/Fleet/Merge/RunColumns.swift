public import Experiment

/// What a fleet's report keeps of one Run: the values that count, and what the host was.
public struct RunColumns: Sendable, Equatable {
  /// One metric's values.
  public struct Column: Sendable, Equatable {
    /// Name and labels.
    public var key: Metric.Key
    /// SI base unit.
    public var unit = ""
    /// Which way is good.
    public var better = Metric.Direction.higher
    /// Whether verdicts count it.
    public var role = Metric.Role.informational
    /// Values of the samples that count in the order they were taken, one a block: several of a block are told by their
    /// median.
    public var values: [Double] = []
    /// Samples that do not count.
    public var invalid = 0
    /// Seconds that a cache line took between the CPUs in use, the median of what the samples that count tell
    /// (`Noise.placement`); nil where they tell nothing.
    public var placement: Double?
  }

  /// Unique among Runs.
  public var id = ""
  /// How far it came.
  public var status = Run.Status.running
  /// `release` or `debug`.
  public var build = ""
  /// The host's name; nil where the document has none.
  public var host: String? { facts.first { $0.name == "noted/host" }?.value }
  /// The kernel's release.
  public var kernel: String? { facts.first { $0.name == "declared/kernel" }?.value }
  /// Facts and settings: `mustMatch/cpu_model`, `declared/kernel`, `noted/microcode`, `settings/sysctl/vm.swappiness`,
  /// the words of the kernel's command line, `boot/isolcpus`, and the shape of the machine as it stands in the document, `topology`.
  public var facts: [Fact] = []
  /// The metrics, in the document's order.
  public var columns: [Column] = []

  /// A name and its value.
  public struct Fact: Sendable, Equatable {
    /// Group and name.
    public var name: String
    /// The value.
    public var value: String
  }
}
