public import ArgumentParser

/// `assay tune`: settings of this host.
public struct TuneCommand: ParsableCommand {
  /// Name, help, subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "tune",
    abstract: "Shows what profiles would change on this host.",
    discussion: """
      Example:
        assay tune plan Profiles/kvm-host.yaml
      """,
    version: AssayTool.version,
    subcommands: [TunePlanCommand.self])

  /// For ArgumentParser.
  public init() {}
}
