internal import Tuning

/// A recommendation as a profile (`assay.profile/1`), which `assay tune plan` takes.
public enum RecommendedProfile {
  /// The profile in YAML. The same recommendation gives the same text.
  public static func render(_ recommendation: Recommendation) -> String {
    let head = [
      "# Made by assay recommend. What has no evidence is unproven: assay trial measures each setting on this host, writes",
      "# the evidence here, and drops what does nothing or hurts.",
      "schema: \(Profile.schema)",
      "name: \(recommendation.profileName)",
      "summary: \(quoted(recommendation.summary))",
    ]
    let blocks = [
      settings(recommendation.settings.filter { $0.action == .set }),
      lines(recommendation.layout.profileText),
      boot(recommendation.settings.filter { $0.action == .boot }),
      claims(recommendation.advice),
    ]
    let parts = [head] + blocks.filter { !$0.isEmpty }
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private static func settings(_ suggestions: [Suggestion]) -> [String] {
    block("settings", suggestions) { suggestion in
      let unit = suggestion.unit.map { " \($0)" } ?? ""
      return [
        "  # \(comment("now \(suggestion.current ?? "unknown")\(unit); risk \(suggestion.risk.level.rawValue): \(suggestion.risk.note)"))",
        "  # \(comment("proof: \(suggestion.proof)"))",
        "  - key: \(quoted(suggestion.key?.description ?? ""))",
        "    value: \(quoted(suggestion.wanted ?? ""))",
        "    why: \(quoted(suggestion.why))",
      ]
    }
  }

  private static func boot(_ suggestions: [Suggestion]) -> [String] {
    block("boot", suggestions) { suggestion in
      ["  - word: \(quoted(suggestion.word ?? ""))", "    why: \(quoted(suggestion.why))"]
    }
  }

  private static func claims(_ suggestions: [Suggestion]) -> [String] {
    block("claims", suggestions) { suggestion in
      [
        "  - claim: \(quoted(suggestion.advice ?? suggestion.title))",
        "    verdict: \(quoted("\(suggestion.evidence); \(suggestion.why)"))",
        "    test: \(quoted(suggestion.proof))",
        "    source: \(quoted(suggestion.source))",
      ]
    }
  }

  private static func block(
    _ name: String, _ suggestions: [Suggestion], _ entry: (Suggestion) -> [String]
  ) -> [String] {
    suggestions.isEmpty ? [] : ["\(name):"] + suggestions.flatMap(entry)
  }

  private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  /// A text that stays one line of a comment.
  private static func comment(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// A double-quoted scalar (YAML 1.2, section 7.3.1): labels and names of devices may hold anything.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where isControl(scalar):
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\U\(String(repeating: "0", count: max(0, 8 - digits.count)))\(digits)"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
