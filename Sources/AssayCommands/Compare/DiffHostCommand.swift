internal import ArgumentParser
internal import Comparison
internal import FoundationEssentials
internal import Platform
internal import Reporting

/// `assay diff-host`: what differs between two hosts, or one host before and after an upgrade.
struct DiffHostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff-host",
    abstract: "What an upgrade changed: kernel, mitigations, command line, defaults.",
    discussion: """
      Each host is a Run, what assay host --json printed, a captured machine's directory, or live for this host.
      Example:
        assay diff-host Results/before.json Results/after.json
        assay host --json > before.json    (now upgrade and reboot)
        assay diff-host before.json live --metric memory.bandwidth
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "The host as it was.", transform: ArgumentText.path("the base"))
  var base: String

  @Argument(help: "The host as it is.", transform: ArgumentText.path("the candidate"))
  var candidate: String = HostSide.live

  @Option(help: "Only what may have moved this metric, the likeliest first: memory.bandwidth.")
  var metric: String?

  @Option(
    help: "The catalog of settings, for what they do; without it the one that came with the tool.",
    transform: ArgumentText.path("the catalog"))
  var catalog: String?

  func validate() throws {
    if let metric, metric.isEmpty { throw ValidationError("--metric has no name") }
  }

  func run() throws {
    let (before, after) = (try HostSide(base), try HostSide(candidate))
    let diff = HostDiff(base: before.host, candidate: after.host, notes: try KnobNotes(catalogFile: catalog))
    let document = HostDiffDocument(base: before.side, candidate: after.side, metric: metric, diff)
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      Console.output(String(decoding: try encoder.encode(document), as: UTF8.self))
    } else {
      Console.output(HostDiffText.render(document, width: output.width, color: output.useColor))
    }
  }
}
