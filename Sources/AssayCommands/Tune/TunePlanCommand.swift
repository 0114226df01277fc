internal import ArgumentParser
internal import FoundationEssentials
internal import Host
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
  @OptionGroup var profiles: ProfileOptions

  func run() throws {
    let loaded = try profiles.load()
    let plan = try TuningPlanner(kinds: SettingKinds(root: profiles.hostRoot), catalog: loaded.catalog)
      .plan(loaded.profiles)
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      Console.output(String(decoding: try encoder.encode(plan), as: UTF8.self))
    } else {
      Console.output(PlanText.render(plan, width: output.width, color: output.useColor))
    }
  }
}
