import Experiment
import Host
import Platform

/// A Run of a host with one CPU that has not begun to measure.
func emptyRun(
  blocks: Int = 3, repeats: Int = 0, timeLimit: Double? = nil, seed: UInt64 = 1,
  limits: NoiseLimits = .standard
) -> Run {
  let cpu = CPUSet([0])
  let topology = Topology(
    packages: 1, dies: 1, cores: 1, coreCPUs: [cpu], packageCPUs: [cpu], cpus: cpu, offlineCPUs: CPUSet(),
    allowedCPUs: cpu, allowedNodes: CPUSet([0]),
    nodes: [Topology.Node(id: 0, cpus: cpu, memoryBytes: 1 << 30, memoryOnly: false)], distances: [[10]],
    caches: [], coreKinds: [])
  return Run(
    id: "run", tool: Run.Tool(name: "assay", version: "0", build: "debug", arguments: []),
    started: "2026-01-01T00:00:00Z",
    host: Fingerprint(mustMatch: [:], declared: [:], noted: [:], topology: topology, settings: [:]),
    plan: Plan(
      suite: .quick, seed: seed, blocks: blocks, repeats: repeats, timeLimit: timeLimit, limits: limits))
}

/// Parts of these names.
func parts(_ names: String...) -> [Part] {
  names.map { Part(id: $0, benchmark: "mock", workload: "{}", timeLimit: 1) }
}
