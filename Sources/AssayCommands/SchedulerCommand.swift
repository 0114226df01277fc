public import ArgumentParser
internal import Experiment
internal import Host
internal import Platform
internal import SchedulerBenchmark

/// `assay scheduler`: one benchmark, one Run.
public struct SchedulerCommand: AsyncParsableCommand, MeasuringCommand {
  /// Name and help.
  public static let configuration = CommandConfiguration(
    commandName: "scheduler",
    abstract: "What waking, switching, moving and disturbance cost, and what pinning buys.",
    discussion: """
      Example:
        assay scheduler --suite quick
        assay scheduler --part wakeup --policy fifo --load 1 --interval 200us
      """)

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions

  @Option(
    help: "Part: wakeup, message, switch, core_to_core, messaging, migration, noise, placement. Repeatable.",
    transform: ArgumentText.choice(SchedulerOptions.Part.self))
  var part: [SchedulerOptions.Part] = []

  @Option(help: "Busy threads on each CPU beside the sleeping one.")
  var load: Int?

  @Option(
    help: "Policy of sleeping threads: other or fifo.",
    transform: ArgumentText.choice(SchedulerOptions.Policy.self))
  var policy: SchedulerOptions.Policy?

  @Option(help: "Time between two deadlines of a sleeping thread: 500us.", transform: ArgumentText.seconds)
  var interval: Double?

  @Flag(help: "Let the part placement make a temporary control group, to try a CPU set.")
  var cgroup = false

  @Option(
    help: "Lateness that the kernel may add to sleeps under SCHED_OTHER: 50us, as ordinary processes have.",
    transform: ArgumentText.seconds)
  var timerSlack: Double?

  /// For ArgumentParser.
  public init() {}

  /// Plans, measures, shows.
  public func run() async throws { try await measureAlone() }

  func prepare(_ measure: MeasuringBody) async throws {
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var options = SchedulerOptions(suite: measuring.suite, seed: seed)
    options.cpus = measuring.cpus
    options.duration = measuring.duration
    options.parts = part
    options.load = load
    options.policy = policy
    options.interval = interval
    options.timerSlack = timerSlack
    options.mayCreateGroup = cgroup
    let plan = try SchedulerPlan(topology: host.topology, options: options, rights: .of(host))
    try await measure(
      Measuring(host: host, measuring: measuring, output: output, seed: seed), plan.parts, plan.skipped)
  }
}
