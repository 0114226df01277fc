public import Experiment
public import Platform

/// What a user may set of the memory benchmark.
public struct MemoryOptions: Sendable {
  /// Parts that `--part` names.
  public enum Part: String, Sendable, CaseIterable {
    /// Bandwidth of every kernel, by number of threads.
    case bandwidth
    /// Bandwidth and latency for each CPU node and memory node.
    case numaMatrix = "numa_matrix"
    /// Dependent-load latency over working sets.
    case latency
    /// Latency of one thread while others load the memory.
    case loadedLatency = "loaded_latency"
  }

  /// How much is measured.
  public var suite: Suite
  /// Seed of every random choice.
  public var seed: UInt64
  /// The CPUs to use; nil means all allowed ones.
  public var cpus: CPUSet?
  /// The only number of threads to measure bandwidth with; nil means a scale from 1 to all.
  public var threads: Int?
  /// The only kernels to measure; empty means all.
  public var kernels: [StreamKernel] = []
  /// The only kind of store; nil means both.
  public var store: StoreKind?
  /// The instruction set; nil means the fastest known for this CPU.
  public var instructions: InstructionSet?
  /// Bytes of each bandwidth array; nil means four times the last-level caches in use.
  public var arrayBytes: Int?
  /// Bytes that one process may map at most; nil means half of the memory available.
  public var memoryLimit: Int?
  /// The pages to measure with; nil means transparent huge pages, and for latency base pages as well.
  public var pages: PageKind?
  /// The only working set to measure latency with, in bytes; nil means the staircase.
  public var workingSet: Int?
  /// Seconds of one sample's measuring window; nil means the suite's.
  public var duration: Double?
  /// The parts to measure; empty means all.
  public var parts: [Part] = []

  /// Everything of a suite.
  public init(suite: Suite, seed: UInt64) {
    self.suite = suite
    self.seed = seed
  }

  /// Seconds of the measuring window of one kernel, working set or load.
  var window: Double { duration ?? (suite == .quick ? 0.025 : 0.1) }

  /// Pages that back what is measured with one kind of pages only.
  var mainPages: PageKind { pages ?? .transparentHuge }

  func wants(_ part: Part) -> Bool { parts.isEmpty || parts.contains(part) }
}
