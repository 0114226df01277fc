internal import ArgumentParser
internal import Fleet
internal import Platform
internal import Tuning

/// `assay fleet apply`: a profile on every node, one canary first.
struct FleetApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Applies a profile to every node: one first, then the others in batches.",
    discussion: """
      On each node: apply, verify, your own health command, confirm. Any failure takes back the whole batch and stops; what \
      was confirmed before stays, and is said. A node that is lost takes it back by itself after --confirm-within.

      Example:
        assay fleet apply Profiles/kvm-latency.yaml --inventory hosts.ini --confirm-within 5m
        assay fleet apply my.yaml --inventory hosts.ini --health 'systemctl is-active libvirtd' --batch 25%
      """)

  @Argument(
    help: "The profile: a file, or a name of one that came with the tool.",
    transform: ArgumentText.path("the profile"))
  var profile: String

  @OptionGroup var nodes: FleetNodeOptions

  @Option(help: "Time after which a node takes it back unless it was confirmed: 5m.")
  var confirmWithin = "5m"

  @Option(help: "A shell command on each node that says by its exit code whether the node is well.")
  var health: String?

  @Option(help: "Nodes of a batch behind the first node: 5, 25%.")
  var batch: String?

  @OptionGroup var catalog: CatalogOption

  @Option(
    help: "The fleet's directory; unless told, Results/apply-TIME.", transform: ArgumentText.path("--out"))
  var out: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    _ = try ArgumentText.seconds(confirmWithin)
    if let batch {
      let digits = batch.hasSuffix("%") ? batch.dropLast() : batch[...]
      guard let number = Int(digits), number > 0, !batch.hasSuffix("%") || number <= 100 else {
        throw ValidationError("--batch '\(batch)': take a number of nodes, or a share such as 25%")
      }
    }
  }

  func run() async throws {
    let file = try ProfileOptions.located(profile)
    let catalogFile = try catalog.file(beside: file)
    // What a node would refuse is refused here.
    let loaded = try ProfileLoader(catalog: try Catalog.load(catalogFile)).load(file)
    var wanted = FleetProfile(
      name: loaded.name, path: file, files: loaded.files + [catalogFile], confirmWithin: confirmWithin)
    wanted.health = health
    wanted.batch = batch
    let run = try nodes.run(in: out ?? FleetDirectory.new("apply"), output)
    let state = try await run.apply(
      wanted, inventory: nodes.inventory, limit: nodes.limit, binary: try await nodes.nodeBinary())
    try FleetOutcome.end(state, run.store, output)
  }
}

/// `assay fleet revert`: takes a profile back on every node.
struct FleetRevertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "revert",
    abstract: "Takes a profile back on every node; one that never had it is done as well.",
    discussion: """
      Example:
        assay fleet revert kvm-latency --inventory hosts.ini
      """)

  @Argument(help: "The profile's name.", transform: ArgumentText.path("the profile"))
  var profile: String

  @OptionGroup var nodes: FleetNodeOptions

  @Option(
    help: "The fleet's directory; unless told, Results/revert-TIME.", transform: ArgumentText.path("--out"))
  var out: String?

  @OptionGroup var output: OutputOptions

  func run() async throws {
    let run = try nodes.run(in: out ?? FleetDirectory.new("revert"), output)
    let state = try await run.revert(
      profile, inventory: nodes.inventory, limit: nodes.limit, binary: try await nodes.nodeBinary())
    try FleetOutcome.end(state, run.store, output)
  }
}
