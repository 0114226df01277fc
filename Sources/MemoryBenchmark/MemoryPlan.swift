public import Experiment
public import Host
public import Platform

/// What the memory benchmark will do on a machine: its parts, and what it leaves out and why. Pure: the same
/// topology and options give the same plan, on any machine.
public struct MemoryPlan: Sendable {
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
  /// - Throws: `PlanRefused` for CPUs that do not exist or are not allowed, more threads than CPUs, an instruction
  ///   set that the CPU does not have, arrays that do not fit or have less than a page for each thread.
  public init(
    topology: Topology, options: MemoryOptions, availableBytes: UInt64?,
    supported: [InstructionSet] = InstructionSet.supported, preferred: InstructionSet = .preferred
  ) throws {
    self.topology = topology
    self.options = options
    let chosen = try UsableCPUs.choose(options.cpus, in: topology)
    cpus = topology.coresFirst(chosen)
    instructions = options.instructions ?? preferred
    guard supported.contains(instructions) else {
      let names = supported.map(\.rawValue).joined(separator: ", ")
      throw PlanRefused("this CPU has no \(instructions.rawValue); it can run: \(names)")
    }
    if let threads = options.threads, !(1...cpus.count).contains(threads) {
      let usable = cpus.count == 1 ? "one CPU is usable" : "\(cpus.count) CPUs are usable"
      let range = cpus.count == 1 ? "1" : "1 to \(cpus.count)"
      throw PlanRefused("--threads \(threads): \(usable) here (\(chosen)); take \(range)")
    }
    memoryLimit = options.memoryLimit ?? Int(clamping: (availableBytes ?? 2 << 30) / 2)
    try checkArraySize()
    try checkWorkingSet()
    if options.wants(.bandwidth) { try planBandwidth() }
    if options.wants(.latency) { try planLatency() }
    if options.wants(.loadedLatency) { try planLoadedLatency() }
    if options.wants(.numaMatrix) { try planMatrix() }
  }

  private func checkArraySize() throws {
    guard let bytes = options.arrayBytes else { return }
    let threads = options.threads ?? cpus.count
    guard bytes >= threads * Self.smallestShare else {
      throw PlanRefused(
        "--array-size \(ByteText.binary(bytes)): too little for \(threads) thread\(threads == 1 ? "" : "s") to share; take at least \(ByteText.binary(threads * Self.smallestShare))"
      )
    }
    let (needed, overflow) = bytes.multipliedReportingOverflow(by: 3)
    if overflow || needed > memoryLimit {
      throw PlanRefused(
        "--array-size \(ByteText.binary(bytes)): three such arrays do not fit into \(ByteText.binary(memoryLimit)) (\(memoryLimitName)); take at most \(ByteText.binary(memoryLimit / 3))"
      )
    }
  }

  private func checkWorkingSet() throws {
    guard let bytes = options.workingSet else { return }
    if bytes < Self.smallestWorkingSet {
      throw PlanRefused(
        "--working-set \(bytes): a chase needs two cache lines, \(Self.smallestWorkingSet) bytes")
    }
    if bytes > memoryLimit {
      throw PlanRefused(
        "--working-set \(ByteText.binary(bytes)) does not fit into \(ByteText.binary(memoryLimit)) (\(memoryLimitName))"
      )
    }
  }

  /// Two lines: a chase from one to the other and back.
  private static let smallestWorkingSet = 128

  private var memoryLimitName: String {
    options.memoryLimit == nil ? "half of the memory available" : "--memory"
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
