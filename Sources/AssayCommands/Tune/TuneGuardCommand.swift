internal import ArgumentParser
internal import Platform
internal import Tuning

/// `assay tune guard`: what waits for a confirmation and reverts where none comes. Started by `apply`, and with `--boot`
/// by the unit that `apply` writes, not by people.
struct TuneGuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Reverts an apply at a deadline unless it was confirmed.",
    shouldDisplay: false)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @Argument(help: "The number of the apply.") var number: Int
  @Argument(help: "Seconds since the boot.") var deadline: Double?
  @Flag(help: "Take back at once what was not confirmed before this boot, or begin its trial.") var boot =
    false

  /// Between two looks at a lock that somebody else has.
  private static let lockPause = 0.1
  /// Between two looks at whether anything is left to wait for.
  private static let look = 1.0

  func validate() throws {
    if boot == (deadline != nil) { throw ValidationError("expected either a deadline or --boot") }
  }

  func run() throws {
    guard let deadline else { return try runAtBoot() }
    try wait(until: deadline)
  }

  // MARK: Until the deadline

  private func wait(until deadline: Double) throws {
    while BootClock.now() < deadline {
      BootClock.wait(until: min(deadline, BootClock.now() + Self.look))
      // With its journals gone there is nothing that it could take back.
      if try !Files.exists(state.path(machine)) { return }
      // Confirmed, or taken back by somebody. What cannot be read now is looked at again, at the latest at the deadline.
      if (try? state.tuner(machine, creating: false).isOnProbation(number, until: deadline)) == false {
        return
      }
    }
    let report = try whenUnlocked {
      try state.tuner(machine, creating: false).revertUnlessConfirmed(number, until: deadline)
    }
    if report.needsReboot { Console.error("not confirmed in time: taken back; \(TuneText.oldCommandLine)") }
    try end(report)
  }

  /// A guard that has done its work succeeded, whatever the next boot has to do with it.
  private func end(_ report: Tuner.Report) throws {
    if let code = TuneText.exitCode(report), code != .needsReboot { throw code }
  }

  private func whenUnlocked<Result>(_ body: () throws -> Result) throws -> Result {
    while true {
      do {
        return try body()
      } catch TuningProblem.locked {
        Clock.pause(Self.lockPause)
      }
    }
  }

  // MARK: At a boot

  private func runAtBoot() throws {
    let result = try whenUnlocked {
      try state.tuner(machine, creating: false).boot(number) { deadline in
        // As a process of this service, which systemd lets go on: its timers do not run yet.
        try Self.startProcess(machine, state, number: number, deadline: deadline)
      }
    }
    switch result {
    case .nothingToDo: return
    case .trial(let profile, let seconds):
      Console.output(
        "this boot is the trial of \(profile): it is taken back in \(Int(seconds.rounded(.up))) s unless: "
          + "assay tune confirm")
    case .takenBack(let profile, let reason, let report):
      Console.output(
        (["\(profile) is taken back: \(reason)"] + TuneText.lines(report.steps)).joined(separator: "\n"))
      if report.needsReboot { Console.output(TuneText.oldCommandLine) }
      TuneText.tellUnrecorded(report)
      try end(report)
    }
  }

  // MARK: Starting

  /// Starts one that outlives this command, its terminal and its login: under systemd where that runs, else as a process
  /// of a session of its own.
  static func start(
    _ machine: TuneMachineOptions, _ state: TuneStateOptions, number: Int, deadline: Double
  ) throws {
    guard machine.root == nil, Files.exists("/run/systemd/system"), let program = CurrentProcess.executable
    else {
      return try startProcess(machine, state, number: number, deadline: deadline)
    }
    let seconds = max(0, deadline - BootClock.now())
    let result = try HelperProgram.run(
      "/usr/bin/systemd-run",
      [
        "--quiet", "--collect", "--unit=assay-guard-\(number)-\(Int(deadline * 1_000))",
        "--on-active=\(seconds)s",
        "--timer-property=AccuracySec=100ms",
        program,
      ] + words(machine, state, ["\(number)", "\(deadline)"]), timeout: 10)
    guard result.status == 0 else {
      throw CommandFailure(
        "systemd-run, which keeps the guard, ended with \(result.status): \(result.output)")
    }
  }

  private static func startProcess(
    _ machine: TuneMachineOptions, _ state: TuneStateOptions, number: Int, deadline: Double
  ) throws {
    try DetachedProcess.startSelf(
      words(machine, state, ["\(number)", "\(deadline)"]), errors: "\(state.path(machine))/guard.log")
  }

  /// What the unit of a boot guard runs.
  static func bootCommand(
    _ machine: TuneMachineOptions, _ state: TuneStateOptions, number: Int
  ) throws -> [String] {
    guard let program = CurrentProcess.executable, Files.exists(program) else {
      throw CommandFailure("the tool's own file is not there any more; run it anew")
    }
    return [program] + (try words(machine, state, ["--boot", "\(number)"]))
  }

  private static func words(
    _ machine: TuneMachineOptions, _ state: TuneStateOptions, _ more: [String]
  ) throws -> [String] {
    let isOwnTool = CurrentProcess.executable?.hasSuffix("/assay-tune") ?? false
    return (isOwnTool ? [] : ["tune"]) + ["guard"] + (try state.arguments(machine)) + more
  }
}
