internal import ArgumentParser
internal import Platform
internal import Tuning

/// `assay tune revert`: what was applied is taken back.
struct TuneRevertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revert",
    abstract: "Takes back what is applied: each setting that still has our value.",
    discussion: """
      A value that somebody else put there meanwhile is reported and left (exit code 12).

      Example:
        assay tune revert kvm-host
        assay tune revert            everything, the newest first
      """)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The profile's name; without it everything that is applied.") var profile: String?
  @Flag(help: "Only the last apply, where a profile was applied more than once.") var last = false
  @Flag(help: "Overwrite values that somebody else put there.") var force = false
  @Flag(help: "Leave values that somebody else put there for good, and forget ours.") var leave = false

  func validate() throws {
    if force, leave { throw ValidationError("--force and --leave exclude each other") }
  }

  func run() throws {
    let report = try tuning {
      try state.tuner(machine, creating: true).revert(profile, onlyLast: last, force: force, leaves: leave)
    }
    try TuneText.show(report, output, action: "revert", nothing: "nothing is applied")
  }
}

/// `assay tune recover`: what a crash, a kill or a power cut interrupted is taken back.
struct TuneRecoverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recover",
    abstract: "Takes back what was interrupted, or not confirmed in time.",
    discussion: """
      Example:
        assay tune recover
      """)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let report = try tuning { try state.tuner(machine, creating: true).recover() }
    try TuneText.show(report, output, action: "recover", nothing: "nothing was interrupted")
  }
}

/// `assay tune confirm`: what is applied may stay.
struct TuneConfirmCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "confirm",
    abstract: "Says that what was applied with --confirm-within may stay.",
    discussion: """
      Example:
        assay tune confirm
      """)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The profile's name; without it all that wait.") var profile: String?

  func run() throws {
    let names = try tuning { try state.tuner(machine, creating: true).confirm(profile) }
    if !output.quiet { Console.output("confirmed: \(names.joined(separator: ", "))") }
  }
}

/// Turns what tuning refuses into the contract's exit codes.
func tuning<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch TuningProblem.locked {
    Console.error("assay: \(TuningProblem.locked)")
    throw ExitCode.locked
  }
}
