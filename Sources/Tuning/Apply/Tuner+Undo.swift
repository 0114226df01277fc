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
    func recording(_ body: () throws -> Void) {
      do { try body() } catch { report.unrecorded = report.unrecorded ?? "\(error)" }
    }
    recording { try record(.reverting, in: journal) }
    func takeBackOne(_ number: Int, _ recorded: RecordedChange) throws -> Step.Outcome? {
      // In another boot the records that it was written may be lost; files tell by themselves.
      let wasWritten = isOtherBoot(journal) || number < firstUnwritten ?? .max
      var result: (outcome: Step.Outcome, former: String?) =
        if !wasWritten {
          (.restored, nil)
        } else if let theirs = conflictAround(recorded.key, report.conflicts) {
          (.conflict(theirs: theirs), nil)
        } else {
          try takeBack(
            recorded, of: journal, above,
            // A write that was cut short may have left what is neither the old value nor the new one.
            mayOverwrite: force || number == interrupted,
            wasCutShort: number == interrupted || number == journal.state.restoring
          ) { if !recorded.moved.isEmpty { recording { try journal.add(.restoring(number)) } } }
        }
      if isEarly, !recorded.survivesReboot, case .conflict = result.outcome {
        result.outcome = .gone(Self.goneWithBoot)
      }
      if result.outcome == .restored, isOnRunningCommandLine(recorded) { report.needsReboot = true }
      if let settlement = Self.settlement(result.outcome, leaves: leaves) {
        recording {
          if journal.state.phase == .reverting { try journal.add(.settled(number, settlement)) }
          if let former = result.former {
            try log.add(entry(action, journal.state.begin, recorded, old: former, new: recorded.old))
          }
        }
      }
      // What was never written, or only held, is as it was.
      return wasWritten && !(recorded.isHeld && result.outcome == .restored) ? result.outcome : nil
    }
    var failed: [(number: Int, step: Int)] = []
    for (number, change) in journal.state.changes.enumerated().reversed() where change.isOpen {
      guard let outcome = try takeBackOne(number, change.recorded) else { continue }
      report.steps.append(Step(journal.state.profile, change.recorded, outcome))
      if case .failed = outcome { failed.append((number, report.steps.count - 1)) }
    }
    // What the kernel refused may be allowed now that the settings before it are back.
    for (number, step) in failed where failed.count < report.steps.count {
      let recorded = journal.state.changes[number].recorded
      if let outcome = try takeBackOne(number, recorded) { report.steps[step].outcome = outcome }
    }
    // The log first: an undo that the log does not know can be repeated, one whose journal is gone cannot.
    recording { try log.sync() }
    if report.steps.allSatisfy({ Self.settlement($0.outcome, leaves: leaves) != nil }) {
      try journal.remove()
    }
    return report
  }

  private static let goneWithBoot = "the reboot took it along"

  /// Whether words that a change added to the command line are those of the running kernel.
  private func isOnRunningCommandLine(_ change: RecordedChange) -> Bool {
    func words(_ text: String) -> Set<Substring> { Set(text.split(whereSeparator: \.isWhitespace)) }
    guard change.key.kind == BootKind.name, let running = kinds.root.text("proc/cmdline") else {
      return false
    }
    return !words(change.new).subtracting(words(change.old)).isDisjoint(with: words(running))
  }

  /// A control group with a value of somebody else is left whole, with those above it: emptied or removed it would lose
  /// that value all the same.
  ///
  /// - Returns: what the setting is now; nil where it is not part of such a group.
  private func conflictAround(_ key: SettingKey, _ conflicts: [Step]) -> String? {
    guard key.kind == ControlGroupKind.name else { return nil }
    func group(_ key: SettingKey) -> [Substring] {
      ControlGroupKind.controller(of: key.name) == nil ? key.parts : key.parts.dropLast()
    }
    let isInside = conflicts.contains { $0.key.kind == key.kind && group($0.key).starts(with: group(key)) }
    return isInside ? try? kinds.read(key) : nil
  }

  private func isOtherBoot(_ journal: Journal) -> Bool { journal.state.begin.boot != boot }

  /// Takes one change back, or hands it over.
  ///
  /// - Returns: what came of it, and the value that gave way, if one did.
  func takeBack(
    _ change: RecordedChange, of journal: Journal, _ above: [Journal], mayOverwrite: Bool, wasCutShort: Bool,
    willWrite: () -> Void
  ) throws -> (outcome: Step.Outcome, former: String?) {
    if isOtherBoot(journal) && !change.lasts { return (.gone(Self.goneWithBoot), nil) }
    do {
      if try handOver(change, above) { return (.handedOver, nil) }
    } catch let error as SettingError {
      return (.failed(error.description), nil)
    }
    // The profile below has it, and knows what was before.
    if change.isHeld { return (.restored, nil) }
    return
      switch TakingBack(kinds: kinds).takeBack(
        change, mayOverwrite: mayOverwrite, wasCutShort: wasCutShort, willWrite: willWrite)
    {
    case .restored(let former): (.restored, former)
    case .gone(let reason): (.gone(reason), nil)
    case .conflict(let theirs): (.conflict(theirs: theirs), nil)
    case .failed(let reason): (.failed(reason), nil)
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
    case .failed, .applied, .held: nil
    }
  }

  /// Gives the old values of a setting to the profile that was applied over it next, whose old values they become.
  ///
  /// One that never wrote the setting, or whose writes a boot took along, gives nothing back and gets nothing.
  ///
  /// - Returns: whether there is one.
  func handOver(_ change: RecordedChange, _ above: [Journal]) throws -> Bool {
    for (index, journal) in above.enumerated() {
      let unwritten = isOtherBoot(journal) ? nil : journal.state.interrupted.map { $0 + 1 }
      for (number, other) in journal.state.changes.enumerated().prefix(unwritten ?? .max)
      where other.isOpen && change.keys.isSubset(of: other.recorded.keys) {
        if isOtherBoot(journal), !other.recorded.lasts { continue }
        let rebased = other.recorded.rebased(onto: change)
        if rebased != other.recorded {
          try journal.add(.rebased(number, rebased))
          try journal.sync()
        }
        try layAnew(rebased, without: change, above[(index + 1)...])
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
    if let own { result.new = OwnPart.laid(own, over: result.old, type: type) }
    for index in coupled.indices {
      result.coupled[index].old = olds[coupled[index].key] ?? coupled[index].old
    }
    return result
  }
}
