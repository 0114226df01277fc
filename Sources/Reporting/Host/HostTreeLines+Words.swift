internal import Host
internal import Platform

/// What the lines say of boxes, cores and memory.
extension HostTreeLines {
  /// What boxes that are alike are: `Packages 0-1 · Nodes 0-1, 64 GiB each`.
  func text(of run: [HostTree.Box]) -> String {
    let names = run[0].parts.indices.map { index -> String in
      let numbers = run.compactMap { box -> Int? in
        switch box.parts[index] {
        case .package(let number), .node(let number, _): number
        case .cache: nil
        }
      }
      let plural = run.count > 1 ? "s" : ""
      return switch run[0].parts[index] {
      case .package: "Package\(plural) \(CPUSet(numbers))"
      case .node(_, let bytes):
        "Node\(plural) \(CPUSet(numbers)), \(HostText.memory(bytes))\(run.count > 1 ? " each" : "")"
      case .cache(let text): text
      }
    }
    let allCaches = run[0].parts.allSatisfy(\.isCache)
    var text = (run.count > 1 && allCaches ? "\(run.count) x " : "") + names.joined(separator: " · ")
    let hasNode = topology.nodes.contains { !$0.memoryOnly && !$0.cpus.intersection(run[0].cpus).isEmpty }
    if !hasNode && !allCaches { text += ", no memory of its own online" }
    if run.count > 1 && !allCaches && run[0].parts.contains(where: \.isCache) { text += " each" }
    if run[0].isInline, let group = run[0].cores.first { text += ": \(Self.coreText(group))" }
    return text
  }

  /// `4 efficient cores`.
  static func coreText(_ group: HostTree.CoreGroup) -> String {
    "\(group.cores.count) \(group.name)\(group.cores.count == 1 ? "" : "s")"
  }

  /// Nodes of equal memory that have no CPUs.
  func memoryText(_ nodes: [Topology.Node]) -> String {
    let plural = nodes.count > 1
    return "Node\(plural ? "s" : "") \(CPUSet(nodes.map(\.id))), \(HostText.memory(nodes[0].memoryBytes))"
      + (plural ? " each" : "") + (nodes[0].kind.map { ", \($0)" } ?? "") + ", no CPUs"
  }

  /// What of these boxes this process may not use; empty where all is allowed.
  func mark(_ run: [HostTree.Box]) -> String { mark(union(run.map(\.cpus))) }

  /// The same of CPUs.
  func mark(_ cpus: CPUSet) -> String {
    let forbidden = cpus.subtracting(topology.allowedCPUs)
    if forbidden.isEmpty { return "" }
    return forbidden == cpus ? "not allowed" : "not allowed: \(HostText.list(forbidden))"
  }

  /// The same of the memory of nodes.
  func nodeMark(_ nodes: [Int]) -> String {
    let forbidden = CPUSet(nodes).subtracting(topology.allowedNodes)
    if forbidden.isEmpty { return "" }
    return forbidden.count == nodes.count ? "not allowed" : "not allowed: \(forbidden)"
  }

  /// All of these CPUs.
  func union(_ sets: [CPUSet]) -> CPUSet { sets.reduce(CPUSet()) { $0.union($1) } }
}
