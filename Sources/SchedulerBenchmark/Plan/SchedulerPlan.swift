public import Experiment
public import Host
internal import Platform

/// What the scheduler benchmark will do on a machine: its parts, and what it leaves out and why. Pure: the same
/// topology, rights and options give the same plan, on any machine.
public struct SchedulerPlan: Sendable {
  /// What this process may do, as far as it decides what can be measured.
  public struct Rights: Sendable {
    /// Why no real-time thread may run; nil where one may.
    public var withoutRealTime: String?
    /// Why CPUs cannot be kept out of idle states; nil where they can.
    public var withoutCPULatency: String?
    /// Why no control group can have a CPU set; nil where one can, or where only trying tells.
    public var withoutCPUSets: String?
    /// Threads that this process may start besides its own; nil when unknown.
    public var threadLimit: Int?

    /// Rights with these gaps.
    public init(
      withoutRealTime: String? = nil, withoutCPULatency: String? = nil, withoutCPUSets: String? = nil,
      threadLimit: Int? = nil
    ) {
      self.withoutRealTime = withoutRealTime
      self.withoutCPULatency = withoutCPULatency
      self.withoutCPUSets = withoutCPUSets
      self.threadLimit = threadLimit
    }
  }

  /// What to measure.
  public private(set) var parts: [Part] = []
  /// What is left out.
  public private(set) var skipped: [Run.Skipped] = []

  let topology: Topology
  let options: SchedulerOptions
  let rights: Rights
  /// CPUs in the order in which threads take them: one of each core first.
  let cpus: [Int]

  /// Plans for a machine.
  ///
  /// - Throws: `PlanRefused` for CPUs that do not exist or are not allowed, an interval or load out of range, a
  ///   policy that is not allowed, more threads than may be started.
  public init(topology: Topology, options: SchedulerOptions, rights: Rights) throws {
    self.topology = topology
    self.options = options
    self.rights = rights
    cpus = topology.coresFirst(try UsableCPUs.choose(options.cpus, in: topology))
    if options.wants(.wakeup) { try planWakeup() }
    if options.wants(.message) { try planMessage() }
    if options.wants(.switch) { try planSwitch() }
    if options.wants(.coreToCore) { try planCoreToCore() }
    if options.wants(.messaging) { try planMessaging() }
    if options.wants(.migration) { try planMigration() }
    if options.wants(.noise) { try planNoise() }
    if options.wants(.placement) { try planPlacement() }
  }

  // MARK: - What the planning extensions share

  mutating func add(_ id: String, _ workload: SchedulerWorkload, seconds: Double) throws {
    // Far beyond what the work takes, set-up on a slow machine included: only a hung process reaches it.
    parts.append(try SchedulerBenchmark.part(id: "scheduler.\(id)", workload, timeLimit: 60 + 10 * seconds))
  }

  mutating func skip(_ part: String, _ reason: String) {
    skipped.append(Run.Skipped(part: "scheduler.\(part)", reason: reason))
  }

  /// Seconds of a part's measuring window: a share of what the suite gives, unless told by `--duration`.
  func window(quick: Double, longer: Double) -> Double {
    options.duration ?? (options.suite == .quick ? quick : longer)
  }

  /// Refuses what needs more threads than the process may start.
  func checkThreads(_ count: Int, for what: String) throws {
    guard let limit = rights.threadLimit, count > limit else { return }
    throw PlanRefused(
      "\(what) needs \(count) threads, and the limit here is \(limit) (pids.max or ulimit -u)")
  }
}
