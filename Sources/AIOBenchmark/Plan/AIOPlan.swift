public import Experiment
public import Host
internal import Platform

/// What the AIO benchmark will do on a machine and a file: its parts, and what it leaves out and why. Pure: the same
/// facts and options give the same plan, on any machine.
public struct AIOPlan: Sendable {
  /// What is known of the storage and the kernel.
  public struct Facts: Sendable {
    /// The bytes to work on.
    public var range: IORange
    /// What offsets and lengths of direct I/O must be multiples of, in bytes; nil when unknown.
    public var alignment: Int?
    /// Requests that libaio may have in flight for all of the host (fs.aio-max-nr); nil when unknown.
    public var aioLimit: Int?
    /// Of these, requests that others have set up (fs.aio-nr).
    public var aioInUse: Int
    /// Why io_uring is not to be had; nil where it is, or where only trying tells.
    public var withoutUring: String?
    /// The NUMA node of the device; nil when it does not tell.
    public var deviceNode: Int?
    /// Where a journal of writes is kept: the target's path, or a name of its own beside the temporary file.
    public var journalBeside: String

    /// Facts of a file.
    public init(
      range: IORange, alignment: Int? = nil, aioLimit: Int? = nil, aioInUse: Int = 0,
      withoutUring: String? = nil,
      deviceNode: Int? = nil, journalBeside: String? = nil
    ) {
      self.range = range
      self.alignment = alignment
      self.aioLimit = aioLimit
      self.aioInUse = aioInUse
      self.withoutUring = withoutUring
      self.deviceNode = deviceNode
      self.journalBeside = journalBeside ?? range.path
    }
  }

  /// What to measure.
  public private(set) var parts: [Part] = []
  /// What is left out.
  public private(set) var skipped: [Run.Skipped] = []

  let topology: Topology
  let options: AIOOptions
  let facts: Facts
  /// CPUs that queues may run on.
  let cpus: CPUSet

  /// Plans for a machine and a file.
  ///
  /// - Throws: `PlanRefused` for CPUs that do not exist or are not allowed, and for a load out of range.
  public init(topology: Topology, options: AIOOptions, facts: Facts) throws {
    self.topology = topology
    self.options = options
    self.facts = facts
    cpus = try UsableCPUs.choose(options.cpus, in: topology)
    try check(described)
    if options.wants(.load) { try planLoad() }
    if options.wants(.depth) { try planDepth() }
    if options.wants(.engines) { try planEngines() }
    if options.wants(.batching) { try planBatching() }
    if options.wants(.jobs) { try planJobs() }
    if options.wants(.sequential) { try planSequential() }
    if options.wants(.write) { try planWrites() }
    if options.wants(.mix) { try planMix() }
    if options.wants(.sync) { try planSync() }
    if options.wants(.rate) { try planRate() }
    if options.wants(.nodes) { try planNodes() }
    if options.wants(.knee) { try planKnee() }
    if options.wants(.verify) { try planVerify() }
  }

  // MARK: - What the planning extensions share

  /// The load that the options describe, over the usual one.
  var described: IOLoad {
    var load = IOLoad()
    load.engine = options.engine ?? load.engine
    load.access = options.access ?? (options.wants(.verify) ? .randwrite : load.access)
    load.blockBytes = options.blockBytes ?? load.blockBytes
    load.depth = options.depth ?? load.depth
    load.jobs = options.jobs ?? load.jobs
    load.batch = options.batch ?? load.batch
    load.completion = options.completion ?? load.completion
    load.sync = options.sync ?? load.sync
    load.readPercent = options.readPercent ?? load.readPercent
    load.rate = options.rate
    load.isDirect = !options.isBuffered
    return load
  }

  var window: Double { options.duration ?? (options.suite == .quick ? 0.08 : 1) }

  var settling: SteadyState.Rule {
    options.suite == .quick ? SteadyState.Rule(round: 0.015, most: 5) : SteadyState.Rule(round: 0.2, most: 25)
  }

