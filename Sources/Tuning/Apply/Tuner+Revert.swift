extension Tuner {
  /// Takes back what is applied.
  ///
  /// - Parameters:
  ///   - profile: its name; nil for everything, the newest first.
  ///   - onlyLast: whether of several applies only the last one is taken back.
  ///   - force: whether values that somebody else put there give way.
  ///   - leaves: whether such values are left for good, and forgotten.
  /// - Throws: `TuningProblem.notApplied`; `TuningProblem` where nothing can be done.
  public func revert(
    _ profile: String?, onlyLast: Bool = false, force: Bool = false, leaves: Bool = false
  ) throws -> Report {
    try withJournals { journals in
      var chosen = journals.filter { profile == nil || $0.state.profile == profile }
      if chosen.isEmpty, let profile { throw TuningProblem.notApplied(profile) }
      if onlyLast { chosen = chosen.suffix(1) }
      return try revert(chosen, of: journals, action: "revert", force: force, leaves: leaves)
    }
  }

  /// Takes back what was interrupted, or not confirmed in time.
  ///
  /// - Returns: what became of every setting; without steps where there was nothing to do.
  public func recover() throws -> Report {
    try withJournals { journals in
      let guards = try journals.flatMap { try dropBootGuard($0, action: "recover") }
      var report = try revert(journals.filter { pending($0.state) != nil }, of: journals, action: "recover")
      report.steps = guards + report.steps
      return report
    }
  }

  /// What a guard does at its deadline: takes an apply back unless it was confirmed, or is gone.
  ///
  /// - Parameters:
  ///   - number: of the apply.
  ///   - deadline: which tells it from a later apply that was given the same number.
  public func revertUnlessConfirmed(_ number: Int, until deadline: Double) throws -> Report {
    try withJournals { journals in
      let chosen = journals.filter { $0.number == number && $0.state.confirmBy == deadline }
      return try revert(chosen, of: journals, action: "recover")
    }
  }

  /// Says that what is applied may stay.
  ///
  /// - Parameter profile: its name; nil for all that wait for it.
  /// - Returns: the names of the profiles that were confirmed.
  /// - Throws: `TuningProblem` where the deadline is over, or nothing waits.
  public func confirm(_ profile: String?) throws -> [String] {
    try withJournals { journals in
      let waiting = journals.filter {
        $0.state.confirmBy != nil && (profile == nil || $0.state.profile == profile)
      }
      if let reason = waiting.lazy.compactMap({ pending($0.state) }).first {
        throw TuningProblem.pending(reason)
      }
      if waiting.isEmpty { throw TuningProblem.notWaiting(profile) }
      for journal in waiting {
        try journal.add(.confirmed)
        try journal.sync()
      }
      for journal in waiting {
        let left = try dropBootGuard(journal, action: "confirm").filter {
          Self.settlement($0.outcome, leaves: false) == nil
        }
        if let left = left.first {
          throw TuningProblem.state(
            "\(journal.state.profile) is confirmed, but of its boot guard /\(left.key.name) stays; see: "
              + "assay tune recover")
        }
      }
      return waiting.map(\.state.profile)
    }
  }

  /// - Parameter isEarly: as of `undo`.
  func revert(
    _ chosen: [Journal], of all: [Journal], action: String, force: Bool = false, leaves: Bool = false,
    isEarly: Bool = false
  ) throws -> Report {
    guard !chosen.isEmpty else { return Report() }
    let log = try TuningLog(state)
    var report = Report()
    for journal in chosen.reversed() {
      let above = all.filter { $0.number > journal.number && !$0.isRemoved }
      report.add(
        try undo(
          journal, log, action: action, interrupted: journal.state.interrupted, above: above, force: force,
          leaves: leaves, isEarly: isEarly))
    }
    return report
  }
}
