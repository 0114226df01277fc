internal import ArgumentParser
internal import FoundationEssentials
internal import Host
internal import Platform
internal import Reporting

/// `assay host`: what this machine is, and what can be measured on it.
struct HostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "host",
    abstract: "Topology, kernel, settings, and what can be measured here.",
    discussion: """
      Example:
        assay host
        assay host --json | jq .topology.numa_nodes
        assay host --fsroot /captures/node7
      """)

  @OptionGroup var output: OutputOptions

  @Option(
    help: "Read a captured machine: a directory with its /sys and /proc.",
    transform: ArgumentText.path("the directory"))
  var fsroot: String?

  func run() throws {
    let report = try HostReport.read(fsroot: fsroot)
    if output.json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      Console.output(String(decoding: try encoder.encode(report), as: UTF8.self))
    } else {
      Console.output(HostText.render(report, width: output.width, color: output.useColor))
    }
  }
}
