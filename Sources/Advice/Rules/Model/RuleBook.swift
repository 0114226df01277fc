/// Every rule as a document (`assay.rules/1`): what `assay recommend --rules --json` prints.
public struct RuleBook: Codable, Sendable, Equatable {
  /// One rule.
  public struct Entry: Codable, Sendable, Equatable {
    /// Its name.
    public var id: String
    /// What it does, in one line.
    public var title: String
    /// What it is about.
    public var subject: Rule.Subject
    /// The goals that it serves.
    public var goals: [LayoutGoal]
    /// Metrics and facts that it reads.
    public var reads: [String]
    /// Keys of the catalog that it may set; empty for advice that is no setting of the kernel.
    public var knobs: [String]
    /// What following it may cost.
    public var risk: String
    /// The trial that would prove it.
    public var proof: String
    /// Who says how it works.
    public var source: String
  }

  /// The form of this document: `assay.rules/1`.
  public var schema = "assay.rules/1"
  /// In the order in which they are asked.
  public var rules: [Entry]

  /// The document of these rules.
  public init(_ rules: [Rule] = Rule.all) {
    self.rules = rules.map { rule in
      Entry(
        id: rule.id, title: rule.title, subject: rule.subject, goals: rule.goals, reads: rule.reads,
        knobs: rule.knobs, risk: rule.risk, proof: rule.proof, source: rule.source)
    }
  }
}
