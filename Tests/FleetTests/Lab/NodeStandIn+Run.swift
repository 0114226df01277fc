import Experiment
import Host
import Platform
import TestSupport

@testable import Fleet

extension NodeLab {
  /// Ansible, which sees the nodes.
  var ansible: AnsiblePrograms { AnsiblePrograms(directory: programs) }
}

extension NodeStandIn {
  /// One that writes a small but valid Run.
  init(in lab: NodeLab) throws { try self.init(in: lab, document: try RunDocument.encode(Self.run)) }

  private static var run: Run {
    let cpu = CPUSet([0])
    let topology = Topology(
      packages: 1, dies: 1, cores: 1, coreCPUs: [cpu], packageCPUs: [cpu], cpus: cpu, offlineCPUs: CPUSet(),
      allowedCPUs: cpu, allowedNodes: CPUSet([0]),
      nodes: [Topology.Node(id: 0, cpus: cpu, memoryBytes: 1 << 30, memoryOnly: false)], distances: [[10]],
      caches: [], coreKinds: [])
    var run = Run(
      id: "stand-in", tool: Run.Tool(name: "assay", version: "0", build: "release", arguments: ["run"]),
      started: "2026-01-01T00:00:00Z",
      host: Fingerprint(
        mustMatch: ["cpu_model": "a processor"], declared: ["kernel": "6.1.0-47"], noted: ["host": "node"],
        topology: topology, settings: [:]),
      plan: Plan(suite: .quick, seed: 1, blocks: 3, repeats: 3, timeLimit: nil, limits: .standard))
    run.status = .complete
    run.finished = "2026-01-01T00:01:00Z"
    return run
  }
}