  /// One process for these loads; those that cannot be run here are left out with the reason.
  mutating func add(_ id: String, _ loads: [IOLoad], on cpus: CPUSet? = nil, labels: [String: String] = [:])
    throws
  {
    let possible = loads.filter { load in
      guard let reason = whyNot(load) else { return true }
      skip("\(id) \(load.description)", reason)
      return false
    }
    guard !possible.isEmpty else { return }
    let workload = LoadsWorkload(
      range: facts.range, loads: possible, cpus: cpus ?? self.cpus, labels: labels, window: window,
      settling: settling, seed: options.seed)
    let longest = window + settling.round * Double(settling.most)
    try add(id, .loads(workload), seconds: longest * Double(possible.count))
  }

  mutating func add(_ id: String, _ workload: AIOWorkload, seconds: Double) throws {
    // Far beyond what the work takes, a device that stalls for a while included: only a hung process reaches it.
    parts.append(try AIOBenchmark.part(id: "aio.\(id)", workload, timeLimit: 120 + 10 * seconds))
  }

  mutating func skip(_ part: String, _ reason: String) {
    skipped.append(Run.Skipped(part: "aio.\(part)", reason: reason))
  }

  /// Why a load cannot be run on this file; nil where it can.
  private func whyNot(_ load: IOLoad) -> String? {
    if load.access.writes && !facts.range.mayWrite {
      return "writes to \(facts.range.path) only with --destroy-data"
    }
    if UInt64(load.blockBytes) > facts.range.byteCount { return "the file is shorter than a block" }
    if load.engine == .uring, let reason = facts.withoutUring { return reason }
    return aioShortage(load)
  }

  private func aioShortage(_ load: IOLoad) -> String? {
    guard load.engine == .libaio, let limit = facts.aioLimit else { return nil }
    let needed = load.depth * load.jobs
    if needed <= limit - facts.aioInUse { return nil }
    return
      "\(needed) requests are more than fs.aio-max-nr (\(limit), of which \(facts.aioInUse) are taken) allows: sysctl -w fs.aio-max-nr=\(facts.aioInUse + needed)"
  }

  // MARK: - Refusals

  private func check(_ load: IOLoad) throws {
    func refuse(_ option: String, _ value: some CustomStringConvertible, _ reason: String) -> PlanRefused {
      PlanRefused("--\(option) \(value): \(reason)")
    }
    guard (512...(4 << 20)).contains(load.blockBytes) else {
      throw refuse("block", SizeText.short(load.blockBytes), "take 512 bytes to 4m")
    }
    let unit = load.isDirect ? facts.alignment ?? 512 : 1
    guard load.blockBytes.isMultiple(of: unit) else {
      throw refuse(
        "block", SizeText.short(load.blockBytes),
        "direct I/O on \(facts.range.path) needs multiples of its logical block, \(unit) bytes")
    }
    guard UInt64(load.blockBytes) <= facts.range.byteCount else {
      throw refuse(
        "block", SizeText.short(load.blockBytes), "\(facts.range.path) has \(facts.range.byteCount) bytes")
    }
    guard (1...65_536).contains(load.depth) else { throw refuse("depth", load.depth, "take 1 to 65536") }
    guard (1...1_024).contains(load.jobs) else { throw refuse("jobs", load.jobs, "take 1 to 1024 threads") }
    guard (1...load.depth).contains(load.batch) else {
      throw refuse("batch", load.batch, "take 1 to the depth, \(load.depth)")
    }
    guard (0...100).contains(load.readPercent) else {
      throw refuse("mix", load.readPercent, "take 0 to 100 percent")
    }
    if options.wants(.verify) { try checkVerify(load) }
    if load.engine == .sync, load.depth > 1 {
      throw refuse("depth", load.depth, "the engine sync has one request at a time; take more --jobs")
    }
    if let rate = load.rate, !(1...10_000_000).contains(rate) {
      throw refuse("rate", rate, "take 1 to 10000000 requests a second")
    }
    if let limit = options.p99, !(1e-6...10).contains(limit) {
      throw refuse("p99", "\(limit) s", "take 1us to 10s")
    }
    if load.sync != .none, !load.access.writes {
      throw refuse("sync", load.sync.rawValue, "only writes are made durable; take --rw randwrite")
    }
    if load.access.writes, !facts.range.mayWrite {
      throw refuse(
        "rw", load.access.rawValue,
        "\(facts.range.path) is an existing file and only read; --destroy-data lets it be overwritten")
    }
    if let shortage = aioShortage(load) { throw refuse("depth", load.depth, shortage) }
    if load.engine == .uring, let reason = facts.withoutUring { throw refuse("engine", "io_uring", reason) }
  }
}
