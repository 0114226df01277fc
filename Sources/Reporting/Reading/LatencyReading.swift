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
    private var labels: [String: String] { estimate.metric.labels }

    /// Nil without a working set that is a number.
    init?(_ estimate: Estimate) {
      guard let bytes = estimate.metric.labels["working_set"].flatMap({ UInt64($0) }), bytes > 0 else {
        return nil
      }
      self.estimate = estimate
      workingSet = bytes
    }

    var pages: String { labels["pages"] ?? Units.unknown }
    var level: String { labels["level"] ?? Units.unknown }
    var cpuNode: String { labels["cpu_node"] ?? Units.unknown }
    var memoryNode: String { labels["memory_node"] ?? Units.unknown }
  }

  /// The points of one kind of pages at one place, smallest working set first.
  struct Staircase: Sendable {
    var pages: String
    var points: [Point]
  }

  /// Every point, remote ones included.
  let points: [Point]
  /// Of the place with the most points.
  let staircases: [Staircase]
  /// Latency for each pair of nodes, where several were measured.
  let matrix: NodeMatrix?
  /// Sizes of the data caches, nearest first.
  let caches: [(name: String, bytes: UInt64)]

  init(_ reading: RunReading) {
    points = reading.estimates(Self.id).compactMap { Point($0) }
    let places = Dictionary(grouping: points) { [$0.cpuNode, $0.memoryNode] }
    let richest =
      places.max { ($0.value.count, $1.key.joined()) < ($1.value.count, $0.key.joined()) }?.value ?? []
    staircases = Dictionary(grouping: richest, by: \.pages).map { pages, points in
      Staircase(pages: pages, points: points.sorted { $0.workingSet < $1.workingSet })
    }.sorted { $0.pages < $1.pages }
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

  /// The latency of memory itself: the largest working set beyond the caches, huge pages before others.
  var memory: Point? {
    let beyond = staircases.flatMap(\.points).filter { $0.level == "DRAM" && $0.estimate.isResult }
    return beyond.max {
      ($0.workingSet, $0.pages == "thp" ? 1 : 0) < ($1.workingSet, $1.pages == "thp" ? 1 : 0)
    }
  }

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
}
