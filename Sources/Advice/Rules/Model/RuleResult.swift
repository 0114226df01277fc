internal import Tuning

/// What came of one rule on one host: what it suggests, or why it is silent.
public struct RuleResult: Codable, Sendable, Equatable {
  /// The rule.
  public var rule: String
  /// What it suggests; empty where it is silent.
  public var suggestions: [Suggestion]
  /// Why it suggests nothing; nil where it suggests something.
  public var silence: Silence?
}

extension Rule {
  /// Runs rules over the facts of a host, in their order; the first to name a setting has it.
  public static func results(of rules: [Rule] = Rule.all, _ facts: RuleFacts) -> [RuleResult] {
    var owners: [SettingKey: String] = [:]
    return rules.map { rule in
      do throws(Silence) {
        let suggestions = try rule.suggestions(facts, owners: owners)
        for key in suggestions.compactMap(\.key) { owners[key] = rule.id }
        return RuleResult(rule: rule.id, suggestions: suggestions, silence: nil)
      } catch {
        return RuleResult(rule: rule.id, suggestions: [], silence: error)
      }
    }
  }

  /// What the rule suggests; at least one thing.
  private func suggestions(_ facts: RuleFacts, owners: [SettingKey: String]) throws(Silence) -> [Suggestion] {
    guard goals.contains(facts.goal) else {
      throw Silence(.otherGoal, "it serves \(goals.map(\.rawValue).joined(separator: " and "))")
    }
    var found: [Suggestion] = []
    var first: Silence?
    for proposal in try evaluate(facts) {
      do throws(Silence) {
        found.append(try suggestion(proposal, facts, owners))
      } catch {
        first = first ?? error
      }
    }
    if found.isEmpty { throw first ?? Silence(.notNeeded, "nothing is to be changed") }
    return found
  }

  private func suggestion(
    _ proposal: Proposal, _ facts: RuleFacts, _ owners: [SettingKey: String]
  ) throws(Silence) -> Suggestion {
    let check = SettingCheck(facts: facts)
    let change: SettingCheck.Change?
    switch proposal.action {
    case .set(let key, let value): change = try check.setting(key, value)
    case .boot(let parameter, let value): change = try check.boot(parameter, value)
    case .advise: change = nil
    }
    if let key = change?.key, let owner = owners[key] {
      throw Silence(.excluded, "\(owner) names \(key) already")
    }
    var advice: String?
    var action = Suggestion.Action.set
    switch proposal.action {
    case .set: break
    case .boot: action = .boot
    case .advise(let text): (action, advice) = (.advise, text)
    }
    return Suggestion(
      rule: id, title: title, subject: subject, action: action, key: change?.key, current: change?.current,
      wanted: change?.wanted, unit: change?.knob.unit, advice: advice, facts: proposal.facts,
      derivation: proposal.derivation,
      risk: change?.knob.risk ?? PlannedChange.Risk(level: .low, note: risk), cost: risk, proof: proof,
      source: source, needsReboot: change?.knob.needsReboot ?? false, evidence: Suggestion.unproven)
  }
}
