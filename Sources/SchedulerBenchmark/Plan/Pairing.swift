internal import Host
internal import Platform

/// How near two CPUs are: the classes in which the cost of talking to each other falls.
public enum PairingClass: String, Sendable, CaseIterable, Codable {
  /// One CPU for both.
  case sameCPU = "same_cpu"
  /// Two hardware threads of one core.
  case siblings
  /// Two cores below one last-level cache.
  case sameCache = "same_cache"
  /// Two cores of one node with different last-level caches.
  case sameNode = "same_node"
  /// Two nodes.
  case otherNode = "other_node"

  /// In words, for why there is none: `two hardware threads of one core`.
  var inWords: String {
    switch self {
    case .sameCPU: "one CPU"
    case .siblings: "two hardware threads of one core"
    case .sameCache: "two cores below one last-level cache"
    case .sameNode: "two cores of one node with different last-level caches"
    case .otherNode: "CPUs of two nodes"
    }
  }
}

/// Two CPUs and how near they are.
struct Pairing: Sendable, Equatable {
  var first: Int
  var second: Int
  var kind: PairingClass
}

extension Topology {
  /// How near two CPUs are.
  func pairing(_ first: Int, _ second: Int) -> PairingClass {
    if first == second { return .sameCPU }
    if let core = coreCPUs.first(where: { $0.contains(first) }), core.contains(second) { return .siblings }
    let node = node(ofCPU: first)?.id
    if node != self.node(ofCPU: second)?.id { return .otherNode }
    guard let cache = dataCaches(of: first).last else { return .sameNode }
    return cache.cpus.contains(second) ? .sameCache : .sameNode
  }

  /// For each class that these CPUs have, the first pair of it: from the lowest CPU where that has one.
  func representativePairs(of cpus: [Int]) -> [Pairing] {
    let sorted = cpus.sorted()
    guard let lowest = sorted.first else { return [] }
    return PairingClass.allCases.compactMap { kind in
      for first in [lowest] + sorted.dropFirst() {
        let second = kind == .sameCPU ? first : sorted.first { $0 > first && pairing(first, $0) == kind }
        if let second { return Pairing(first: first, second: second, kind: kind) }
      }
      return nil
    }
  }
}
