internal import ArgumentParser
internal import Fleet
internal import Platform

/// `assay fleet playbook`: what the fleet commands run, for use by hand.
struct FleetPlaybookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "playbook",
    abstract: "Writes the playbooks and the role that assay fleet runs: they work without assay too.",
    discussion: """
      Example:
        assay fleet playbook --out assay-playbook
        ansible-playbook -i hosts.ini assay-playbook/fleet-run.yml -e assay_binary=$PWD/assay -e assay_out=$PWD/Results/poc
      """)

  @Option(
    help: ArgumentHelp("Directory for them.", valueName: "directory"), transform: ArgumentText.path("--out"))
  var out: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    try PlaybookFiles.write(to: out)
    if !output.quiet { Console.error(out) }
  }
}
