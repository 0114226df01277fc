/// What a host should be set to for a goal, and why: the document `assay.recommendation/1`.
public struct Recommendation: Codable, Sendable, Equatable {
  /// The form of the document.
  public static let currentSchema = "assay.recommendation/1"

  /// The Run that it rests on.
  public struct Source: Codable, Sendable, Equatable {
    /// Its id.
    public var id: String
    /// When it was taken, RFC 3339.
    public var started: String
    /// How much was measured.
    public var suite: String
  }

  /// The host that it is for.
  public struct HostName: Codable, Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Its kernel.
    public var kernel: String
    /// Its shape in one line.
    public var shape: String
  }

  /// A rule that suggests nothing here, and why.
  public struct Silent: Codable, Sendable, Equatable {
    /// The rule.
    public var rule: String
    /// What kind of reason it is.
    public var kind: Silence.Kind
    /// The reason with its figures.
    public var reason: String
  }

  /// The form of this document: `assay.recommendation/1`.
  public var schema: String
  /// What the host is tuned for.
  public var goal: LayoutGoal
  /// The host that it is for.
  public var host: HostName
  /// The Run that it rests on; nil where nothing was measured.
  public var run: Source?
  /// Whether it is for a host that is not this one, or was not looked at: nothing of it may be applied here.
  public var isPlanOnly: Bool
  /// The guests that were asked for.
  public var guests: [GuestShape]
  /// Who gets which CPUs and which memory.
  public var layout: CPULayout
  /// Settings and words of the command line, in the order of applying. All of them are unproven.
  public var settings: [Suggestion]
  /// What is no setting of the kernel.
  public var advice: [Suggestion]
  /// Rules that suggest nothing here, and why.
  public var silent: [Silent]
  /// What the reader has to know besides.
  public var notes: [String]

  enum CodingKeys: String, CodingKey {
    case schema, goal, host, run, guests, layout, settings, advice, silent, notes
    case isPlanOnly = "plan_only"
  }

  /// The name of the profile that it makes.
  public var profileName: String { "recommended-\(goal.rawValue)" }

  /// What the profile is for, in one line.
  public var summary: String {
    let from = run.map { "from Run \($0.id)" } ?? "from what the host says of itself"
    return "\(goal.rawValue) on \(host.name), \(from); unproven without evidence"
  }
}
