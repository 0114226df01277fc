public import ArgumentParser

/// The front door: `assay`.
public struct AssayCommand: AsyncParsableCommand {
  /// Name, help, subcommands.
  public static let configuration = CommandConfiguration(
    commandName: "assay",
    abstract: "Measures what a Linux/KVM host can really do.",
    discussion: """
      Example:
        assay run --suite quick       measure this host and show the result
        assay host                    what this host is, and what can be measured on it
        assay check --baseline NAME   measure again, and say whether it got worse
      """,
    version: AssayTool.version,
    subcommands: [
      HostCommand.self, RunCommand.self, MemoryCommand.self, SchedulerCommand.self, AIOCommand.self,
      CompressionCommand.self, MigrationCommand.self, LinkCommand.self, TuneCommand.self,
      RehearseCommand.self,
      RecommendCommand.self, TrialCommand.self, ScreenCommand.self, CompareCommand.self, CheckCommand.self,
      DiffHostCommand.self, HistoryCommand.self,
      ReportCommand.self, FleetCommand.self, ValidateCommand.self,
    ])

  /// For ArgumentParser.
  public init() {}
}
