internal import Advice

/// Words that all forms of a recommendation share.
enum RecommendationWords {
  /// `Recommendation for latency on node1: 7 settings, 2 at the next boot, 1 piece of advice`.
  static func headline(_ recommendation: Recommendation) -> String {
    let boot = recommendation.settings.count(where: \.needsReboot)
    let now = recommendation.settings.count - boot
    let pieces = recommendation.advice.count
    let counts = [
      Units.count(now, "setting"), "\(boot) at the next boot",
      pieces == 1 ? "1 piece of advice" : "\(pieces) pieces of advice",
    ].joined(separator: ", ")
    return "Recommendation for \(recommendation.goal.rawValue) on \(recommendation.host.name): \(counts)"
  }

  /// What it rests on, and what that is worth.
  static func basis(_ recommendation: Recommendation) -> String {
    let host = "\(recommendation.host.shape); Linux \(recommendation.host.kernel)"
    let run = recommendation.run.map { "Run \($0.id) of \($0.started), \($0.suite) suite" } ?? "no Run"
    return "\(host). From \(run). All of it is unproven: a trial shows what helps on this host."
  }

  /// `60 → 10`.
  static func change(_ suggestion: Suggestion) -> String {
    let unit = suggestion.unit.map { " (\($0))" } ?? ""
    let wanted = suggestion.wanted ?? ""
    return "\(suggestion.current ?? Units.unknown) → \(wanted.isEmpty ? "(without a value)" : wanted)\(unit)"
  }

  /// A fact: `memory.latency{pages=4k} 126 ns, median of 5`.
  static func fact(_ trigger: Trigger) -> String {
    guard let value = trigger.value, let unit = trigger.unit, let samples = trigger.samples else {
      return trigger.description
    }
    return "\(trigger.name) = \(Units.text(value, unit: unit)), median of \(samples)"
  }

  /// What is silent for one kind of reason, in the order of people.
  static func silent(_ recommendation: Recommendation) -> [(title: String, rules: [Recommendation.Silent])] {
    let titles: [(Silence.Kind, String)] = [
      (.alreadySet, "Set already"), (.notNeeded, "No reason here"), (.notMeasured, "Not measured"),
      (.notHere, "Not on this host"), (.excluded, "Another rule comes first"),
      (.otherGoal, "For other goals"),
    ]
    return titles.compactMap { kind, title in
      let rules = recommendation.silent.filter { $0.kind == kind }
      return rules.isEmpty ? nil : (title, rules)
    }
  }

  /// What to do with it.
  ///
  /// - Parameter profile: the file that it was written to; nil where it was not.
  static func commands(_ recommendation: Recommendation, profile: String?) -> [(
    what: String, command: String
  )] {
    let file = ArgumentQuote.quoted(profile ?? "FILE")
    let write = profile == nil ? [("write the profile", "assay recommend … --out FILE")] : []
    let look = [("look at what it changes", "assay tune plan \(file)")]
    if recommendation.isPlanOnly { return write + look }
    return write + look + [
      ("prove it here", "assay trial \(file)"),
      ("apply it, and be sure to get it back", "assay tune apply \(file) --confirm-within 60s"),
      ("take it back", "assay tune revert \(recommendation.profileName)"),
    ]
  }
}

/// Arguments as a shell takes them.
enum ArgumentQuote {
  /// In single quotes where it has anything but plain characters.
  static func quoted(_ text: String) -> String {
    let plain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
    if plain, !text.isEmpty { return text }
    return "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
  }
}
