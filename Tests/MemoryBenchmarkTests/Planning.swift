import Experiment
import FoundationEssentials
import Host
import Platform

@testable import MemoryBenchmark

/// A plan for a machine whose CPUs can run everything of x86-64 up to AVX2, whatever this machine can.
func makePlan(
  _ topology: Topology, suite: Suite = .standard, available: UInt64? = 64 << 30,
  _ change: (inout MemoryOptions) -> Void = { _ in }
) throws -> MemoryPlan {
  var options = MemoryOptions(suite: suite, seed: 1)
  change(&options)
  return try MemoryPlan(
    topology: topology, options: options, availableBytes: available, supported: [.scalar, .sse2, .avx2],
    preferred: .avx2)
}

extension MemoryPlan {
  /// The names of all parts, without `memory.`.
  var names: [String] { parts.map { String($0.id.dropFirst("memory.".count)) } }

  /// The workloads, decoded from what the processes will be given.
  func workloads() throws -> [MemoryWorkload] {
    try parts.map { try JSONDecoder().decode(MemoryWorkload.self, from: Data($0.workload.utf8)) }
  }

  func bandwidths() throws -> [BandwidthWorkload] {
    try workloads().compactMap { if case .bandwidth(let workload) = $0 { workload } else { nil } }
  }

  func latencies() throws -> [LatencyWorkload] {
    try workloads().compactMap { if case .latency(let workload) = $0 { workload } else { nil } }
  }

  func loadedLatencies() throws -> [LoadedLatencyWorkload] {
    try workloads().compactMap { if case .loadedLatency(let workload) = $0 { workload } else { nil } }
  }
}
