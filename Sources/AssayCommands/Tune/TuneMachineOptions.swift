internal import ArgumentParser
internal import Host
internal import Platform
internal import Tuning

/// Which machine is tuned.
struct TuneMachineOptions: ParsableArguments {
  @Option(
    help: "A tree of files instead of this machine: a directory with its /sys and /proc.",
    transform: ArgumentText.path("the directory"))
  var root: String?

  /// The machine's settings.
  var kinds: SettingKinds { SettingKinds(root: HostRoot(directory: root)) }

  /// Refuses a tree that is none of a machine.
  func check() throws {
    if let root, !Files.exists("\(root)/proc"), !Files.exists("\(root)/sys") {
      throw CommandFailure("--root \(root): there is neither proc nor sys in it")
    }
  }
}

/// Where what was done to a machine is kept.
struct TuneStateOptions: ParsableArguments {
  @Option(
    help:
      "Where journals and the log are; without it \(StateDirectory.usual), below --root where that is given.",
    transform: ArgumentText.path("the directory"))
  var stateDir: String?

  /// The directory, absolute: a guard looks for it from elsewhere.
  func path(_ machine: TuneMachineOptions) throws -> String {
    try CurrentProcess.absolute(stateDir ?? "\(machine.root ?? "")\(StateDirectory.usual)")
  }

  /// What applies and takes back.
  ///
  /// - Parameter creating: whether the state directory is made.
  func tuner(_ machine: TuneMachineOptions, creating: Bool) throws -> Tuner {
    try machine.check()
    return Tuner(kinds: machine.kinds, state: try StateDirectory(path(machine), creating: creating))
  }

  /// The same machine and state for another process.
  func arguments(_ machine: TuneMachineOptions) throws -> [String] {
    try ["--state-dir", path(machine)]
      + (machine.root.map { ["--root", try CurrentProcess.absolute($0)] } ?? [])
  }
}
