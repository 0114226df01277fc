internal import ArgumentParser
internal import FoundationEssentials
internal import Platform
internal import Reporting
internal import Tuning

/// `assay tune plan`: what profiles would change here; reads as any user, writes nothing.
struct TunePlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "What profiles would change here: from, to, why, at what risk. Writes nothing.",
    discussion: """
      Example:
        assay tune plan Profiles/kvm-host.yaml
        assay tune plan kvm-host --json | jq '.changes[].key'
        assay tune plan Profiles/kvm-latency.yaml --root /captures/node7
      """)

  @OptionGroup var output: OutputOptions
  @OptionGroup var machine: TuneMachineOptions
  @OptionGroup var profiles: ProfileOptions

  func run() throws {
    try TunePlanning(profiles, machine).showPlan(output)
  }
}

/// Profiles that were read, and the plans that they make.
struct TunePlanning {
  /// The profiles, in the order in which they were named.
  let profiles: [Profile]
  private let planner: TuningPlanner

  /// Reads and checks everything that files say.
  ///
  /// - Parameter writes: whether the plan will be written: then root believes only files that nobody else can have
  ///   written.
  init(_ options: ProfileOptions, _ machine: TuneMachineOptions, writes: Bool = false) throws {
    try machine.check()
    let isRoots = writes && machine.root == nil && CurrentProcess.isRoot
    let loaded = try options.load(isRoots ? .ownersOnly : .everybody)
    profiles = loaded.profiles
    planner = TuningPlanner(kinds: machine.kinds, catalog: loaded.catalog)
  }

  /// What these profiles, which must agree, would change now.
  ///
  /// - Parameter persists: with files that repeat it at every boot.
  func plan(_ profiles: [Profile], persists: Bool = false) throws -> TuningPlan {
    try planner.plan(profiles, persists: persists)
  }

  /// Shows the plan of all.
  func showPlan(_ output: OutputOptions, persists: Bool = false) throws {
    let plan = try plan(profiles, persists: persists)
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      Console.output(String(decoding: try encoder.encode(plan), as: UTF8.self))
    } else {
      Console.output(PlanText.render(plan, width: output.width, color: output.useColor))
    }
  }
}
