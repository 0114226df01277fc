internal import ArgumentParser
internal import MigrationBenchmark
internal import Platform

/// A chain of migrations, on the command line.
struct ChainOptions: ParsableArguments {
  @Option(
    help: "Move a guest with a disk from member to member of a network and back by one: A,B,C,A. Needs root.",
    transform: Self.route)
  var chain: ChainRoute?

  @Option(
    help: "Thresholds of the stages (YAML); without it those of Profiles/stages.yaml.",
    transform: ArgumentText.path("--stages"))
  var stages: String?

  @Option(help: "Size of the guest's disk: 16m.", transform: ArgumentText.size)
  var disk: Int?

  func validate() throws {
    if chain == nil, stages != nil || disk != nil {
      throw ValidationError("--stages and --disk are for --chain")
    }
  }

  /// Refuses what a chain does not do.
  ///
  /// - Parameter others: names of options, and whether they were given.
  func refuse(_ others: [(name: String, isGiven: Bool)]) throws {
    guard chain != nil else { return }
    let given = others.filter(\.isGiven).map(\.name)
    if !given.isEmpty {
      throw ValidationError("--chain does not go with \(given.joined(separator: ", ")): leave one out")
    }
  }

  /// The thresholds to judge by.
  func thresholds() throws(FileProblem) -> StageThresholds {
    if let stages { try StageThresholds(file: stages) } else { .standard }
  }

  private static func route(_ text: String) throws -> ChainRoute {
    do { return try ChainRoute(text) } catch { throw ValidationError("--chain: \(error)") }
  }
}
