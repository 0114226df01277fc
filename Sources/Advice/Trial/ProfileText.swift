internal import Platform
public import Tuning

/// A profile as the text of a file, for those that are made by Assay: what it includes is written out.
public enum ProfileText {
  /// The document.
  ///
  /// - Parameters:
  ///   - edit: what becomes of its settings.
  ///   - header: comment lines above everything, without `#`.
  public static func render(_ profile: Profile, edit: ProfileEdit? = nil, header: [String] = []) -> String {
    var lines = header.map { "# \(YAMLText.oneLine($0))" }
    lines += [
      "schema: \(Profile.schema)", "name: \(profile.name)", "summary: \(YAMLText.quoted(profile.summary))",
    ]
    if !profile.definitions.isEmpty {
      lines.append("cpus:")
      lines += profile.definitions.map { "  \($0.name): \(YAMLText.quoted($0.cpus.text))" }
    }
    lines += settings(profile, edit)
    lines += groups(profile, edit?.changes[ProfileEdit.groups])
    let boot = profile.wishes.filter { $0.key.kind == "boot" }
    if !boot.isEmpty {
      lines.append("boot:")
      lines += boot.map { wish in
        let value = wish.valueText
        let word = value.isEmpty ? wish.key.name : "\(wish.key.name)=\(value)"
        return "  - {word: \(YAMLText.quoted(word)), why: \(YAMLText.quoted(wish.why))}"
      }
    }
    if !profile.claims.isEmpty {
      lines.append("claims:")
      for claim in profile.claims {
        lines.append("  - claim: \(YAMLText.quoted(claim.claim))")
        lines.append("    verdict: \(YAMLText.quoted(claim.verdict))")
        if let test = claim.test { lines.append("    test: \(YAMLText.quoted(test))") }
        lines.append("    source: \(YAMLText.quoted(claim.source))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func settings(_ profile: Profile, _ edit: ProfileEdit?) -> [String] {
    var lines: [String] = []
    var isAny = false
    for wish in profile.wishes where wish.key.kind != "boot" {
      let change = edit?.changes[wish.key.description]
      if case .drop(let reason) = change {
        lines.append(
          "  # " + YAMLText.oneLine("\(wish.key) = \(wish.valueText) was dropped: \(reason)"))
        continue
      }
      isAny = true
      lines.append("  - key: \(YAMLText.quoted(wish.key.description))")
      lines.append("    value: \(YAMLText.quoted(wish.valueText))")
      if let condition = wish.condition { lines.append("    when: \(condition.rawValue)") }
      lines.append("    why: \(YAMLText.quoted(wish.why))")
      if case .evidence(let evidence) = change {
        lines.append("    evidence: \(YAMLText.evidence(evidence))")
      } else if let evidence = wish.evidence {
        lines.append("    evidence: \(YAMLText.evidence(summary: evidence))")
      }
    }
    if lines.isEmpty { return [] }
    return [isAny ? "settings:" : "settings: []"] + lines
  }

  private static func groups(_ profile: Profile, _ change: ProfileEdit.Change?) -> [String] {
    if profile.groups.isEmpty { return [] }
    if case .drop(let reason) = change {
      return ["cpusets: []"]
        + profile.groups.map { "  # " + YAMLText.oneLine("\($0.path) was dropped: \(reason)") }
    }
    return ["cpusets:"] + profile.groups.map { group($0, change) }
  }

  private static func group(_ group: Profile.Group, _ change: ProfileEdit.Change?) -> String {
    var fields = [
      "group: \(YAMLText.quoted(group.path))", "cpus: \(YAMLText.quoted(group.cpus.text))",
    ]
    if let mems = group.mems { fields.append("mems: \(YAMLText.quoted(mems))") }
    fields += ["partition: \(group.partition)", "why: \(YAMLText.quoted(group.why))"]
    if case .evidence(let evidence) = change {
      fields.append("evidence: \(YAMLText.evidence(evidence))")
    } else if let evidence = group.evidence {
      fields.append("evidence: \(YAMLText.evidence(summary: evidence))")
    }
    return "  - {\(fields.joined(separator: ", "))}"
  }
}

/// Texts in YAML's double quotes, where nothing has a meaning but the backslash.
enum YAMLText {
  /// A scalar.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// For a comment.
  static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// `{metric: "…", effect: "…", interval: ["…", "…"], runs: ["…"]}`
  static func evidence(_ evidence: TrialEvidence) -> String {
    func list(_ texts: [String]) -> String { "[\(texts.map(quoted).joined(separator: ", "))]" }
    return
      "{metric: \(quoted(evidence.metric)), effect: \(quoted(evidence.effect)), interval: \(list(evidence.interval)), "
      + "runs: \(list(evidence.runs))}"
  }

  /// Evidence that a profile's loader has made one text of: `metric: effect [from, to]`.
  static func evidence(summary: String) -> String {
    let parts = summary.split(separator: ": ", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { return "{metric: \(quoted(summary)), effect: \"unknown\"}" }
    return "{metric: \(quoted(parts[0])), effect: \(quoted(parts[1]))}"
  }
}
