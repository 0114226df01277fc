internal import Platform

extension Tuner {
  /// What came of applying a plan.
  public enum Applied: Sendable, Equatable {
    /// Everything was so already.
    case nothingToDo
    /// What was written, and whether some of it takes a reboot to be seen.
    case done([Step], needsReboot: Bool)
  }

  /// An apply that went wrong in the middle: everything was taken back, as far as the report says.
  public struct ApplyFailure: Error, Sendable, CustomStringConvertible {
    /// The setting that could not be changed.
    public let key: SettingKey
    /// Why.
    public let reason: String
    /// What became of the settings before it.
    public let report: Report

    /// One line.
    public var description: String {
      let left = (report.failures + report.conflicts).map(\.key.description)
      let rest = left.isEmpty ? "everything is as it was" : "still changed: \(left.joined(separator: ", "))"
      return "\(key): \(reason); \(rest)"
    }
  }

  /// How an apply is watched until it is confirmed.
  public struct Probation: Sendable {
    /// Seconds.
    public var seconds: Double
    /// Starts what reverts at the deadline even if this process is killed; gets the apply's number and the deadline in
    /// seconds since the boot. Nothing was written yet; what it throws ends the apply.
    public var startGuard: @Sendable (_ number: Int, _ deadline: Double) throws -> Void
    /// What a boot guard of the apply of that number runs, the program's full path first; nil for no boot guard.
    public var bootCommand: (@Sendable (_ number: Int) throws -> [String])?

    /// A time and a guard.
    public init(
      seconds: Double, startGuard: @escaping @Sendable (Int, Double) throws -> Void,
      bootCommand: (@Sendable (Int) throws -> [String])? = nil
    ) {
      self.seconds = seconds
      self.startGuard = startGuard
      self.bootCommand = bootCommand
    }
  }

  /// Writes what a plan of one profile says: all of it, or nothing.
  ///
  /// The old values are durable before the first write. Each value is read back and compared by its type; the first that
  /// is not as wanted takes everything back.
  ///
  /// - Parameters:
  ///   - probation: nil to need no confirmation.
  ///   - persists: whether the plan's files repeat its settings at every boot.
  ///   - makePlan: makes the plan with the lock held: nobody changes anything between plan and apply.
  /// - Throws: `TuningProblem` before anything was changed; `ApplyFailure`.
  public func apply(
    probation: Probation? = nil, persists: Bool = false, _ makePlan: () throws -> TuningPlan
  ) throws -> Applied {
    try withJournals { journals in
      if let reason = journals.lazy.compactMap({ pending($0.state) }).first {
        throw TuningProblem.pending(reason)
      }
      var plan = try makePlan()
      guard !plan.all.isEmpty, let source = plan.profiles.last else { return .nothingToDo }
      let number = try state.nextNumber()
      plan.changes.insert(contentsOf: try bootGuard(of: plan, number, probation), at: 0)
      let changes = try plan.all.map(record)
      let deadline = probation.map { BootClock.now() + $0.seconds }
      let begin = JournalRecord.Begin(
        profile: source.name, path: source.path, hash: source.hash, boot: boot, started: Timestamp.now(),
        user: Self.loginUser, changes: changes.count, confirmBy: deadline,
        confirmWithin: probation?.seconds, persists: persists)
      let journal = try state.newJournal(number, begin, changes)
      let log: TuningLog
      do {
        // Taking everything back is logged as well.
        let entries = changes.map { entry("revert", begin, $0, old: $0.old, new: $0.new) }
        log = try TuningLog(state, reserving: entries + entries)
        if let probation, let deadline { try probation.startGuard(journal.number, deadline) }
      } catch {
        try journal.remove()
        throw TuningProblem.state("nothing was changed: \(error)")
      }
      for (number, change) in changes.enumerated() {
        do {
          try write(change)
          try journal.add(.done(number))
          if change.survivesReboot { try journal.sync() }
          try log.add(entry("apply", begin, change, old: change.old, new: change.new))
        } catch {
          // Who came before our write keeps what is there; a write that failed may have left anything.
          let wasWritten = !(error is ChangedMeanwhile)
          throw ApplyFailure(
            key: change.key, reason: "\(error)",
            report: try undo(journal, log, action: "undo", interrupted: wasWritten ? number : nil))
        }
      }
      do {
        try journal.add(.applied)
        try journal.sync()
        try log.sync()
      } catch {
        let last = changes[changes.count - 1]
        throw ApplyFailure(
          key: last.key, reason: "\(error)", report: try undo(journal, log, action: "undo", interrupted: nil))
      }
      let steps = changes.map { Step(source.name, $0, .applied) }
      return .done(steps, needsReboot: !plan.needsReboot.isEmpty)
    }
  }

  /// The boot guard's files, where there is something that a boot would have to take back.
  private func bootGuard(
    of plan: TuningPlan, _ number: Int, _ probation: Probation?
  ) throws -> [PlannedChange] {
    guard let command = probation?.bootCommand, let promise = BootGuard.promise(of: plan, kinds),
      promise != .byHand
    else { return [] }
    do {
      return try BootGuard.changes(
        number, command: try command(number), profile: plan.profiles.last?.name ?? "", kinds)
    } catch {
      throw TuningProblem.state("nothing was changed, because no boot guard can be made: \(error)")
    }
  }

  /// What is recorded of a planned change; it must be possible to write the old value again.
  private func record(_ planned: PlannedChange) throws -> RecordedChange {
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
      moved: moved,
      device: planned.device, survivesReboot: type(of: kind).survivesReboot)
  }

  /// The kernel took a value for another.
  private struct NotAsWanted: Error, CustomStringConvertible {
    let description: String
  }

  /// Somebody was there between the plan and the write, which was not made.
  private struct ChangedMeanwhile: Error, CustomStringConvertible {
    let description: String
  }

  /// Writes one value and reads it back.
  ///
  /// - Throws: `ChangedMeanwhile`, before the write; anything else when it may have been made.
  private func write(_ change: RecordedChange) throws {
    let before = try kinds.read(change.key)
    guard try SettingValue(kernel: change.old, type: change.type).matches(kernel: before) else {
      throw ChangedMeanwhile(description: "somebody changed it meanwhile, from \(change.old) to \(before)")
    }
    let moved = try MovedSettings(of: change, kinds)
    try kinds.write(change.key, change.new)
    try moved.putBack()
    let after = try kinds.read(change.key)
    guard try SettingValue(wanted: change.new, type: change.type).matches(kernel: after) else {
      throw NotAsWanted(description: "it was given \(change.new) and reads \(after)")
    }
  }
}
