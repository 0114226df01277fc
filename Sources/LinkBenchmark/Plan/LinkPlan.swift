public import Experiment
public import Host
internal import Platform

/// What the link benchmark will do from a machine to another: its parts, and what it leaves out and why. Pure: the same
/// topology, target and options give the same plan, on any machine.
public struct LinkPlan: Sendable {
  /// Streams that are taken unless the user says, at most.
  static let usualStreams = 4

  /// What to measure.
  public private(set) var parts: [Part] = []
  /// What is left out.
  public private(set) var skipped: [Run.Skipped] = []

  private let target: PeerNode
  private let options: LinkOptions
  /// CPUs in the order in which threads take them: one of each core first.
  private let cpus: [Int]

  /// Plans for a machine.
  ///
  /// - Throws: `PlanRefused` for CPUs that do not exist or are not allowed, more streams than CPUs in use, a window that
  ///   no server takes.
  public init(topology: Topology, target: PeerNode, options: LinkOptions) throws {
    self.target = target
    self.options = options
    cpus = topology.coresFirst(try UsableCPUs.choose(options.cpus, in: topology))
    let most = min(cpus.count, LinkRequest.mostStreams)
    if let streams = options.streams, !(1...most).contains(streams) {
      throw PlanRefused("--streams \(streams): take 1 to \(most), a CPU in use for each")
    }
    if let duration = options.duration, duration > LinkRequest.longest / 2 {
      throw PlanRefused("--duration: take at most \(Int(LinkRequest.longest / 2)) s")
    }
    if options.wants(.bandwidth) { try planBandwidth() }
    if options.wants(.latency) { try planLatency() }
    if options.wants(.connect) { try planConnect() }
  }

  private mutating func planBandwidth() throws {
    let most = min(Self.usualStreams, cpus.count)
    let counts = options.streams.map { [$0] } ?? (most > 1 ? [1, most] : [1])
    if options.streams == nil, most == 1 {
      skipped.append(
        Run.Skipped(part: "link.bandwidth streams>1", reason: "one CPU is in use: it sends one stream"))
    }
    let window = window(quick: 0.5, longer: 2)
    for count in counts {
      let workload = BandwidthWorkload(
        target: target, cpus: Array(cpus.prefix(count)), warmUp: warmUp(before: window), window: window)
      try add("bandwidth streams=\(count)", .bandwidth(workload), seconds: workload.warmUp + window)
    }
  }

  private mutating func planLatency() throws {
    let window = window(quick: 0.5, longer: 2)
    for cpu in cpus.prefix(1) {
      let workload = LatencyWorkload(
        target: target, cpu: cpu, warmUp: min(0.1, window), window: window)
      try add("latency", .latency(workload), seconds: workload.warmUp + window)
    }
  }

  private mutating func planConnect() throws {
    let window = window(quick: 0.1, longer: 0.5)
    for cpu in cpus.prefix(1) {
      try add("connect", .connect(ConnectWorkload(target: target, cpu: cpu, window: window)), seconds: window)
    }
  }

  private mutating func add(_ id: String, _ workload: LinkWorkload, seconds: Double) throws {
    // Far beyond what the work takes: only a hung process reaches it.
    var part = try LinkBenchmark.part(id: "link.\(id)", workload, timeLimit: 60 + 10 * seconds)
    part.further = target.option
    parts.append(part)
  }

  private func window(quick: Double, longer: Double) -> Double {
    options.duration ?? (options.suite == .quick ? quick : longer)
  }

  /// Long enough for TCP to find out what a link across a continent carries, but never longer than the window.
  private func warmUp(before window: Double) -> Double { min(options.suite == .quick ? 0.25 : 1, window) }
}
