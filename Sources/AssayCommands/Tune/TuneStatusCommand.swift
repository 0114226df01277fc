internal import ArgumentParser
internal import Platform
internal import Tuning

/// `assay tune status`: what is applied.
struct TuneStatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "What is applied, by whom, and what has to be done.",
    discussion: """
      Example:
        assay tune status
      """)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let standings = try state.tuner(machine, creating: false).status()
    if output.json { return try TuneDocument(action: "status", profiles: standings).write() }
    if standings.isEmpty { return Console.output("nothing is applied") }
    for standing in standings {
      let settings = standing.settings == 1 ? "1 setting" : "\(standing.settings) settings"
      Console.output("\(standing.profile): \(settings), applied \(standing.applied) by user \(standing.user)")
      if standing.isOfEarlierBoot {
        Console.output("  in an earlier boot, which took its runtime settings along")
      }
      if let seconds = standing.confirmWithin, standing.pending == nil {
        Console.output("  reverts by itself in \(Int(seconds.rounded(.up))) s unless: assay tune confirm")
      }
      if let overReboot = standing.overReboot, standing.pending == nil {
        Console.output("  \(overReboot.sentence)")
      }
      if let pending = standing.pending { Console.output("  \(pending)") }
    }
  }
}

/// `assay tune verify`: whether what is applied still is.
struct TuneVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compares every setting that is applied with what the kernel says now.",
    discussion: """
      Exit code 2 where one is not as it was applied.

      Example:
        assay tune verify
      """)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @OptionGroup var output: OutputOptions
  @Argument(help: "The profile's name; without it everything that is applied.") var profile: String?

  func run() throws {
    let checks = try state.tuner(machine, creating: false).verify(profile)
    let wrong = checks.filter { !$0.isAsWanted }
    if output.json {
      try TuneDocument(action: "verify", checks: checks).write()
    } else {
      if !output.quiet || !wrong.isEmpty {
        Console.output("\(checks.count - wrong.count) of \(checks.count) settings are as they were applied")
      }
      for check in wrong {
        let present = check.present.map(TuneText.short) ?? check.reason ?? "unknown"
        Console.output(
          "  \(check.key)  ours \(TuneText.short(check.wanted)), now \(present) (\(check.profile))")
      }
    }
    if !wrong.isEmpty { throw ExitCode.mismatch }
  }
}

/// `assay tune log`: what was ever changed.
struct TuneLogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Every change that was ever made, the oldest first.",
    discussion: """
      Example:
        assay tune log
      """)

  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var state: TuneStateOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let entries = try TuningLog.read(StateDirectory(state.path(machine), creating: false))
    if output.json { return try TuneDocument(action: "log", entries: entries).write() }
    if entries.isEmpty { return Console.output("nothing was ever changed") }
    for entry in entries {
      Console.output(
        "\(entry.at)  \(entry.action)  \(entry.profile)@\(entry.hash.prefix(8))  user \(entry.user)  \(entry.key)  "
          + "\(TuneText.short(entry.old)) → \(TuneText.short(entry.new))")
    }
  }
}
