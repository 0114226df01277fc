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

  /// By the contract: 0, 2 for a fail, 3 for what cannot be told.
  public var exitCode: Int32 {
    switch outcome {
    case .pass: 0
    case .fail: 2
    case .inconclusive: 3
    }
  }

  /// The verdict over what was found.
  init(_ nodes: [FleetReport.Node], _ odd: OddNodes, _ acceptance: AcceptanceResult?, hasValues: Bool) {
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
    let silent = nodes.filter { $0.runs == 0 }.map(\.name)
    if !silent.isEmpty { doubts.append("nothing measured on \(silent.joined(separator: ", "))") }
    if !hasValues { doubts.append("no metric has a valid sample") }
    outcome = !failures.isEmpty ? .fail : !doubts.isEmpty ? .inconclusive : .pass
    reasons = failures + doubts
  }
}
