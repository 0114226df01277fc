/// What a state has become: for progress.
public struct FleetChange: Sendable, Equatable {
  /// The node, or `from--to`.
  public var subject: String
  /// The step.
  public var step: String
  /// What it is now.
  public var state: FleetState.Progress
  /// Why, where it failed.
  public var reason: String?
  /// Seconds it took, where it ended.
  public var seconds: Double?
}

extension FleetState {
  /// Done, and complete only after a reboot.
  static let needsReboot = 13
  /// Exit codes that are no failure: that one, and measured but too noisy (4).
  private static let goodCodes = [
    "measure": [0, 4], "pairs": [0, 4], "apply": [0, needsReboot], "revert": [0, needsReboot],
  ]
  private static let warningStep = "warning"
  /// The task after which a node's pairs are done.
  private static let lastOfPairs = "Their documents"

  /// Takes in one event.
  ///
  /// - Returns: what changed by it; nil for most events.
  public mutating func apply(_ event: FleetEvent) -> FleetChange? {
    guard let index = nodes.firstIndex(where: { $0.name == event.host }) else { return nil }
    if event.step == "pairs", event.kind == .item || event.kind == .itemFailed,
      event.item?.hasPrefix(Self.pair(event.host, "")) == true
    {
      return applyPair(event)
    }
    warn(event, index)
    if event.kind == .skipped { return skip(event, index) }
    guard let (state, reason) = outcome(of: event) else { return nil }
    let step = event.step
    let old = nodes[index].steps[step]
    // A later task of the same step that only begins changes nothing; nor does what goes well after a failure.
    if state == .running, let old, old.state != .waiting { return nil }
    if let old, old.state == state || (state == .done && old.isBad) { return nil }
    var new = old ?? Step(.waiting)
    new.state = state
    new.reason = reason
    if let code = event.code, code != 0 { new.code = code }
    if state == .running { (new.started, new.ended) = (event.time, nil) } else { new.ended = event.time }
    nodes[index].steps[step] = new
    if state == .running { endEarlier(than: step, index, at: event.time) }
    return FleetChange(
      subject: event.host, step: step, state: state, reason: reason,
      seconds: state == .running ? nil : seconds(new))
  }

  /// What an event says of its step: the new state, and why; nil where it says nothing.
  private func outcome(of event: FleetEvent) -> (Progress, String?)? {
    guard action.steps.contains(event.step) else { return nil }
    switch event.kind {
    case .unreachable: return (.unreachable, FailureReason.text(of: event))
    case .start: return (.running, nil)
    case .failed: return (.failed, FailureReason.text(of: event))
    // Its servers are up then, and nothing is measured yet.
    case .ok where event.step == "pairs" && event.task != Self.lastOfPairs: return nil
    case .ok:
      let isGood = event.code.map { (Self.goodCodes[event.step] ?? [0]).contains($0) } ?? true
      return isGood ? (.done, nil) : (.failed, FailureReason.text(of: event))
    case .ignored, .skipped, .item, .itemFailed, .stats, .end: return nil
    }
  }

  /// A task that was not for this node: there is nothing to install, and everything else was not begun.
  private mutating func skip(_ event: FleetEvent, _ index: Int) -> FleetChange? {
    guard nodes[index].steps[event.step]?.state == .running else { return nil }
    guard event.step == "install" else {
      nodes[index].steps[event.step] = nil
      return nil
    }
    nodes[index].steps[event.step] = Step(.done, ended: event.time)
    return FleetChange(subject: event.host, step: event.step, state: .done)
  }

  private mutating func applyPair(_ event: FleetEvent) -> FleetChange? {
    guard let name = event.item else { return nil }
    let isGood = event.kind == .item && (Self.goodCodes["pairs"] ?? []).contains(event.code ?? -1)
    let step = Step(
      isGood ? .done : .failed, reason: isGood ? nil : FailureReason.text(of: event), ended: event.time)
    guard pairs[name]?.state != step.state else { return nil }
    pairs[name] = step
    return FleetChange(subject: name, step: "pairs", state: step.state, reason: step.reason)
  }

  /// Steps that were running when a later one begins are done.
  private mutating func endEarlier(than step: String, _ index: Int, at time: Double) {
    for earlier in action.steps.prefix(while: { $0 != step })
    where nodes[index].steps[earlier]?.state == .running {
      nodes[index].steps[earlier]?.state = .done
      nodes[index].steps[earlier]?.ended = time
    }
  }

  /// Keeps what the role warns of, and what went wrong outside the steps: cleaning up decides nothing.
  private mutating func warn(_ event: FleetEvent, _ index: Int) {
    let words: String?
    switch event.kind {
    case .ok where event.step == Self.warningStep: words = event.message
    case .ok where event.step == "measure" && event.code ?? 0 == 0: words = FailureReason.own(event)
    case .ok where event.code == Self.needsReboot: words = FailureReason.own(event)
    case .failed, .unreachable:
      words = action.steps.contains(event.step) ? nil : "\(event.step): \(FailureReason.text(of: event))"
    default: words = nil
    }
    guard let words, !nodes[index].warnings.contains(words) else { return }
    nodes[index].warnings.append(words)
  }

  private func seconds(_ step: Step) -> Double? {
    guard let started = step.started, let ended = step.ended else { return nil }
    return max(0, ended - started)
  }

  /// What was at work when the play ended, by an interruption or a kill, waits again.
  mutating func stopped() {
    for index in nodes.indices {
      for (name, step) in nodes[index].steps where step.state == .running {
        nodes[index].steps[name] = step.started == nil ? nil : Step(.waiting)
      }
    }
  }

  /// What failed before is tried again.
  mutating func tryAgain() {
    for index in nodes.indices where nodes[index].steps["fetch"]?.state != .done { nodes[index].steps = [:] }
    for index in nodes.indices where nodes[index].steps["pairs"]?.state != .done {
      nodes[index].steps["pairs"] = nil
    }
    pairs = pairs.filter { $0.value.state == .done }
    finished = nil
  }
}
