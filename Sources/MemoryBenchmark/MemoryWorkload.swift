public import Platform

/// What one process of the memory benchmark measures. Sizes in bytes, times in seconds.
public enum MemoryWorkload: Codable, Sendable, Equatable {
  /// Bandwidth of several loops over the same arrays.
  case bandwidth(BandwidthWorkload)
  /// Latency over working sets.
  case latency(LatencyWorkload)
  /// Latency under load.
  case loadedLatency(LoadedLatencyWorkload)
}

/// Where threads and memory are, as numbers for the machine and labels for the reader.
public struct Location: Codable, Sendable, Equatable {
  /// The CPUs, one thread each.
  public var cpus: [Int]
  /// The node to bind memory to; nil: each thread's own, by first touch.
  public var bindNode: Int?
  /// Label: the node of the CPUs, or `all`.
  public var cpuNode: String
  /// Label: the node of the memory, or `local`.
  public var memoryNode: String

  /// A location.
  public init(cpus: [Int], bindNode: Int?, cpuNode: String, memoryNode: String) {
    self.cpus = cpus
    self.bindNode = bindNode
    self.cpuNode = cpuNode
    self.memoryNode = memoryNode
  }

  var labels: [String: String] { ["cpu_node": cpuNode, "memory_node": memoryNode] }
}

/// One kernel with one kind of store.
public struct LoopChoice: Codable, Sendable, Hashable {
  /// The kernel.
  public var kernel: StreamKernel
  /// How it stores.
  public var store: StoreKind
  /// Whether verdicts count it.
  public var primary: Bool
}

/// Loops over three arrays, each loop for a window of its own.
public struct BandwidthWorkload: Codable, Sendable, Equatable {
  /// Threads and memory.
  public var location: Location
  /// Bytes of each array.
  public var arrayBytes: Int
  /// Bytes that an array must have for the last-level caches of these CPUs not to count.
  public var bytesBeyondCaches: Int
  /// Pages that back them.
  public var pages: PageKind
  /// Instruction set of every loop.
  public var instructions: InstructionSet
  /// The loops, in the order in which they are measured.
  public var loops: [LoopChoice]
  /// Seconds for each loop.
  public var window: Double
}

/// A chase over each working set.
public struct LatencyWorkload: Codable, Sendable, Equatable {
  /// A working set and the cache level that its size belongs to.
  public struct Point: Codable, Sendable, Equatable {
    /// Bytes.
    public var bytes: Int
    /// `L1`, `L2`, `L3`, `mixed`, `DRAM`, `unknown`.
    public var level: String
    /// Whether verdicts count it.
    public var primary: Bool
  }

  /// The CPU and the memory.
  public var location: Location
  /// Pages that back the memory.
  public var pages: PageKind
  /// Working sets, smallest first.
  public var points: [Point]
  /// Bytes between cells: the cache line.
  public var lineBytes: Int
  /// Seconds for each working set.
  public var window: Double
  /// Seed of the order of the cycle.
  public var seed: UInt64
}

/// A chase on the first CPU while the others read.
public struct LoadedLatencyWorkload: Codable, Sendable, Equatable {
  /// The chasing CPU first, then the loading ones.
  public var location: Location
  /// Bytes of the chased working set.
  public var workingSet: Int
  /// Bytes that all loading threads together read from.
  public var loadBytes: Int
  /// Pages that back both.
  public var pages: PageKind
  /// Instruction set of the reading loop.
  public var instructions: InstructionSet
  /// Loads in per cent of the peak, in the order in which they are measured.
  public var loads: [Int]
  /// Bytes between cells of the chase.
  public var lineBytes: Int
  /// Seconds for each load.
  public var window: Double
  /// Seed of the order of the cycle.
  public var seed: UInt64
}
