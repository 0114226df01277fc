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

  /// Writes what the plans of some profiles say, one after the other: all of it, or nothing.
  ///
  /// The old values are durable before the first write. Each value is read back and compared by its type, and once more
  /// when all of a profile are written; the first that is not as wanted takes everything back.
  ///
  /// - Parameters:
  ///   - sources: the profiles, or what stands for them.
  ///   - probation: nil to need no confirmation.
  ///   - persists: whether the plan's files repeat its settings at every boot.
  ///   - makePlan: makes the plan of one profile with the lock held: nobody changes anything between plan and apply.
  /// - Throws: `TuningProblem` when nothing is changed; `ApplyFailure`.
  public func apply<Source>(
    _ sources: [Source], probation: Probation? = nil, persists: Bool = false,
    _ makePlan: (Source) throws -> TuningPlan
  ) throws -> Applied {
    try withJournals { journals in
      if let reason = journals.lazy.compactMap({ pending($0.state) }).first {
        throw TuningProblem.pending(reason)
      }
      var made: [Made] = []
      var awaitsReboot = false
      do {
        for source in sources {
          let plan = try makePlan(source)
          awaitsReboot = awaitsReboot || plan.awaitsReboot
          let below = journals + made.map(\.journal)
          if let one = try apply(plan, over: below, probation, persists: persists) { made.append(one) }
        }
      } catch {
        throw try takenBack(made, after: error)
      }
      let steps = made.flatMap(\.steps)
      return steps.isEmpty && !awaitsReboot ? .nothingToDo : .done(steps, needsReboot: awaitsReboot)
    }
  }

  /// A profile that was applied.
  private struct Made {
    let journal: Journal
    let log: TuningLog
    let steps: [Step]
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

  /// Applies one plan.
  ///
  /// - Returns: nil where nothing is to be done.
  private func apply(
    _ plan: TuningPlan, over below: [Journal], _ probation: Probation?, persists: Bool
  ) throws -> Made? {
    let wanted = try intents(of: plan, over: below, persists: persists)
    guard !wanted.isEmpty, let source = plan.profiles.last else { return nil }
    let number = try state.nextNumber()
    let changes =
      try bootGuard(of: plan, number, probation).map { try record($0, isRepeated: false) } + wanted
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
      log = try TuningLog(state, reserving: entries, times: 2)
      if let probation, let deadline { try probation.startGuard(journal.number, deadline) }
    } catch {
      try journal.remove()
      throw TuningProblem.state("nothing was changed: \(error)")
    }
    var forced: [SettingKey: String] = [:]
    for (number, change) in changes.enumerated() {
      do {
        let written = try write(change, forced: forced[change.key])
        if written != change { try journal.add(.rebased(number, written)) }
        for moved in written.moved { forced[moved.key] = moved.forced ?? forced[moved.key] }
        try journal.add(.done(number))
        if change.isHeld { continue }
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
    var last = changes[changes.count - 1]
    do {
      if let undone = firstUndone(changes) {
        last = undone.change
        throw undone.error
      }
      try journal.add(.applied)
      try journal.sync()
      try log.sync()
    } catch {
      throw ApplyFailure(
        key: last.key, reason: "\(error)", report: try undo(journal, log, action: "undo", interrupted: nil))
    }
    let steps = changes.map { Step(source.name, $0, $0.isHeld ? .held : .applied) }
    return Made(journal: journal, log: log, steps: steps)
  }

  /// Takes back the profiles before one that could not be applied.
  ///
  /// - Returns: the error to throw, which tells what became of all of them.
  private func takenBack(_ made: [Made], after error: any Error) throws -> any Error {
    let failure = error as? ApplyFailure
    var report = failure?.report ?? Report()
    for one in made.reversed() {
      report.add(try undo(one.journal, one.log, action: "undo", interrupted: nil))
    }
    if let failure { return ApplyFailure(key: failure.key, reason: failure.reason, report: report) }
    guard let left = (report.failures + report.conflicts).first else { return error }
    return ApplyFailure(key: left.key, reason: "\(error)", report: report)
  }
}
