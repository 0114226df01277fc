import Host
import Platform
import TestSupport

@testable import Tuning

/// A folder with a small catalog and profiles, and a tree of a host's files.
struct TuningFixture {
  let tree: TemporaryTree

  static let catalog = """
    schema: assay.catalog/1
    knobs:
      - {key: sysctl/vm.swappiness, type: integer, unit: "%", range: [0, 200], about: a, risk: "low: none", source: s}
      - {key: sysctl/vm.dirty_ratio, type: integer, range: [1, 80], coupled: [sysctl/vm.dirty_bytes], about: a, risk: "low: none", source: s}
      - {key: sysctl/vm.dirty_bytes, type: bytes, unit: bytes, range: [8m, 64g], coupled: [sysctl/vm.dirty_ratio], about: a, risk: "low: none", source: s}
      - {key: sysctl/vm.new, type: integer, kernel: "99.0", about: a, risk: "low: none", source: s}
      - {key: sysctl/vm.watch, type: cpus, about: a, risk: "low: none", source: s}
      - {key: sysctl/kernel.sem, type: vector(4), range: [1, 1000], about: a, risk: "low: none", source: s}
      - {key: sysfs/thp, type: choice, choices: [always, madvise, never], about: a, risk: "medium: memory", source: s}
      - {key: sysfs/cpufreq/policy*/governor, type: choice, offered_by: governors, about: a, risk: "low: none", source: s}
      - {key: sysfs/block/*/queue/scheduler, type: choice, moves: [sysfs/block/*/queue/nr_requests, sysfs/block/*/queue/wbt], about: a, risk: "low: none", source: s}
      - {key: sysctl/vm.nr_hugepages, type: integer, coupled: [sysfs/node/node*/huge-*/nr], about: a, risk: "low: none", source: s}
      - {key: sysfs/node/node*/huge-*/nr, type: integer, about: a, risk: "low: none", source: s}
      - {key: sysfs/block/*/queue/nr_requests, type: integer, about: a, risk: "low: none", source: s}
      - {key: irq/default_smp_affinity, type: mask, about: a, risk: "low: none", source: s}
      - {key: systemd/*/AllowedCPUs, type: cpus, about: a, risk: "low: none", source: s}
      - {key: boot/skew_tick, type: integer, range: [0, 1], about: a, risk: "low: power", source: s, reboot: true}
      - {key: boot/isolcpus, type: text, about: a, risk: "high: not balanced", source: s, reboot: true}
      - {key: boot/nosoftlockup, type: text, about: a, risk: "low: none", source: s, reboot: true}
    """

  init(_ files: [String: String] = [:]) throws {
    tree = try TemporaryTree(["p/catalog.yaml": Self.catalog])
    for (name, text) in files { try tree.write(name, text) }
  }

  var root: HostRoot { HostRoot(directory: "\(tree.path)/host") }
  var kinds: SettingKinds { SettingKinds(root: root) }

  func loadedCatalog() throws -> Catalog { try Catalog.load("\(tree.path)/p/catalog.yaml") }

  /// Writes a profile with this text below its name and summary.
  func write(_ name: String, _ body: String) throws {
    try tree.write("p/\(name).yaml", "schema: assay.profile/1\nname: \(name)\nsummary: for a test\n\(body)\n")
  }

  func load(_ name: String) throws -> Profile {
    try ProfileLoader(catalog: try loadedCatalog()).load("\(tree.path)/p/\(name).yaml")
  }

  /// The plan of profiles that were written before.
  func plan(_ names: String...) throws -> TuningPlan {
    let profiles = try names.map(load)
    return try TuningPlanner(kinds: kinds, catalog: try loadedCatalog()).plan(profiles)
  }

  /// Writes one profile and plans it.
  func plan(body: String) throws -> TuningPlan {
    try write("test", body)
    return try plan("test")
  }

  /// What refuses a profile, with the folder's own name taken out.
  func refusal(_ body: String) throws -> String {
    do {
      _ = try plan(body: body)
      return "accepted"
    } catch let problem as FileProblem {
      return problem.description.replacing("\(tree.path)/p/", with: "")
    }
  }
}

/// Where the profiles that ship with the tool are.
enum Shipped {
  static let folder = "\(Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))/Profiles"
  static let names = ["kvm-host", "kvm-latency", "database", "throughput"]

  static func catalog() throws -> Catalog { try Catalog.load("\(folder)/catalog.yaml") }
}

extension Topology {
  /// Nodes of so many cores of two threads: siblings are numbered behind all first threads.
  static func twoThreaded(nodes: Int, coresPerNode: Int) -> Topology {
    let cores = nodes * coresPerNode
    let siblings = (0..<cores).map { CPUSet([$0, $0 + cores]) }
    let perNode = (0..<nodes).map { node in
      siblings[node * coresPerNode..<(node + 1) * coresPerNode].reduce(CPUSet()) { $0.union($1) }
    }
    let all = perNode.reduce(CPUSet()) { $0.union($1) }
    return Topology(
      packages: nodes, dies: nodes, cores: cores, coreCPUs: siblings, packageCPUs: perNode, cpus: all,
      offlineCPUs: CPUSet(), allowedCPUs: all, allowedNodes: CPUSet(0..<nodes),
      nodes: perNode.enumerated().map { Node(id: $0, cpus: $1, memoryBytes: 1 << 30, memoryOnly: false) },
      distances: [], caches: [], coreKinds: [])
  }
}
