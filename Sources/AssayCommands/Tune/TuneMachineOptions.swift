internal import ArgumentParser
internal import Host
internal import Platform
internal import Tuning

/// Which machine is tuned, and where what was done to it is kept.
struct TuneMachineOptions: ParsableArguments {
  @Option(
    help: "A directory with the files of a machine (proc, sys, etc), to be changed instead of this host.",
    transform: ArgumentText.path("--root"))
  var root: String?

  @Option(
    help: "Where journals and the log are (default: \(StateDirectory.usual); below --root, where that is given).",
    transform: ArgumentText.path("--state-dir"))
  var stateDir: String?

  /// The machine's settings.
  var kinds: SettingKinds { SettingKinds(root: HostRoot(directory: root)) }

  /// Where journals and the log are: absolute, because a guard looks for it from elsewhere.
  var statePath: String { absolute(stateDir ?? "\(root ?? "")\(StateDirectory.usual)") }

  /// What applies and takes back.
  ///
  /// - Parameter creating: whether the state directory is made.
  func tuner(creating: Bool) throws -> Tuner {
    Tuner(kinds: kinds, state: try StateDirectory(statePath, creating: creating))
  }

  /// The same machine and state for another process.
  var arguments: [String] {
    ["--state-dir", statePath] + (root.map { ["--root", absolute($0)] } ?? [])
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(CurrentProcess.directory)/\(path)"
  }
}
