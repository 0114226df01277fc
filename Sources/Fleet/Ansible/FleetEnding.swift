/// What became of a fleet as a whole.
public enum FleetEnding: Sendable, Equatable {
  /// All that was asked is done on every node.
  case done
  /// That, and some of it takes a reboot to take effect.
  case needsReboot
  /// A profile could not be applied everywhere, and all that was applied for it is taken back.
  case takenBack
  /// Taken back but for settings that somebody else changed meanwhile.
  case drift
  /// On a node taking back is incomplete: settings still differ.
  case incomplete
  /// Something else failed, and the state says what and where.
  case failed
}

extension FleetState {
  /// What became of all of it.
  public var ending: FleetEnding {
    if isComplete {
      let needsReboot = nodes.contains { $0.steps.values.contains { $0.code == Self.needsReboot } }
      return needsReboot ? .needsReboot : .done
    }
    let outcomes = Set(nodes.map(outcome))
    if outcomes.contains(.incomplete) { return .incomplete }
    if outcomes.contains(.unknown) { return .failed }
    if outcomes.contains(.drift) { return .drift }
    let isTakenBack = outcomes.contains(.takenBack) && !outcomes.contains(.kept)
    return action == .apply && isTakenBack ? .takenBack : .failed
  }

  /// What became of one node's profile.
  private enum Outcome { case untouched, kept, takenBack, drift, incomplete, unknown }

  /// Of `tune apply` and `tune revert`: settings that could not be taken back; values of somebody else that were left.
  private static let (incomplete, drift) = (11, 12)
  /// From here on it is no code of the tool's: it was killed, or never ran.
  private static let noCode = 126

  private func outcome(_ node: Node) -> Outcome {
    if let revert = node.steps["revert"] {
      if revert.state == .done { return .takenBack }
      return revert.code == Self.incomplete ? .incomplete : revert.code == Self.drift ? .drift : .unknown
    }
    guard action == .apply else { return .unknown }
    // No step of it: its turn did not come, or the node failed before.
    guard let apply = node.steps["apply"] else { return .untouched }
    if node.steps["confirm"]?.state == .done { return .kept }
    guard apply.isBad, let code = apply.code, code < Self.noCode else { return .unknown }
    return code == Self.incomplete ? .incomplete : .takenBack
  }
}
