internal import Advice
internal import ArgumentParser
internal import Experiment
internal import Platform
internal import Reporting
internal import Tuning

/// `assay screen`: main effects of many knobs in few applies.
struct ScreenCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "screen",
    abstract: "Finds the few knobs that matter among many: a screening design, main effects with intervals.",
    discussion: """
      A Plackett-Burman design switches all knobs at once, each in half of the runs: the effects of 11 knobs in 12 applies, of \
      23 in 24; folded over, twice as many, and free of what pairs of knobs do together. Before and after each run a block \
      with nothing in place is measured. What matters is then tried against the present state.

      Example:
        assay screen Profiles/kvm-host.yaml
        assay screen --knob sysctl/vm.swappiness=10 --knob sysctl/vm.stat_interval=10 --only memory,scheduler
        assay screen --knob sysctl/kernel.numa_balancing --workload ./bench --metric-regex '([0-9.]+) op/s'
      """)

  @Argument(
    help: "A profile whose settings are the knobs, each at the profile's value; or name knobs with --knob.",
    transform: ArgumentText.path("the profile"))
  var profile: String?

  @Option(
    help: ArgumentHelp(
      "A knob, with the level beside the present one: sysctl/vm.swappiness=10; without a level one is chosen. Repeatable; "
        + "of a profile, the knobs to take.",
      valueName: "key[=value]"))
  var knob: [String] = []

  @Option(help: "Runs of the design: 8, 12, 16, 20 or 24; unless told, the fewest for the knobs.")
  var runs: Int?

  @Flag(inversion: .prefixedNo, help: "Take every run again with all levels turned round.")
  var foldOver = true

  @Flag(inversion: .prefixedNo, help: "Try the knobs that matter against the present state.")
  var confirm = true

  @OptionGroup var experiment: ExperimentOptions

  func validate() throws {
    if profile == nil, knob.isEmpty {
      throw ValidationError("what to screen: a profile, or --knob sysctl/vm.swappiness=10 and more of them")
    }
    if profile != nil, let level = knob.first(where: { $0.contains("=") }) {
      throw ValidationError("--knob \(level): beside a profile, which has the levels, name the key alone")
    }
    if let runs, !PlackettBurman.sizes.contains(runs) {
      let sizes = PlackettBurman.sizes.map { "\($0)" }.joined(separator: ", ")
      throw ValidationError("--runs \(runs): there are designs of \(sizes) runs")
    }
  }

  func run() async throws {
    let file = try profile.map { try ProfileOptions.located($0) }
    let machine = try experiment.readyMachine(profile: file)
    let seed = experiment.seed
    try await Screening(options: self, machine: machine, file: file, seed: seed).run()
  }
}
