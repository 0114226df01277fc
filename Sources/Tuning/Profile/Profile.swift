/// What a host should be set to, as read from a file and checked against the catalog; nothing is read from the host yet.
public struct Profile: Sendable {
  /// The form of the file.
  public static let schema = "assay.profile/1"

  /// A setting with the value that it should have.
  public struct Wish: Sendable {
    /// Which setting, or with `*` which of many.
    public var key: SettingKey
    /// What the catalog knows of it.
    public var knob: Knob
    /// The value as it is written, or an expression over the host's CPUs.
    public var value: Value
    /// The hosts that it is for; nil: all.
    public var condition: Condition?
    /// Why, in one line.
    public var why: String
    /// Where it was measured; nil: unproven.
    public var evidence: String?
    /// The file and line that ask for it.
    public var file: String
    /// The line in that file.
    public var line: Int

    /// `kvm-host.yaml:12`.
    var place: String { "\(file):\(line)" }
  }

  /// Hosts that a setting is for.
  public enum Condition: String, Sendable, CaseIterable {
    /// Those of several NUMA nodes.
    case numa
  }

  /// A value, or what becomes one on a host.
  public enum Value: Sendable, Equatable {
    /// The same on every host; in normal form.
    case literal(String)
    /// CPUs that each host resolves for itself.
    case cpus(CPUExpression)
    /// A text with expressions in braces: `{all - housekeeping}`.
    case template(String)
  }

  /// A group with CPUs of its own.
  public struct Group: Sendable {
    /// Its path below `/sys/fs/cgroup`: `assay-isolated`.
    public var path: String
    /// Its CPUs.
    public var cpus: CPUExpression
    /// Its NUMA nodes as a list; nil: those of its CPUs.
    public var mems: String?
    /// `member`, `root`, `isolated`.
    public var partition: String
    /// Why, in one line.
    public var why: String
    /// Where it was measured, with all groups of the profile in place; nil: unproven.
    public var evidence: String?
    /// The file that asks for it.
    public var file: String
    /// The line in that file.
    public var line: Int

    var place: String { "\(file):\(line)" }
  }

  /// Its name.
  public var name: String
  /// What it is for, in one line.
  public var summary: String
  /// The file that it was read from.
  public var file: String
  /// SHA-256 of the file; where it includes others, of the list of all.
  public var hash: String
  /// Settings in the order of applying; words of the kernel's command line are of kind `boot`.
  public var wishes: [Wish]
  /// Groups in the order of applying.
  public var groups: [Group]
  /// CPUs by names of its own, in the order of the file.
  public var definitions: [(name: String, cpus: CPUExpression)]
  /// Advice that names no setting.
  public var claims: [TuningPlan.Claim]
  /// Every file that it was read from, itself first: what it takes to read it elsewhere.
  public var files: [String] = []

  /// As a plan names it.
  var source: TuningPlan.Source {
    TuningPlan.Source(name: name, path: file, hash: hash, summary: summary)
  }
}
