/// What came of a migration by libvirt.
public struct LibvirtOutcome: Sendable, Equatable, Codable {
  /// How it ended.
  public enum Ending: Sendable, Equatable, Codable, CustomStringConvertible {
    /// The domain runs at the destination.
    case completed
    /// It does not, for this reason, in libvirt's words.
    case failed(reason: String)
    /// Somebody ended it, and the domain runs at the source.
    case cancelled

    /// For people.
    public var description: String {
      switch self {
      case .completed: "completed"
      case .failed(let reason): "failed: \(reason)"
      case .cancelled: "cancelled"
      }
    }
  }

  /// How libvirt saw the migration at a time.
  public struct Sample: Sendable, Equatable, Codable {
    /// Seconds since `virsh migrate` was started, when the answer had come.
    public var seconds: Double
    /// What the source said.
    public var job: DomainJob
  }

  /// How it ended.
  public var ending: Ending
  /// The lines that do the same.
  public var command: String
  /// Seconds that `virsh migrate` took, its start and its connections included.
  public var seconds: Double
  /// How the domain is at the source afterwards; nil where it is not, or nobody answers.
  public var source: DomainState?
  /// How it is at the destination.
  public var destination: DomainState?
  /// libvirt's final account, of the destination; nil where it did not complete or the destination keeps
  /// none.
  public var account: DomainJob?
  /// Why there is none, although it completed.
  public var accountMissing: String?
  /// The source's answers meanwhile.
  public var timeline: [Sample]
  /// How long nobody answered in the domain.
  public var heartbeat: LibvirtHeartbeat.Result
  /// What could not be put back, or be asked: lines for people.
  public var remarks: [String]

  /// Seconds that libvirt says the guest stood still. Its own clock of the guest's stop and start: what
  /// somebody who waits for the guest sees is longer.
  public var reportedDowntime: Double? { account?.downtime }
}
