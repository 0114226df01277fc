internal import ArgumentParser
internal import Platform
internal import Tuning

/// `assay tune guard`: what waits for a confirmation and reverts where none comes. Started by `apply`, not by people.
struct TuneGuardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guard", abstract: "Reverts an apply at a deadline unless it was confirmed.",
    shouldDisplay: false)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @Argument(help: "The number of the apply.") var number: Int
  @Argument(help: "Seconds since the boot.") var deadline: Double

  /// Between two looks at a lock that somebody else has.
  private static let lockPause = 0.1
  /// Between two looks at whether anything is left to wait for.
  private static let look = 1.0

  func run() throws {
    while BootClock.now() < deadline {
      BootClock.wait(until: min(deadline, BootClock.now() + Self.look))
      // With its journals gone there is nothing that it could take back.
      if try !Files.exists(state.path(machine)) { return }
      // Confirmed, or taken back by somebody. What cannot be read now is looked at again, at the latest at the deadline.
      if (try? state.tuner(machine, creating: false).isOnProbation(number)) == false { return }
    }
    while true {
      do {
        let report = try state.tuner(machine, creating: false).revertUnlessConfirmed(number)
        if let code = TuneText.exitCode(report) { throw code }
        return
      } catch TuningProblem.locked {
        Clock.pause(Self.lockPause)
      }
    }
  }

  /// Starts one that outlives this command, its terminal and its login: under systemd where that runs, else as a process
  /// of a session of its own.
  static func start(
    _ machine: TuneMachineOptions, _ state: TuneStateOptions, number: Int, deadline: Double
  ) throws {
    let isOwnTool = CurrentProcess.executable?.hasSuffix("/assay-tune") ?? false
    let words =
      try (isOwnTool ? [] : ["tune"]) + ["guard"] + state.arguments(machine) + ["\(number)", "\(deadline)"]
    guard machine.root == nil, Files.exists("/run/systemd/system"), let program = CurrentProcess.executable
    else {
      try DetachedProcess.startSelf(words, errors: "\(state.path(machine))/guard.log")
      return
    }
    let seconds = max(0, deadline - BootClock.now())
    let result = try HelperProgram.run(
      "/usr/bin/systemd-run",
      [
        "--quiet", "--unit=assay-guard-\(number)", "--on-active=\(seconds)s",
        "--timer-property=AccuracySec=100ms",
        program,
      ] + words, timeout: 10)
    guard result.status == 0 else {
      throw CommandFailure(
        "systemd-run, which keeps the guard, ended with \(result.status): \(result.output)")
    }
  }
}
