/// What a domain does, or did last, in libvirt's numbers.
public struct DomainJob: Sendable, Equatable, Codable {
  /// How it stands.
  public enum Kind: String, Sendable, Equatable, Codable {
    case none, bounded, unbounded, completed, failed, cancelled
    /// A word of a later libvirt's.
    case unknown
  }

  /// How it stands.
  public var kind: Kind
  /// All numbers, by libvirt's names (`VIR_DOMAIN_JOB_*`): bytes, milliseconds, pages. Names that are not
  /// known here are kept.
  public var values: [String: Double]

  /// Reads what `virsh domjobinfo` says, with `--rawstats` or without; nil without the kind of the job.
  ///
  /// What is no number is left out.
  init?(_ text: String) {
    var found: Kind?
    var values: [String: Double] = [:]
    for (label, value) in VirshText.fields(text) {
      if label == "Job type" {
        found = Self.kind(value)
      } else if let number = VirshText.number(value) {
        values[Self.names[label] ?? label] = number
      }
    }
    guard let found else { return nil }
    kind = found
    self.values = values
  }

  private static func kind(_ word: String) -> Kind {
    // In the order of virDomainJobType.
    let kinds: [Kind] = [.none, .bounded, .unbounded, .completed, .failed, .cancelled]
    if let number = Int(word) { return kinds.indices.contains(number) ? kinds[number] : .unknown }
    return Kind(rawValue: word.lowercased()) ?? .unknown
  }

  /// What people are told, and the name of it among the raw ones.
  private static let names = [
    "Time elapsed": "time_elapsed", "Time elapsed w/o network": "time_elapsed_net",
    "Data processed": "data_processed", "Data remaining": "data_remaining", "Data total": "data_total",
    "Memory processed": "memory_processed", "Memory remaining": "memory_remaining",
    "Memory total": "memory_total", "Memory bandwidth": "memory_bps",
    "Dirty rate": "memory_dirty_rate", "Page size": "memory_page_size", "Iteration": "memory_iteration",
    "Postcopy requests": "memory_postcopy_requests", "Constant pages": "memory_constant",
    "Normal pages": "memory_normal", "Normal data": "memory_normal_bytes",
    "Total downtime": "downtime", "Expected downtime": "downtime", "Downtime w/o network": "downtime_net",
    "Setup time": "setup_time", "Auto converge throttle": "auto_converge_throttle",
  ]

  /// Seconds since it began; nil where libvirt does not tell, as below.
  public var elapsed: Double? { seconds("time_elapsed") }
  /// Seconds of it without the message from host to host, which needs clocks that agree.
  public var elapsedWithoutNetwork: Double? { seconds("time_elapsed_net") }
  /// Seconds that the guest stood still; while it runs what is expected.
  public var downtime: Double? { seconds("downtime") }
  /// Seconds of that without the message from host to host.
  public var downtimeWithoutNetwork: Double? { seconds("downtime_net") }
  /// Bytes sent.
  public var transferred: Double? { values["data_processed"] }
  /// Bytes still to be sent.
  public var remaining: Double? { values["data_remaining"] }
  /// Bytes a second.
  public var throughput: Double? { values["memory_bps"] }
  /// Rounds over memory.
  public var rounds: Double? { values["memory_iteration"] }
  /// Pages a second that the guest writes to.
  public var dirtyRate: Double? { values["memory_dirty_rate"] }

  private func seconds(_ name: String) -> Double? { values[name].map { $0 / 1000 } }
}
