internal import Comparison

/// How a fact of the host changed, in words.
enum DifferenceText {
  /// From this many words on a value is a list, of which only what came and went is shown: flags, command lines.
  private static let list = 4
  /// Longer values are cut.
  private static let longest = 120

  /// `6.1.0-47 → 6.1.0-56`; of lists `+ amx_tile  − hle`.
  static func change(_ base: String?, _ candidate: String?) -> String {
    if let base, let candidate, let words = lists(base, candidate) { return words }
    return "\(value(base)) → \(value(candidate))"
  }

  /// A value as it is shown alone.
  static func value(_ text: String?) -> String {
    guard let text else { return "not there" }
    if text.isEmpty { return "empty" }
    return text.count > longest ? "\(text.prefix(longest - 1))…" : text
  }

  private static func lists(_ base: String, _ candidate: String) -> String? {
    let (old, new) = (base.split(separator: " "), candidate.split(separator: " "))
    guard min(old.count, new.count) >= list else { return nil }
    let (before, after) = (Set(old), Set(new))
    let gone = old.filter { !after.contains($0) }
    let come = new.filter { !before.contains($0) }
    guard gone.count + come.count < before.intersection(after).count, gone.count + come.count > 0 else {
      return nil
    }
    let parts = [("gone", gone), ("new", come)].filter { !$0.1.isEmpty }
    return parts.map { "\($0): \(value($1.joined(separator: " ")))" }.joined(separator: "; ")
  }

  /// What a fact of this kind means for a comparison.
  static func kind(_ difference: FieldDifference, testing: [String]) -> String {
    switch difference.kind {
    case .mustMatch: "must match"
    case .declared: testing.contains(difference.name) ? "under test" : "declared"
    case .noted: "noted"
    case .settings: "setting"
    }
  }
}
