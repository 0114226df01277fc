internal import Advice
internal import Comparison
internal import Experiment

/// Words that the tables and pages of trials and screenings share.
enum TrialWords {
  /// What becomes of a setting, in a word or two.
  static func decision(_ decision: TrialFinding.Decision) -> String {
    switch decision {
    case .helps: "helps"
    case .hurts: "hurts"
    case .nothing: "does nothing"
    case .unproven: "unproven"
    case .notJudged: "not judged"
    }
  }

  static func tone(_ decision: TrialFinding.Decision) -> Tone {
    switch decision {
    case .helps: .good
    case .hurts: .bad
    case .nothing, .notJudged: .faint
    case .unproven: .caution
    }
  }

  /// What stands in the profile for it.
  static func consequence(_ finding: TrialFinding, _ edit: ProfileEdit) -> String {
    guard let key = finding.keys.first, finding.keys.count == 1 else { return "" }
    return switch edit.changes[key] {
    case .evidence: "kept, with evidence"
    case .drop: "dropped"
    case nil: "kept as it is"
    }
  }

  /// What a setting was measured to do, as its evidence says; "unproven" where it has none.
  static func effect(_ change: ProfileEdit.Change?) -> String {
    guard case .evidence(let evidence) = change else { return "unproven" }
    let interval = evidence.interval.isEmpty ? "" : " [\(evidence.interval.joined(separator: ", "))]"
    return "\(evidence.metric) \(evidence.effect)\(interval)"
  }

  /// The primary metrics of a finding, the largest effects first.
  static func primary(_ finding: TrialFinding) -> [ComparedMetric] {
    let metrics = finding.comparison.metrics.filter { $0.role == .primary }
    let counts = finding.comparison.fingerprint.blocking.isEmpty
    return metrics.map { ComparedMetric($0, varying: [], counts: counts) }.sorted { first, second in
      first.size == second.size
        ? first.metric.key.description < second.metric.key.description : first.size > second.size
    }
  }

  /// `sysctl/vm.swappiness = 10`, or the number of settings where there are many.
  static func title(_ finding: TrialFinding) -> String {
    finding.factors.count == 1 ? finding.factors[0] : "All \(finding.factors.count) settings together"
  }

  static func word(_ word: ClaimVerdict.Word) -> String {
    switch word {
    case .confirmed: "confirmed"
    case .exaggerated: "exaggerated"
    case .refuted: "refuted"
    case .notDecided: "not decided"
    case .notTested: "not tested"
    }
  }

  static func tone(_ word: ClaimVerdict.Word) -> Tone {
    switch word {
    case .confirmed: .good
    case .refuted: .bad
    case .exaggerated, .notDecided: .caution
    case .notTested: .faint
    }
  }
}
