internal import Platform

extension Tuner {
  /// What an apply of a plan records before it writes anything: first what it only holds, then what it changes.
  ///
  /// - Parameters:
  ///   - below: the journals that are there, the oldest first.
  ///   - persists: whether files of the plan repeat its settings at every boot.
  func intents(of plan: TuningPlan, over below: [Journal], persists: Bool) throws -> [RecordedChange] {
    let notRepeated = Set(plan.notPersisted.map(\.key))
    func isRepeated(_ change: PlannedChange) throws -> Bool {
      let kind = type(of: try kinds.kind(of: change.key))
      return persists && !kind.takesEffectAtBoot && !notRepeated.contains(change.key.description)
    }
    for change in plan.all where try isRepeated(change) { try checkBoot(change, over: below) }
    let held = plan.fulfilled.filter { isHeld($0, over: below, persists: persists) }
    return try (held + plan.all).map { try record($0, isRepeated: try isRepeated($0)) }
  }

  /// Two profiles whose files set one thing to two values: which file is read last would decide, not which profile was
  /// applied last.
  private func checkBoot(_ planned: PlannedChange, over below: [Journal]) throws(TuningProblem) {
    for journal in below where journal.state.profile != planned.profile {
      let other = journal.state.changes.first {
        $0.isOpen && $0.recorded.isRepeated && $0.recorded.key == planned.key
          && $0.recorded.new != planned.wanted
      }
      guard let other else { continue }
      throw .pending(
        "\(planned.key): the files of \(journal.state.profile) set it to \(other.recorded.new) at every boot, "
          + "those of \(planned.profile) would set it to \(planned.wanted); first: assay tune revert "
          + "\(journal.state.profile), or leave --persist out")
    }
  }

  /// Whether a profile below has a setting that is as this one wants it: it must stay when that one is reverted.
  private func isHeld(_ planned: PlannedChange, over below: [Journal], persists: Bool) -> Bool {
    let keys = Set([planned.key] + planned.coupled.map(\.key))
    let owners = below.filter { journal in
      journal.state.changes.contains { $0.isOpen && !$0.recorded.keys.isDisjoint(with: keys) }
    }
    // Its own: an apply of what is applied changes nothing, unless it is to last from now on.
    let isOwn = owners.contains {
      $0.state.profile == planned.profile && (!persists || $0.state.begin.persists)
    }
    return !owners.isEmpty && !isOwn
  }

  /// What is recorded of a planned change; it must be possible to write the old value again.
  func record(_ planned: PlannedChange, isRepeated: Bool) throws -> RecordedChange {
    let kind = try kinds.kind(of: planned.key)
    func recorded(_ settings: [PlannedChange.CoupledSetting]) -> [RecordedChange.Coupled] {
      settings.map { RecordedChange.Coupled(key: $0.key, type: $0.type, old: $0.current) }
    }
    let (coupled, moved) = (recorded(planned.coupled), recorded(planned.moved))
    for (key, type, old) in [(planned.key, planned.type, planned.current)]
      + (coupled + moved).map({ ($0.key, $0.type, $0.old) })
    {
      do {
        _ = try SettingValue(kernel: old, type: type)
      } catch {
        throw TuningProblem.state("\(key): its present value could not be written again: \(error)")
      }
    }
    return RecordedChange(
      key: planned.key, type: planned.type, old: planned.current, new: planned.wanted, coupled: coupled,
      moved: moved, device: planned.device, survivesReboot: type(of: kind).survivesReboot,
      isRepeated: isRepeated, own: planned.own)
  }
}
