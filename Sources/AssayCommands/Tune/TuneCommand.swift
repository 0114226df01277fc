public import ArgumentParser

/// `assay tune`: settings of this host, changed so that they can always be taken back.
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
    subcommands: [])

  /// For ArgumentParser.
  public init() {}
}
