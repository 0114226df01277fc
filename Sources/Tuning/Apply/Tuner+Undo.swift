internal import Host
internal import Platform

extension Tuner {
  /// Takes back every open change of a journal, the last one first, and removes the journal when nothing is left.
  ///
  /// It may be called again after it was interrupted at any point: what is back already is seen to be so.
  ///
  /// - Parameters:
  ///   - interrupted: the change whose write may have been cut short, so that what is there now, whatever it is, is
  ///     ours; those behind it were never written.
  ///   - above: journals that were applied later, the oldest first: their settings are theirs.
  ///   - force: whether somebody else's values give way.
  ///   - leaves: whether somebody else's values are left for good.
  ///   - isEarly: whether the boot has not yet set what its files say, so that a value that is not ours is what the
  ///     kernel began with.
  func undo(
    _ journal: Journal, _ log: TuningLog, action: String, interrupted: Int?, above: [Journal] = [],
    force: Bool = false, leaves: Bool = false, isEarly: Bool = false
  ) throws -> Report {
    var report = Report()
    let firstUnwritten = journal.state.interrupted.map { interrupted == $0 ? $0 + 1 : $0 }
    let isResumed = journal.state.phase == .reverting
    let isOtherBoot = journal.state.begin.boot != boot
    func recording(_ body: () throws -> Void) {
      do { try body() } catch { report.unrecorded = report.unrecorded ?? "\(error)" }
    }
    recording { try record(.reverting, in: journal) }
    for (number, change) in journal.state.changes.enumerated().reversed() where change.isOpen {
      let recorded = change.recorded
      // In another boot the records that it was written may be lost; files tell by themselves.
      let wasWritten = isOtherBoot || number < firstUnwritten ?? .max
      var outcome =
        try wasWritten
        ? outcome(
          of: recorded, above,
          isGone: isOtherBoot && !recorded.survivesReboot && !journal.state.begin.persists,
          // A write that was cut short may have left what is neither the old value nor the new one.
          mayOverwrite: force || number == interrupted,
          wasCutShort: number == interrupted || isResumed)
        : .restored
      if isEarly, !recorded.survivesReboot, case .conflict = outcome { outcome = Self.goneWithBoot }
      if outcome == .restored, runs(recorded) { report.needsReboot = true }
      if wasWritten {
        report.steps.append(Step(journal.state.profile, recorded, outcome))
      }
      guard let settlement = Self.settlement(outcome, leaves: leaves) else { continue }
      recording {
        if journal.state.phase == .reverting { try journal.add(.settled(number, settlement)) }
        if settlement == .restored, wasWritten {
          try log.add(entry(action, journal.state.begin, recorded, old: recorded.new, new: recorded.old))
        }
      }
    }
    // The log first: an undo that the log does not know can be repeated, one whose journal is gone cannot.
    recording { try log.sync() }
    if report.steps.allSatisfy({ Self.settlement($0.outcome, leaves: leaves) != nil }) {
      try journal.remove()
    }
    return report
  }

  private static let goneWithBoot = Step.Outcome.gone("the reboot took it along")

  /// Whether the kernel was started with words that a change added.
  private func runs(_ change: RecordedChange) -> Bool {
    guard change.key.kind == BootKind.name, let line = kinds.root.text("proc/cmdline") else { return false }
    let added = Set(change.new.split(separator: " ")).subtracting(change.old.split(separator: " "))
    return !added.isDisjoint(with: line.split(whereSeparator: \.isWhitespace))
  }

  func outcome(
    of change: RecordedChange, _ above: [Journal], isGone: Bool, mayOverwrite: Bool,
    wasCutShort: Bool
  ) throws -> Step.Outcome {
    if isGone { return Self.goneWithBoot }
    if try handOver(change, above) { return .handedOver }
    return
      switch TakingBack(kinds: kinds).takeBack(
        change, mayOverwrite: mayOverwrite, wasCutShort: wasCutShort)
    {
    case .restored: .restored
    case .gone(let reason): .gone(reason)
    case .conflict(let theirs): .conflict(theirs: theirs)
    case .failed(let reason): .failed(reason)
    }
  }

  private func record(_ record: JournalRecord, in journal: Journal) throws {
    if journal.state.phase == .reverting { return }
    try journal.add(record)
    try journal.sync()
  }

  static func settlement(_ outcome: Step.Outcome, leaves: Bool) -> JournalRecord.Settlement? {
    switch outcome {
    case .restored: .restored
    case .gone: .gone
    case .handedOver: .handedOver
    case .conflict: leaves ? .left : nil
    case .failed, .applied: nil
    }
  }

  /// Gives the old values of a setting to the profile that was applied over it next, whose old values they become.
  ///
  /// - Returns: whether there is one.
  private func handOver(_ change: RecordedChange, _ above: [Journal]) throws -> Bool {
    for journal in above {
      for (number, other) in journal.state.changes.enumerated()
      where other.isOpen && !other.recorded.keys.isDisjoint(with: change.keys) {
        let rebased = other.recorded.rebased(onto: change)
        if rebased != other.recorded {
          try journal.add(.rebased(number, rebased))
          try journal.sync()
        }
        return true
      }
    }
    return false
  }
}

extension RecordedChange {
  /// The same change with what another one below it found, where both are about the same settings.
  func rebased(onto below: RecordedChange) -> RecordedChange {
    let olds = Dictionary(
      [(below.key, below.old)] + below.coupled.map { ($0.key, $0.old) },
      uniquingKeysWith: { first, _ in first })
    var result = self
    result.old = olds[key] ?? old
    for index in coupled.indices {
      result.coupled[index].old = olds[coupled[index].key] ?? coupled[index].old
    }
    return result
  }
}
