/// One thing that two hosts, or two states of one host, do not have in common.
///
///     sysctl/kernel.numa_balancing  0 → 1      moves memory.latency, memory.bandwidth
public struct HostDifference: Codable, Sendable, Equatable {
  /// Facts by their names (`kernel`, `mitigation_spectre_v2`), words of the kernel's command line as `boot/isolcpus`,
  /// settings as `sysctl/vm.swappiness`.
  public var key: String
  /// What it was in the base; nil where it was not there.
  public var before: String?
  /// What it is in the candidate; nil where it is not there.
  public var after: String?
  /// Of a value that is a list of words: those that only the candidate has. Then `before` and `after` are nil.
  public var added: [String]
  /// Of a value that is a list of words: those that only the base has.
  public var removed: [String]
  /// Further keys with the same change: other CPUs, other disks.
  public var alike: [String]
  /// How likely it moves a metric.
  public var relevance: Relevance
  /// What it does, in one line; nil where nobody has written that down.
  public var note: String?
  /// The metrics that it can move, or the first parts of their names (`memory`); `*` for every metric; empty where that
  /// is not known.
  public var moves: [String]

  /// The word in `moves` for every metric.
  public static let everyMetric = "*"

  init(key: String, before: String?, after: String?, added: [String] = [], removed: [String] = []) {
    self.key = key
    self.before = before
    self.after = after
    self.added = added
    self.removed = removed
    alike = []
    relevance = .setting
    note = nil
    moves = []
  }

  /// Whether it can move a metric of that name: by the whole name, or by what its name begins with.
  func names(_ metricID: String) -> Bool {
    moves.contains { $0 == metricID || metricID.hasPrefix("\($0).") }
  }
}
