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

  @Option(help: "Pairs of blocks that shall count; unless told, as many as the metrics need for a result.")
  var pairs: Int?

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

  @OptionGroup(title: "What is measured") var measured: MeasuredOptions
  @OptionGroup(title: "Measuring") var measuring: MeasuringOptions
  @OptionGroup(title: "Rules") var judging: JudgingOptions
  @OptionGroup(title: "Machine") var machine: TuneMachineOptions
  @OptionGroup(title: "Machine") var state: TuneStateOptions

  @Option(
    help: "The catalog of settings; unless told, catalog.yaml beside the profile, else the installed one.",
    transform: ArgumentText.path("the catalog"))
  var catalog: String?

  @OptionGroup var output: OutputOptions

  @Argument(
    parsing: .postTerminator,
    help: "After --: a measuring command instead of --only, such as memory --part bandwidth.")
  var command: [String] = []

  func validate() throws {
    if let pairs, !(1...1_000).contains(pairs) { throw ValidationError("--pairs takes 1 to 1000") }
    if measuring.saveBaseline != nil { throw ValidationError("--save-baseline is not for trials") }
    if !judging.testing.isEmpty { throw ValidationError("--testing: both sides of a trial are on one host") }
    if measured.workload != nil || measured.only != nil, !command.isEmpty {
      throw ValidationError("a command after -- takes the place of --only and --workload")
    }
    if dryRun, proved != nil { throw ValidationError("--dry-run and --proved exclude each other") }
  }

  func run() async throws {
    // Watched from the start: what is applied has to be taken back.
    _ = AssayTool.interruption
    let file = try TrialMachine.file(profile)
    let machine = try tuning {
      try TrialMachine(self.machine, state, catalog: catalog, profile: file)
    }
    try machine.checkNothingIsPending()
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
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
