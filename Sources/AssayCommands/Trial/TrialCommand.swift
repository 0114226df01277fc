internal import Advice
internal import ArgumentParser
internal import Platform
internal import Tuning

/// `assay trial`: a profile against the present state, block by block, every apply through the journal.
struct TrialCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trial",
    abstract:
      "Proves a profile by experiment: with it and without it in turns, verdict per metric, evidence in the profile.",
    discussion: """
      Each block is apply, settle, measure, revert. First the whole profile is tried, then each setting alone: what helps gets \
      its figures as evidence in the profile, what hurts, does nothing or shows nothing is dropped from it. Ctrl-C reverts; after a kill -9, assay tune recover does.

      A document of claims (assay.claims/1) is tried claim by claim, each with a verdict; nothing is written into it. Words \
      of the kernel's command line are given to a kernel in a virtual machine, which says whether it knows them.

      The exit code is 0 when it is decided, 2 when the profile hurts, 3 inconclusive, 4 invalid.

      Example:
        assay trial Profiles/kvm-latency.yaml
        assay trial my.yaml --workload './bench --seconds 5' --metric-regex 'throughput: ([0-9.]+)' --unit op/s
        assay trial my.yaml --proved my-proved.yaml -- memory --part bandwidth
        assay trial Profiles/claims-kvm-article.yaml --only memory,scheduler
      """)

  @Argument(
    help: "The profile, or the document of claims: a file, or a name of one that came with the tool.",
    transform: ArgumentText.path("the profile"))
  var profile: String

  @Flag(
    inversion: .prefixedNo,
    help: "After the whole profile, try each of its settings alone, and drop those that do not help.")
  var each = true

  @Option(
    help: ArgumentHelp("Write the profile with its evidence here instead of into it.", valueName: "file"),
    transform: ArgumentText.path("--proved"))
  var proved: String?

  @Flag(help: "Leave the profile as it is.")
  var dryRun = false

  @Flag(help: "Keep settings of which nothing could be shown, without evidence.")
  var keepUnproven = false

  @Flag(help: "Of claims: boot no virtual machine to ask a kernel for the words of its command line.")
  var noTwin = false

  @OptionGroup var experiment: ExperimentOptions

  func validate() throws {
    if dryRun, proved != nil { throw ValidationError("--dry-run and --proved exclude each other") }
  }

  func run() async throws {
    let file = try ProfileOptions.located(profile)
    let machine = try experiment.readyMachine(profile: file)
    let seed = experiment.seed
    try await trying {
      if ClaimsDocument.isSchema(of: file) {
        if proved != nil {
          throw TrialProblem(
            .refused, "--proved is for profiles: nothing is written into a document of claims")
        }
        return try await ClaimsTrial(options: self, machine: machine, file: file, seed: seed).run()
      }
      try await ProfileTrial(options: self, machine: machine, file: file, seed: seed).run()
    }
  }
}
