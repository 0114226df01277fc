public import Tuning

/// What a rule suggests on a host, with everything that speaks for it.
public struct Suggestion: Codable, Sendable, Equatable {
  /// What to do.
  public enum Action: String, Codable, Sendable {
    /// Give a value to a setting.
    case set
    /// Put a word into the kernel's command line.
    case boot
    /// Something that is no setting of the kernel.
    case advise
  }

  /// The rule that suggests it.
  public var rule: String
  /// What the rule does, in one line.
  public var title: String
  /// What the rule is about.
  public var subject: Rule.Subject
  /// What to do.
  public var action: Action
  /// Which setting; nil for advice.
  public var key: SettingKey?
  /// Its present value; where it stands for several that differ, all of them. Nil for advice.
  public var current: String?
  /// The value that it should have, as a profile has it; nil for advice.
  public var wanted: String?
  /// The unit of the value; nil where it has none.
  public var unit: String?
  /// The advice in words; nil for a setting.
  public var advice: String?
  /// What it rests on.
  public var facts: [Trigger]
  /// How the value follows from the facts.
  public var derivation: String
  /// What it may cost, by the catalog; for advice by the rule.
  public var risk: PlannedChange.Risk
  /// What following the rule may cost.
  public var cost: String
  /// The trial that would prove it.
  public var proof: String
  /// Who says how it works.
  public var source: String
  /// Whether it takes effect only at the next boot.
  public var needsReboot: Bool
  /// What is known of its effect: nothing before a trial.
  public var evidence: String

  /// The word for an effect that no trial has shown.
  public static let unproven = "unproven"

  enum CodingKeys: String, CodingKey {
    case rule, title, subject, action, key, current, wanted, unit, advice, facts, derivation, risk, cost,
      proof
    case source, evidence
    case needsReboot = "needs_reboot"
  }

  /// The reason in one line, for a profile: the rule, the facts and what follows.
  public var why: String {
    let figures = facts.map(\.description).joined(separator: "; ")
    return "\(rule): \(derivation) [\(figures)]"
  }

  /// The value as a line of a profile has it: of the command line the whole word.
  public var word: String? {
    guard let key, let wanted else { return nil }
    if action != .boot { return wanted }
    return wanted.isEmpty ? key.name : "\(key.name)=\(wanted)"
  }
}
