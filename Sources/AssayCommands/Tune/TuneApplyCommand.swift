internal import ArgumentParser
internal import Platform
internal import Tuning

/// `assay tune apply`: all of a profile, verified, or nothing.
struct TuneApplyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Writes what the plan says, reads it back, and takes all of it back where one setting fails.",
    discussion: """
      The old values are on the disk before the first write: a kill -9 or a crash is undone by assay tune recover.

      Example:
        assay tune apply Profiles/kvm-host.yaml
        assay tune apply Profiles/kvm-latency.yaml --confirm-within 60s
        assay tune apply kvm-host --persist
      """)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @OptionGroup var profiles: ProfileOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help:
      "Revert by itself unless assay tune confirm comes within this time: 60s, 5m. A reboot is no confirmation.",
    transform: ArgumentText.seconds)
  var confirmWithin: Double?

  @Flag(
    help: "Also write files (sysctl.d, tmpfiles.d, systemd drop-ins) that repeat the settings at every boot.")
  var persist = false

  @Flag(help: "Show the plan and change nothing.") var dryRun = false

  func run() throws {
    let planning = try TunePlanning(profiles, machine, writes: !dryRun)
    if dryRun { return try planning.showPlan(output, persists: persist) }
    // All together first: profiles that contradict one another are refused before anything is changed.
    var plan = planning.profiles.count > 1 ? try planning.plan(planning.profiles, persists: persist) : nil
    let tuner = try state.tuner(machine, creating: true)
    let applied: Tuner.Applied
    do {
      applied = try tuning {
        try tuner.apply(planning.profiles, probation: probation, persists: persist) { profile in
          let own = try planning.plan([profile], persists: persist)
          if plan == nil { plan = own }
          return own
        }
      }
    } catch let failure as Tuner.ApplyFailure {
      throw try end(failure)
    }
    guard case .done(let steps, let needsReboot) = applied else {
      return try show([], plan, needsReboot: false)
    }
    try show(steps, plan, needsReboot: needsReboot)
    if needsReboot { throw ExitCode.needsReboot }
  }

  private var probation: Tuner.Probation? {
    confirmWithin.map { seconds in
      Tuner.Probation(
        seconds: seconds,
        startGuard: { [machine, state] number, deadline in
          try TuneGuardCommand.start(machine, state, number: number, deadline: deadline)
        },
        bootCommand: { [machine, state] number in
          try TuneGuardCommand.bootCommand(machine, state, number: number)
        })
    }
  }

  private func show(_ steps: [Tuner.Step], _ plan: TuningPlan?, needsReboot: Bool) throws {
    let overReboot = confirmWithin == nil || steps.isEmpty ? nil : plan?.overReboot
    let notPersisted = plan?.notPersisted ?? []
    if output.json {
      let document = TuneDocument(
        action: "apply", steps: steps, notPersisted: persist ? notPersisted : nil, overReboot: overReboot
      )
      return try document.write()
    }
    if output.quiet { return }
    if steps.isEmpty {
      Console.output("everything is so already; nothing was changed")
    } else {
      let changed = steps.count { $0.outcome == .applied }
      let count = changed == 1 ? "1 setting" : "\(changed) settings"
      Console.output((["\(count) applied and read back"] + TuneText.lines(steps)).joined(separator: "\n"))
    }
    if !notPersisted.isEmpty {
      let lines = notPersisted.map { "  \($0.key): \($0.reason)" }
      Console.output((["not set again at boot:"] + lines).joined(separator: "\n"))
    }
    if !steps.isEmpty, let confirmWithin {
      Console.output("reverts by itself in \(Int(confirmWithin)) s unless: assay tune confirm")
    }
    if let overReboot { Console.output(overReboot.sentence) }
    if needsReboot { Console.output("a reboot is needed for some of it to take effect") }
  }

  /// Says what failed and what is left of it, and gives the exit code.
  private func end(_ failure: Tuner.ApplyFailure) throws -> ExitCode {
    let report = failure.report
    let left = report.failures + report.conflicts
    Console.error("assay: \(failure.key): \(failure.reason)")
    if output.json {
      try TuneDocument(
        action: "apply", steps: report.steps, failure: .init(key: failure.key, reason: failure.reason),
        unrecorded: report.unrecorded
      ).write()
    } else if left.isEmpty {
      Console.error("nothing was applied: everything is as it was")
    } else {
      Console.error((["still changed:"] + TuneText.lines(left)).joined(separator: "\n"))
    }
    TuneText.tellUnrecorded(report)
    return left.isEmpty ? .applyFailed : .revertIncomplete
  }
}
