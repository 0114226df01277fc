/// From measured facts to a candidate setting: what is known of the rule, and one function.
public struct Rule: Sendable {
  /// What a rule is about.
  public enum Subject: String, Codable, Sendable, CaseIterable {
    case memory, numa, scheduler, noise, power, virtualization, storage, swap, density, migration, cgroup
  }

  /// Its name: `storage.nr-requests`.
  public let id: String
  /// What it does, in one line.
  public let title: String
  /// What it is about.
  public let subject: Subject
  /// The goals that it serves.
  public let goals: [LayoutGoal]
  /// Metrics and facts that it reads.
  public let reads: [String]
  /// Keys of the catalog that it may set; empty for advice that is no setting of the kernel.
  public let knobs: [String]
  /// What following it may cost.
  public let risk: String
  /// The trial that would prove it.
  public let proof: String
  /// Who says how it works: the kernel's documentation or sources.
  public let source: String
  /// What it suggests on a host.
  ///
  /// Throws: `Silence` where it suggests nothing.
  let evaluate: @Sendable (RuleFacts) throws(Silence) -> [Proposal]

  init(
    _ id: String, _ title: String, _ subject: Subject, for goals: [LayoutGoal], reads: [String],
    knobs: [String], risk: String, proof: String, source: String,
    _ evaluate: @escaping @Sendable (RuleFacts) throws(Silence) -> [Proposal]
  ) {
    self.id = id
    self.title = title
    self.subject = subject
    self.goals = goals
    self.reads = reads
    self.knobs = knobs
    self.risk = risk
    self.proof = proof
    self.source = source
    self.evaluate = evaluate
  }
}

/// What a rule asks for, before it is held against the catalog and the host.
struct Proposal: Sendable {
  /// What to do.
  enum Action: Sendable, Equatable {
    /// A setting of the kernel, by its key, and the text that a profile has for it.
    case set(key: String, value: String)
    /// A word of the kernel's command line.
    case boot(parameter: String, value: String)
    /// Something that is no setting of the kernel.
    case advise(String)
  }

  var action: Action
  /// What was measured, and what the host says of itself.
  var facts: [Trigger]
  /// How the value follows from the facts.
  var derivation: String
}
