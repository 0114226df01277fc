internal import Fleet

/// How far a fleet is, for a terminal: a line for each node that is not done, and a count of those that are.
enum FleetStateText {
  /// More than these would scroll away; all of them are in the state's document.
  private static let mostNamed = 40

  /// Lines without a line end after the last.
  static func render(_ state: FleetState) -> String {
    let done = state.nodes.count { state.isDone($0) }
    var lines = ["\(done) of \(state.nodes.count) nodes \(state.action.past)"]
    let pairs = state.allPairs
    if !pairs.isEmpty { lines[0] += ", \(pairs.count - state.pairsToDo.count) of \(pairs.count) pairs" }
    let failures = state.failures
    lines += failures.prefix(mostNamed).map { "  \($0.oneLine)" }
    if failures.count > mostNamed { lines.append("  and \(failures.count - mostNamed) more; see fleet.json") }
    for node in state.nodes where !node.warnings.isEmpty {
      lines += node.warnings.map { "  \(node.name): \($0.oneLine)" }
    }
    if let closing = closing(state.ending) { lines.append(closing) }
    return lines.joined(separator: "\n")
  }

  /// What is left, where that is not all that was asked; nil where the lines before say it.
  private static func closing(_ ending: FleetEnding) -> String? {
    switch ending {
    case .done, .failed: nil
    case .needsReboot: "a reboot is needed for some of it to take effect"
    case .takenBack: "all that this apply did is taken back"
    case .drift: "taken back but for what somebody else changed; see: assay tune status on the node"
    case .incomplete: "some settings still differ; see: assay tune status on the node"
    }
  }
}

extension FleetState {
  /// Whether a node has done all of its own.
  func isDone(_ node: Node) -> Bool {
    switch action {
    case .run: node.steps["fetch"]?.state == .done
    case .apply: node.steps["confirm"]?.state == .done && node.steps["revert"] == nil
    case .revert: node.steps["revert"]?.state == .done
    }
  }
}

extension FleetState.Action {
  /// What became of a node that is done.
  var past: String {
    switch self {
    case .run: "measured"
    case .apply: "have confirmed the profile"
    case .revert: "without the profile"
    }
  }
}
