internal import Experiment
internal import Host
internal import Platform

/// The latencies of a Run: a staircase for each kind of pages, and what it says of the caches.
struct LatencyReading: Sendable {
  static let id = "memory.latency"

  /// One working set.
  struct Point: Sendable {
    let estimate: Estimate
    /// Bytes.
    let workingSet: UInt64

    /// Nil without a working set that is a number.
    init?(_ estimate: Estimate) {
      guard let bytes = estimate["working_set"].flatMap({ UInt64($0) }), bytes > 0 else {
        return nil
      }
      self.estimate = estimate
      workingSet = bytes
    }

    var pages: String { estimate["pages"] ?? Units.unknown }
    var level: String { estimate["level"] ?? Units.unknown }
    var cpuNode: String { estimate["cpu_node"] ?? Units.unknown }
    var memoryNode: String { estimate["memory_node"] ?? Units.unknown }
  }

  /// The points of one kind of pages at one place, smallest working set first.
  struct Staircase: Sendable {
    var pages: String
    var points: [Point]
  }

  /// Every point, remote ones included.
  let points: [Point]
  /// What is on no staircase: other places, and what has no working set.
  let others: [Estimate]
  /// Of the place with the most points.
  let staircases: [Staircase]
  /// Latency for each pair of nodes, where several were measured.
  let matrix: NodeMatrix?
  /// Sizes of the data caches, nearest first.
  let caches: [(name: String, bytes: UInt64)]

  init(_ reading: RunReading) {
    let estimates = reading.estimates(Self.id)
    points = estimates.compactMap { Point($0) }
    let places = Dictionary(grouping: points) { [$0.cpuNode, $0.memoryNode] }
    let richest =
      places.max { ($0.value.count, $1.key.joined()) < ($1.value.count, $0.key.joined()) }?.value ?? []
    staircases = Dictionary(grouping: richest, by: \.pages).map { pages, points in
      Staircase(pages: pages, points: points.sorted { $0.workingSet < $1.workingSet })
    }.sorted { $0.pages < $1.pages }
    let shown = Set(richest.map(\.estimate.metric.key))
    others = estimates.filter { !shown.contains($0.metric.key) }
    matrix = NodeMatrix.latency(points)
    let topology = reading.run.host.topology
    caches = (topology.cpus.first.map { topology.dataCaches(of: $0) } ?? []).compactMap { cache in
      cache.bytes.map { ("L\(cache.level)", $0) }
    }
  }

  /// One point for each level and kind of pages that stands for the level: the largest working set that takes at
  /// most half of the cache, so that nothing of its neighbour shows; of DRAM the largest.
  var representatives: [Point] {
    let order = ["L1", "L2", "L3", "L4", "DRAM"]
    let chosen = staircases.flatMap { staircase in
      Dictionary(grouping: staircase.points, by: \.level).compactMap { level, points -> Point? in
        guard level != "mixed" else { return nil }
        guard let size = caches.first(where: { $0.name == level })?.bytes else { return points.last }
        return points.last { $0.workingSet <= size / 2 } ?? points.first
      }
    }
    return chosen.sorted {
      (order.firstIndex(of: $0.level) ?? order.count, $0.level, $0.pages)
        < (order.firstIndex(of: $1.level) ?? order.count, $1.level, $1.pages)
    }
  }

  /// The latency of memory itself, for each kind of pages: the largest working set beyond the caches.
  var memories: [Point] {
    staircases.compactMap { $0.points.last { $0.level == "DRAM" && $0.estimate.isResult } }
  }

  /// The same of the kind of pages with the largest working set, huge pages before others.
  var memory: Point? {
    memories.max { ($0.workingSet, $0.pages == "thp" ? 1 : 0) < ($1.workingSet, $1.pages == "thp" ? 1 : 0) }
  }

  /// How it was measured.
  static let explanation = "One load that waits for the one before it, in random order."

  /// What the last cache seems to hold, where that is less than half of its size: the largest working set that is
  /// still loaded in under half of the time of memory. On a shared host others use the rest.
  var shortLastCache: (cache: String, bytes: UInt64, reach: UInt64)? {
    guard let last = caches.last, caches.count > 1, let slow = memory?.estimate.value,
      let stairs = staircases.first(where: { $0.pages == memory?.pages })
    else { return nil }
    let reach = stairs.points.prefix { ($0.estimate.value ?? .infinity) < slow / 2 }.last?.workingSet
    guard let reach, reach < last.bytes / 2, stairs.points.contains(where: { $0.workingSet > reach }) else {
      return nil
    }
    return (last.name, last.bytes, reach)
  }

  /// The same as a sentence.
  var shortCacheSentence: String? {
    shortLastCache.map { short in
      "\(short.cache) has \(Units.size(short.bytes)), yet loads slow down beyond \(Units.size(short.reach)): reckon with that much of it here. Others may use the rest."
    }
  }
}
