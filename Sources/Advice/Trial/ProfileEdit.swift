internal import Platform
public import Tuning

/// Writes what a trial found into the text of a profile: evidence where a setting helps, a comment in its place where it
/// was dropped. Everything else in the file stays as it is, comments included.
public struct ProfileEdit: Sendable, Equatable {
  /// What becomes of one setting.
  public enum Change: Sendable, Equatable {
    /// It carries this.
    case evidence(TrialEvidence)
    /// It goes; why, in one line.
    case drop(String)
  }

  /// By the setting's key; `cpusets` for all groups, which are tried together.
  public var changes: [String: Change]

  /// What the findings say of single settings.
  ///
  /// - Parameter keepsUnproven: whether settings of which nothing could be shown stay, without evidence.
  public init(_ findings: [TrialFinding], keepsUnproven: Bool) {
    changes = [:]
    for finding in findings {
      guard let key = finding.keys.first, finding.keys.count == 1 else { continue }
      switch finding.decision {
      case .helps: changes[key] = finding.evidence.map { .evidence($0) }
      case .hurts: changes[key] = .drop("hurts: \(finding.reason)")
      case .nothing: changes[key] = .drop("does nothing: \(finding.reason)")
      case .unproven: changes[key] = keepsUnproven ? nil : .drop("unproven: \(finding.reason)")
      case .notJudged: changes[key] = nil
      }
    }
  }

  /// What a whole trial says of a profile whose settings were not tried one by one: where it helps, each carries the
  /// evidence of all; else nothing changes.
  public init(whole: TrialFinding) {
    changes = [:]
    guard whole.decision == .helps, let evidence = whole.evidence else { return }
    for key in whole.keys { changes[key] = .evidence(evidence) }
  }

  /// The key of a profile's groups.
  static let groups = "cpusets"

  /// Keys of settings that go.
  public var dropped: [String] {
    changes.filter { if case .drop = $0.value { true } else { false } }.map(\.key).sorted()
  }

  /// Keys of settings that carry evidence.
  public var proven: [String] {
    changes.filter { if case .evidence = $0.value { true } else { false } }.map(\.key).sorted()
  }

  /// The text of a profile with the changes, line by line.
  ///
  /// - Parameters:
  ///   - text: the file that the profile was read from.
  ///   - profile: which tells where its settings stand; what it includes is left out.
  /// - Returns: nil where the file is not laid out so that lines can be edited: rewrite it then (`ProfileText`).
  public func edited(_ text: String, of profile: Profile) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let settings = profile.wishes.filter { $0.file == profile.file && $0.key.kind != "boot" }.map {
      (line: $0.line, key: $0.key.description, text: "\($0.key) = \($0.valueText)")
    }
    let groups = profile.groups.filter { $0.file == profile.file }.map {
      (line: $0.line, key: Self.groups, text: "\($0.path), CPUs \($0.cpus.text), \($0.partition)")
    }
    // From below: what changes leaves the lines above where they are.
    for place in (settings + groups).sorted(by: { $0.line > $1.line }) {
      guard let change = changes[place.key] else { continue }
      guard let item = ProfileItem(lines, line: place.line) else { return nil }
      switch change {
      case .evidence(let evidence): item.set(evidence, in: &lines)
      case .drop(let reason): item.drop("\(place.text) was dropped: \(reason)", in: &lines)
      }
    }
    for (list, places) in [("settings:", settings), ("cpusets:", groups)] {
      let dropped = places.count { if case .drop = changes[$0.key] { true } else { false } }
      if dropped > 0, dropped == places.count, let place = lines.firstIndex(where: { $0.hasPrefix(list) }) {
        // A list of nothing but comments is no list.
        lines[place] = list + " []" + lines[place].dropFirst(list.count)
      }
    }
    return lines.joined(separator: "\n")
  }
}

/// One item of a block list in YAML: the lines from its dash on.
private struct ProfileItem {
  let range: Range<Int>
  let indent: Int
  let isFlow: Bool

  /// The item that begins in a line, from 1; nil where none does.
  init?(_ lines: [String], line: Int) {
    let start = line - 1
    guard lines.indices.contains(start) else { return nil }
    let first = lines[start]
    indent = first.prefix { $0 == " " }.count
    let rest = first.dropFirst(indent)
    guard rest.hasPrefix("- ") else { return nil }
    let body = rest.dropFirst(2).drop { $0 == " " }
    isFlow = body.hasPrefix("{")
    var end = start + 1
    while end < lines.count {
      let next = lines[end]
      let depth = next.prefix { $0 == " " }.count
      if next.allSatisfy({ $0 == " " }) || next.dropFirst(depth).hasPrefix("#") || depth <= indent { break }
      end += 1
    }
    if isFlow, end != start + 1 || Self.endOfFlow(first) == nil { return nil }
    range = start..<end
  }

  /// The closing brace, where nothing but a comment comes after it.
  private static func endOfFlow(_ line: String) -> String.Index? {
    guard let brace = line.lastIndex(of: "}") else { return nil }
    let rest = line[line.index(after: brace)...].drop { $0 == " " }
    return rest.isEmpty || rest.hasPrefix("#") ? brace : nil
  }

  /// Puts evidence at the end of the item, in the place of what was there.
  func set(_ evidence: TrialEvidence, in lines: inout [String]) {
    let text = "evidence: \(YAMLText.evidence(evidence))"
    if isFlow {
      let line = lines[range.lowerBound]
      guard let end = Self.endOfFlow(line) else { return }
      lines[range.lowerBound] = line[..<end] + ", " + text + line[end...]
      return
    }
    let inner = String(repeating: " ", count: indent + 2)
    var kept: [String] = []
    var isInside = false
    for (index, line) in lines[range].enumerated() {
      let depth = line.prefix { $0 == " " }.count
      if isInside, depth > indent + 2 { continue }
      isInside = index > 0 && depth == indent + 2 && line.dropFirst(depth).hasPrefix("evidence:")
      if !isInside { kept.append(line) }
    }
    lines.replaceSubrange(range, with: kept + [inner + text])
  }

  /// Leaves a comment in the item's place.
  func drop(_ reason: String, in lines: inout [String]) {
    let comment = String(repeating: " ", count: indent) + "# " + YAMLText.oneLine(reason)
    lines.replaceSubrange(range, with: [comment])
  }
}
