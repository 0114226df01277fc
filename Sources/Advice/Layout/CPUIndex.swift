internal import Host
internal import Platform

/// What each CPU belongs to, found once: asking the sets of a large machine again and again would take longer than the
/// layout itself.
struct CPUIndex {
  /// One more than the largest number.
  let size: Int
  /// The node of each CPU, as its place in the topology's nodes.
  private(set) var node: [Int?]
  /// The kind of core of each CPU, as its place in the topology's kinds; nil where all are alike.
  private(set) var kind: [Int?]
  /// The outermost cache with data that each CPU shares with another core, as its place in the topology's caches.
  private(set) var cache: [Int?]

  init(_ topology: Topology) {
    let size = (topology.cpus.numbers.last ?? -1) + 1
    self.size = size
    let nothing = [Int?](repeating: nil, count: size)
    func sorted(_ sets: some Sequence<(Int, CPUSet)>) -> [Int?] {
      var places = nothing
      for (place, cpus) in sets {
        for cpu in cpus.numbers where cpu < size && places[cpu] == nil { places[cpu] = place }
      }
      return places
    }
    node = sorted(topology.nodes.enumerated().filter { !$1.memoryOnly }.map { ($0, $1.cpus) })
    kind =
      topology.coreKinds.count > 1 ? sorted(topology.coreKinds.enumerated().map { ($0, $1.cpus) }) : nothing
    let core = sorted(topology.coreCPUs.enumerated().map { ($0, $1) })
    let shared = topology.caches.enumerated().filter { _, cache in
      guard cache.kind != .instruction, let first = cache.cpus.first else { return false }
      let cores = cache.cpus.numbers.lazy.map { $0 < size ? core[$0] : nil }
      return cores.contains { $0 != (first < size ? core[first] : nil) }
    }
    // The outermost first: what is found first counts.
    cache = sorted(
      shared.sorted { ($1.element.level, $0.offset) < ($0.element.level, $1.offset) }
        .map { ($0.offset, $0.element.cpus) })
  }
}
