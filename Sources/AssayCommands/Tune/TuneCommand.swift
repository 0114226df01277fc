public import ArgumentParser

/// `assay tune`: settings of this host.
public struct TuneCommand: ParsableCommand {
  /// Name, help, subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract:
      "Changes this host's settings by profiles: shown before, verified, and always to be taken back.",
    discussion: """
      Example:
        assay tune plan Profiles/kvm-host.yaml
        assay tune apply Profiles/kvm-host.yaml --confirm-within 60s
        assay tune confirm
        assay tune revert
      """,
    version: AssayTool.version,
    subcommands: [
      TunePlanCommand.self, TuneApplyCommand.self, TuneConfirmCommand.self, TuneVerifyCommand.self,
      TuneStatusCommand.self, TuneRevertCommand.self, TuneRecoverCommand.self, TuneLogCommand.self,
      TuneGuardCommand.self,
    ])

  /// For ArgumentParser.
  public init() {}
}
