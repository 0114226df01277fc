internal import Host
internal import Platform

/// A machine as boxes in boxes: packages, NUMA nodes, last-level caches, and in them cores with their threads.
struct TopologyBox: Equatable {
  /// A logical CPU.
  struct CPU: Equatable {
    var number: Int
    /// Whether this process may use it.
    var isAllowed: Bool
    /// Its place in the topology's kinds of cores; 0 where all are alike.
    var kind: Int
  }

  var title: String
  /// Class of its looks.
  var style: String
  var children: [TopologyBox] = []
  /// The threads of each core; only in boxes without children.
  var cores: [[CPU]] = []
  /// How many alike boxes it stands for.
  var count = 1

  /// CPUs in it, those of the boxes that it stands for not counted.
  var cpuCount: Int { cores.reduce(0) { $0 + $1.count } + children.reduce(0) { $0 + $1.cpuCount * $1.count } }

  /// Packages from which on alike ones are drawn once.
  static let alikePackages = 5
  /// Last-level caches of one node from which on alike ones are drawn once.
  static let alikeCaches = 5

  /// The packages of a machine.
  static func packages(of topology: Topology) -> [TopologyBox] {
    let packages = topology.packageCPUs.enumerated().map { index, cpus in
      let name = topology.packageCPUs.count == 1 && topology.packages == 0 ? "machine" : "package \(index)"
      return TopologyBox(title: name, style: "package", children: nodes(of: topology, in: cpus))
    }
    return merged(packages, from: alikePackages) { first, last in "packages \(first)–\(last), alike" }
  }

  private static func nodes(of topology: Topology, in package: CPUSet) -> [TopologyBox] {
    topology.nodes.compactMap { node in
      let here = node.cpus.intersection(package)
      let isNear = node.memoryOnly && node.nearCPUs.first.map(package.contains) ?? false
      guard !here.isEmpty || isNear else { return nil }
      let memory = node.memoryBytes.map { Units.binary(Double($0)) } ?? "memory unknown"
      let kind = node.memoryOnly ? "\(node.kind ?? "memory only"), no CPU" : nil
      let part = node.cpus.isSubset(of: package) ? nil : "shared by packages"
      let title = ["node \(node.id)", memory, kind, part].compactMap { $0 }.joined(separator: " · ")
      return TopologyBox(title: title, style: "node").filled(topology, here)
    }
  }

  /// Puts in the caches, or the cores where no cache is shared by several.
  private func filled(_ topology: Topology, _ cpus: CPUSet) -> TopologyBox {
    var box = self
    let level = topology.caches.map(\.level).max() ?? 0
    let caches = topology.caches.filter {
      $0.level == level && $0.kind != .instruction && !$0.cpus.intersection(cpus).isEmpty
    }
    let covered = caches.reduce(CPUSet()) { $0.union($1.cpus) }
    let isShared = caches.contains { cache in
      topology.coreCPUs.count { !$0.intersection(cache.cpus).isEmpty } > 1
    }
    guard isShared, cpus.isSubset(of: covered) else {
      box.cores = Self.cores(of: topology, in: cpus)
      return box
    }
    let inner = caches.map { cache in
      let size = cache.bytes.map { " \(Units.binary(Double($0)))" } ?? ""
      return TopologyBox(
        title: "L\(level)\(size)", style: "cache",
        cores: Self.cores(of: topology, in: cache.cpus.intersection(cpus)))
    }
    box.children = Self.merged(inner, from: Self.alikeCaches) { _, _ in nil }
    return box
  }

  private static func cores(of topology: Topology, in cpus: CPUSet) -> [[CPU]] {
    topology.coreCPUs.compactMap { core in
      let threads = core.intersection(cpus).numbers.map { number in
        CPU(
          number: number, isAllowed: topology.allowedCPUs.contains(number),
          kind: topology.coreKinds.firstIndex { $0.cpus.contains(number) } ?? 0)
      }
      return threads.isEmpty ? nil : threads
    }
  }

  /// Draws boxes once that are alike but for their numbers, when there are many.
  private static func merged(
    _ boxes: [TopologyBox], from least: Int, title: (Int, Int) -> String?
  ) -> [TopologyBox] {
    guard boxes.count >= least else { return boxes }
    var result: [TopologyBox] = []
    for (index, box) in boxes.enumerated() {
      if let last = result.last, last.isAlike(box) {
        let first = index - last.count
        result[result.count - 1].count += 1
        if let text = title(first, index) { result[result.count - 1].title = text }
      } else {
        result.append(box)
      }
    }
    return result
  }

  /// Whether two boxes differ in nothing but numbers.
  private func isAlike(_ other: TopologyBox) -> Bool {
    shape == other.shape
  }

  /// Everything but the numbers of packages, nodes and CPUs, as text.
  private var shape: String {
    // A node's title starts with its number; a package's is nothing but its number.
    let name = style == "package" ? "" : style == "node" ? title.drop { $0 != "·" }.description : title
    let threads = cores.map { core in core.map { "\($0.isAllowed)\($0.kind)" }.joined() }
    return "\(style)|\(name)|\(threads)|\(children.map { "\($0.count)\($0.shape)" })"
  }
}
