internal import Platform

extension Tuner {
  /// What a boot guard did.
  public enum BootRun: Sendable, Equatable {
    /// Nothing waits to be confirmed.
    case nothingToDo
    /// This boot is the trial of a profile: so many seconds to confirm it.
    case trial(profile: String, seconds: Double)
    /// Everything was taken back, and why.
    case takenBack(profile: String, reason: String, Report)
  }

  /// What the boot guard of an apply does, before files that are read at boot take effect.
  ///
  /// Not confirmed before the machine went down is not confirmed: everything is taken back. But an apply that changes the
  /// kernel's command line could not be judged before this boot: it gets its time again, once. When that boot goes down
  /// unconfirmed as well, the next one takes the words back, and the one after it is without them.
  ///
  /// - Parameters:
  ///   - number: the apply's.
  ///   - startGuard: starts what reverts at a deadline in seconds since the boot; where it throws there is no trial.
  /// - Throws: `TuningProblem`.
  public func boot(_ number: Int, startGuard: (_ deadline: Double) throws -> Void) throws -> BootRun {
    try withJournals { journals in
      guard let journal = journals.first(where: { $0.number == number }) else { return .nothingToDo }
      let state = journal.state
      if state.isConfirmed, state.phase == .applied {
        _ = try dropBootGuard(journal, action: "recover")
        return .nothingToDo
      }
      // In the boot of the apply the first guard waits.
      if state.begin.boot == boot { return .nothingToDo }
      var reason = "it was not confirmed before the machine went down"
      do {
        if let trial = try trial(journal, startGuard) { return trial }
      } catch {
        // Unguarded it would stay for good.
        reason = "its trial has no guard: \(error)"
      }
      let report = try revert([journal], of: journals, action: "recover", isEarly: true)
      return .takenBack(profile: state.profile, reason: reason, report)
    }
  }

  /// Begins the trial of an apply, or goes on with it in the same boot; nil where it has none.
  ///
  /// - Throws: where no guard can be started, or the trial cannot be recorded.
  private func trial(_ journal: Journal, _ startGuard: (Double) throws -> Void) throws -> BootRun? {
    let state = journal.state
    let isNew = state.trial == nil
    guard state.phase == .applied, let seconds = state.begin.confirmWithin,
      isNew || state.trial?.boot == boot,
      state.changes.contains(where: { $0.isOpen && $0.recorded.key.kind == BootKind.name })
    else { return nil }
    let deadline = state.trial?.confirmBy ?? BootClock.now() + seconds
    try startGuard(deadline)
    if isNew {
      try journal.add(.trial(.init(boot: boot, confirmBy: deadline)))
      try journal.sync()
    }
    return .trial(profile: state.profile, seconds: max(0, deadline - BootClock.now()))
  }

  /// Removes the boot guard of what was confirmed; it may be called again after it was interrupted.
  ///
  /// - Returns: what became of its files; no steps where there were none.
  func dropBootGuard(_ journal: Journal, action: String) throws -> [Step] {
    let guards = journal.state.leftBootGuard
    if guards.isEmpty { return [] }
    let log = try TuningLog(state)
    var steps: [Step] = []
    for number in guards.reversed() {
      let change = journal.state.changes[number].recorded
      let outcome = try takeBack(change, of: journal, [], mayOverwrite: false, wasCutShort: false) {}.outcome
      steps.append(Step(journal.state.profile, change, outcome))
      guard let settlement = Self.settlement(outcome, leaves: false) else { continue }
      try journal.add(.settled(number, settlement))
      try log.add(entry(action, journal.state.begin, change, old: change.new, new: change.old))
    }
    try log.sync()
    try journal.sync()
    try removeIfSettled(journal)
    return steps
  }
}

extension JournalState {
  /// The numbers of the changes that made the boot guard of what is confirmed now, and needs none.
  var leftBootGuard: [Int] {
    guard isConfirmed, phase == .applied else { return [] }
    return changes.indices.filter { changes[$0].isOpen && BootGuard.owns(changes[$0].recorded.key) }
  }

  /// What a reboot makes of it while it is not confirmed; nil where that changes nothing.
  var overReboot: BootGuard.Promise? {
    let open = changes.filter(\.isOpen).map(\.recorded)
    guard confirmBy != nil, phase == .applied, open.contains(where: \.survivesReboot) else { return nil }
    guard open.contains(where: { BootGuard.owns($0.key) }) else { return .byHand }
    return trial == nil && open.contains { $0.key.kind == BootKind.name } ? .trial : .takenBack
  }
}
