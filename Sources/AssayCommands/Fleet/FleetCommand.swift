internal import ArgumentParser

/// `assay fleet`: several nodes through Ansible.
struct FleetCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fleet",
    abstract: "Measures, compares and tunes several nodes through Ansible.",
    discussion: """
      The inventory, ssh and privilege escalation are the operator's own: what Ansible reaches, assay fleet measures. On the \
      nodes all timing is local; Ansible only brings the binary there, starts whole parts and fetches the documents.

      Example:
        assay fleet run --inventory hosts.ini --out Results/poc
        assay fleet report Results/poc --acceptance acceptance.yaml --html poc.html
        assay fleet apply Profiles/kvm-latency.yaml --inventory hosts.ini --confirm-within 5m
      """,
    subcommands: [
      FleetRunCommand.self, FleetReportCommand.self, FleetPlanCommand.self, FleetApplyCommand.self,
      FleetRevertCommand.self, FleetPlaybookCommand.self,
    ])
}
