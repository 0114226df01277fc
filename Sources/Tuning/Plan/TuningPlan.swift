/// What profiles would change here and now; making it writes nothing.
public struct TuningPlan: Codable, Sendable, Equatable {
  /// The form of the document.
  public static let currentSchema = "assay.plan/1"

  /// A profile that the plan was made from.
  public struct Source: Codable, Sendable, Equatable {
    /// Its name.
    public var name: String
    /// The file that it was read from.
    public var path: String
    /// SHA-256 of that file and of those that it includes, in hexadecimal digits.
    public var hash: String
    /// What it is for, in one line.
    public var summary: String

    /// A profile of this name.
    public init(name: String, path: String, hash: String, summary: String) {
      self.name = name
      self.path = path
      self.hash = hash
      self.summary = summary
    }
  }

  /// A setting that stays as it is.
  public struct Kept: Codable, Sendable, Equatable {
    /// Which setting, as the profile names it where it stands for nothing here.
    public var key: String
    /// The profile that names it.
    public var profile: String
    /// What is so: the value that it has already, or why it does not apply.
    public var reason: String

    /// A setting that stays, with the reason.
    public init(key: String, profile: String, reason: String) {
      self.key = key
      self.profile = profile
      self.reason = reason
    }
  }

  /// Advice that names no setting, with what is true about it.
  public struct Claim: Codable, Sendable, Equatable {
    /// The advice as it is found.
    public var claim: String
    /// What it really does.
    public var verdict: String
    /// How it can be tested; nil where there is nothing to test.
    public var test: String?
    /// Where the facts are from.
    public var source: String

    /// A claim with its verdict.
    public init(claim: String, verdict: String, test: String?, source: String) {
      self.claim = claim
      self.verdict = verdict
      self.test = test
      self.source = source
    }
  }

  /// The form of this document: `assay.plan/1`.
  public var schema: String
  /// What it was made from, in the order in which they were given.
  public var profiles: [Source]
  /// What takes effect at once, in the order of applying.
  public var changes: [PlannedChange]
  /// What takes effect at the next boot, in the order of applying, after `changes`.
  public var needsReboot: [PlannedChange]
  /// What has the wanted value already.
  public var unchanged: [Kept]
  /// What does not apply on this host, and why.
  public var notApplicable: [Kept]
  /// What this user may not read, so that nothing is known of it; as root nothing should be here.
  public var unreadable: [Kept]
  /// Advice of the profiles that names no setting.
  public var claims: [Claim]
  /// What files cannot repeat at the next boot, and why; empty unless the plan was asked to persist.
  public var notPersisted: [Kept] = []
  /// Whether something is written already, or will be, that takes a reboot to be seen.
  var awaitsReboot: Bool { isAwaitingReboot || !needsReboot.isEmpty }
  /// Whether something was written before that the running kernel does not know yet.
  var isAwaitingReboot = false
  /// What a reboot makes of it while it waits to be confirmed; nil where nothing of it outlasts one.
  public var overReboot: BootGuard.Promise?
  /// `unchanged` as changes: what files have to repeat as well.
  var fulfilled: [PlannedChange] = []

  /// A plan of these parts.
  public init(
    profiles: [Source], changes: [PlannedChange] = [], needsReboot: [PlannedChange] = [],
    unchanged: [Kept] = [], notApplicable: [Kept] = [], unreadable: [Kept] = [], claims: [Claim] = []
  ) {
    schema = Self.currentSchema
    self.profiles = profiles
    self.changes = changes
    self.needsReboot = needsReboot
    self.unchanged = unchanged
    self.notApplicable = notApplicable
    self.unreadable = unreadable
    self.claims = claims
  }

  /// Every change in the order of applying.
  public var all: [PlannedChange] { changes + needsReboot }

  enum CodingKeys: String, CodingKey {
    case schema, profiles, changes, unchanged, unreadable, claims
    case needsReboot = "needs_reboot"
    case notApplicable = "not_applicable"
    case notPersisted = "not_persisted"
    case overReboot = "over_reboot"
  }
}
