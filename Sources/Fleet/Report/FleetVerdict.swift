/// What a fleet's report comes to, and why.
public struct FleetVerdict: Codable, Sendable, Equatable {
  /// The verdict.
  public enum Outcome: String, Codable, Sendable {
    /// Every promise is kept, and no node is odd and worse.
    case pass
    /// A promise is broken, or a node is odd and worse.
    case fail
    /// It cannot be told: a promise, or a node of which nothing was measured.
    case inconclusive
  }

  /// The verdict.
  public var outcome: Outcome
  /// Why, one line each; empty for a pass.
  public var reasons: [String]
  /// What was not measured, or too little, so that it cannot be told; nil where enough was. It is among the reasons.
  public var gap: String?

  private static let mostNamed = 10

  /// By the contract: 0, 2 for a fail, 3 for what cannot be told.
  public var exitCode: Int32 {
    switch outcome {
    case .pass: 0
    case .fail: 2
    case .inconclusive: 3
    }
  }

  /// The verdict over what was found.
  ///
  /// - Parameter silent: names of nodes without a single sample that counts.
  init(_ odd: OddNodes, _ acceptance: AcceptanceResult?, nodes: Int, silent: [String], hasValues: Bool) {
    let worse = odd.odd.filter { $0.direction == .worse }
    var failures: [String] = []
    var doubts: [String] = []
    if !worse.isEmpty {
      let names = worse.reduce(into: [String]()) { if !$0.contains($1.node) { $0.append($1.node) } }
      failures.append("odd and worse: \(names.joined(separator: ", "))")
    }
    if let acceptance {
      let broken = acceptance.lines.count { $0.status == .fail }
      let open = acceptance.lines.count { $0.status == .inconclusive }
      if broken > 0 { failures.append("\(broken) of \(acceptance.lines.count) promises broken") }
      if open > 0 { doubts.append("\(open) of \(acceptance.lines.count) promises cannot be told") }
    }
    gap = Self.gap(odd, nodes, silent, hasValues)
    if let gap { doubts.append(gap) }
    outcome = !failures.isEmpty ? .fail : !doubts.isEmpty ? .inconclusive : .pass
    reasons = failures + doubts
  }

  private static func gap(_ odd: OddNodes, _ nodes: Int, _ silent: [String], _ hasValues: Bool) -> String? {
    if !hasValues { return "no metric has a valid sample" }
    if !silent.isEmpty {
      let more = silent.count > mostNamed ? ", and \(silent.count - mostNamed) more" : ""
      return "no valid sample of \(silent.prefix(mostNamed).joined(separator: ", "))\(more)"
    }
    return nodes > 2 && odd.family == 0
      ? "too few samples to tell an odd node: take --suite standard or thorough" : nil
  }
}
