public import Experiment
public import Host
public import Platform

/// What the memory benchmark will do on a machine: its parts, and what it leaves out and why. Pure: the same
/// topology and options give the same plan, on any machine.
public struct MemoryPlan: Sendable {
  /// A request that this machine cannot fulfil, as opposed to a part that is left out.
  public struct Refused: Error, Sendable, Equatable, CustomStringConvertible {
    /// One line: what, and what to do.
    public let description: String
  }

  /// What to measure.
  public private(set) var parts: [Part] = []
  /// What is left out.
  public private(set) var skipped: [Run.Skipped] = []

  /// Bytes of an array that a thread must have for itself: a page, or two threads would write to the same one.
  private static let smallestShare = 4_096

  let topology: Topology
  let options: MemoryOptions
  /// CPUs in the order in which threads take them.
  let cpus: [Int]
  /// Bytes that one process may map.
  let memoryLimit: Int
  let instructions: InstructionSet

  /// Plans for a machine.
  ///
  /// - Parameters:
  ///   - topology: the machine.
  ///   - availableBytes: memory available now; nil when unknown: then 1 GiB is taken for granted.
  ///   - supported: the instruction sets that this CPU can run.
  ///   - preferred: the one to take unless told otherwise.
  /// - Throws: `Refused` for CPUs that do not exist or are not allowed, more threads than CPUs, an instruction
  ///   set that the CPU does not have, arrays that do not fit or have less than a page for each thread.
  public init(
    topology: Topology, options: MemoryOptions, availableBytes: UInt64?,
    supported: [InstructionSet] = InstructionSet.supported, preferred: InstructionSet = .preferred
  ) throws {
    self.topology = topology
    self.options = options
    let chosen = try Self.usableCPUs(topology, options.cpus)
    cpus = CPUOrder.coresFirst(chosen, in: topology)
    instructions = options.instructions ?? preferred
    guard supported.contains(instructions) else {
      let names = supported.map(\.rawValue).joined(separator: ", ")
      throw Refused(description: "this CPU has no \(instructions.rawValue); it can run: \(names)")
    }
    if let threads = options.threads, !(1...cpus.count).contains(threads) {
      let usable = cpus.count == 1 ? "one CPU is usable" : "\(cpus.count) CPUs are usable"
      let range = cpus.count == 1 ? "1" : "1 to \(cpus.count)"
      throw Refused(description: "--threads \(threads): \(usable) here (\(chosen)); take \(range)")
    }
    memoryLimit = options.memoryLimit ?? Int(clamping: (availableBytes ?? 2 << 30) / 2)
    try checkArraySize()
    if options.wants(.bandwidth) { try planBandwidth() }
    if options.wants(.latency) { try planLatency() }
    if options.wants(.loadedLatency) { try planLoadedLatency() }
    if options.wants(.numaMatrix) { try planMatrix() }
  }

  private static func usableCPUs(_ topology: Topology, _ wanted: CPUSet?) throws -> CPUSet {
    guard let wanted else {
      guard !topology.allowedCPUs.isEmpty else {
        throw Refused(description: "no CPU is allowed to this process")
      }
      return topology.allowedCPUs
    }
    if wanted.isEmpty { throw Refused(description: "--cpus names no CPU") }
    let absent = wanted.subtracting(topology.cpus)
    if !absent.isEmpty {
      throw Refused(
        description:
          "--cpus \(wanted): CPU \(absent) does not exist or is offline; online are \(topology.cpus)")
    }
    let forbidden = wanted.subtracting(topology.allowedCPUs)
    if !forbidden.isEmpty {
      throw Refused(
        description:
          "--cpus \(wanted): CPU \(forbidden) is outside of this process's cgroup or affinity, which allow \(topology.allowedCPUs)"
      )
    }
    return wanted
  }

  private func checkArraySize() throws {
    guard let bytes = options.arrayBytes else { return }
    let threads = options.threads ?? cpus.count
    guard bytes >= threads * Self.smallestShare else {
      throw Refused(
        description:
          "--array-size \(ByteText.binary(bytes)): too little for \(threads) thread\(threads == 1 ? "" : "s") to share; take at least \(ByteText.binary(threads * Self.smallestShare))"
      )
    }
    let (needed, overflow) = bytes.multipliedReportingOverflow(by: 3)
    if overflow || needed > memoryLimit {
      let limit = options.memoryLimit == nil ? "half of the memory available" : "--memory"
      throw Refused(
        description:
          "--array-size \(ByteText.binary(bytes)): three such arrays do not fit into \(ByteText.binary(memoryLimit)) (\(limit)); take at most \(ByteText.binary(memoryLimit / 3))"
      )
    }
  }

  // MARK: - What the planning extensions share

  mutating func add(_ id: String, _ workload: MemoryWorkload, seconds: Double) throws {
    // Far beyond what the work takes, set-up on a slow machine included: only a hung process reaches it.
    parts.append(try MemoryBenchmark.part(id: "memory.\(id)", workload, timeLimit: 120 + 20 * seconds))
  }

  mutating func skip(_ part: String, _ reason: String) {
    skipped.append(Run.Skipped(part: "memory.\(part)", reason: reason))
  }

  /// Labels of the nodes that CPUs and, by first touch, their memory belong to.
  func location(of cpus: [Int]) -> Location {
    let nodes = Set(cpus.compactMap { topology.node(ofCPU: $0)?.id })
    let name =
      nodes.count == 1 ? nodes.first.map(String.init) ?? "unknown" : nodes.isEmpty ? "unknown" : "all"
    return Location(
      cpus: cpus, bindNode: nil, cpuNode: name,
      memoryNode: nodes.count == 1 ? name : nodes.isEmpty ? name : "local")
  }

  /// Bytes of one bandwidth array: as asked for, or large enough for the caches of these CPUs.
  func arrayBytes(for cpus: [Int]) -> Int { options.arrayBytes ?? bytesBeyondCaches(of: cpus) }

  /// Four times the last-level caches that these CPUs use, for all their threads together: STREAM's rule for the
  /// size of an array (J. McCalpin, https://www.cs.virginia.edu/stream/ref.html).
  func bytesBeyondCaches(of cpus: [Int]) -> Int {
    let level = topology.caches.map(\.level).max() ?? 0
    let used = CPUSet(cpus)
    let caches = topology.caches.filter {
      $0.level == level && $0.kind != .instruction && !$0.cpus.intersection(used).isEmpty
    }
    let bytes = caches.reduce(0) { $0 + Int($1.bytes ?? 0) }
    return 4 * (bytes > 0 ? bytes : 32 << 20)
  }
}

/// Sizes as people write them, in powers of 1,024.
enum ByteText {
  /// Whole numbers only, as the command line takes them: the largest unit that is exact, else the largest that shows
  /// four digits, rounded down, so that a size just above a limit does not read like the limit.
  static func binary(_ bytes: Int) -> String {
    let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")]
    for (shift, unit) in units where bytes >= 1 << shift {
      let isExact = bytes & (1 << shift - 1) == 0
      if isExact || bytes >> shift >= 1_000 { return "\(bytes >> shift) \(unit)" }
    }
    return "\(bytes) B"
  }
}
