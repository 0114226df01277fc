public import Host
internal import Platform

/// Lays out the CPUs of a machine for a goal and, if there are any, for guests.
///
///     let planner = LayoutPlanner(topology, LayoutOptions(.latency))
///     let layout = planner.layout(for: try GuestShape.list("6x4c16g"))
///     for gap in layout.unplaced { print(gap.shape, gap.reason) }
///
/// Nothing is read from the host and nothing is written; the same machine, options and guests give the same layout.
/// Whatever the machine: CPUs that are offline or not allowed are never used, SMT siblings stay together, no CPU is in
/// two partitions that have their CPUs for themselves, and what does not fit is told.
public struct LayoutPlanner: Sendable {
  private let topology: Topology
  private let options: LayoutOptions

  /// A planner for a machine.
  public init(_ topology: Topology, _ options: LayoutOptions) {
    self.topology = topology
    self.options = options
  }

  /// The layout for these guests; without any, what guests of any size would find.
  public func layout(for shapes: [GuestShape] = []) -> CPULayout {
    let machine = LayoutMachine(topology)
    let shares = LayoutShares(machine, options)
    var packing = LayoutPacking(machine, shares, options)
    let empty = packing
    var placements: [LayoutPacking.Placement] = []
    var missing = [Int](repeating: 0, count: shapes.count)
    for guest in Self.largestFirst(shapes) {
      if let placement = packing.place(guest) {
        placements.append(placement)
      } else {
        missing[guest.shape] += 1
      }
    }
    placements.sort { $0.guest.number < $1.guest.number }
    let groups = LayoutPartitions(machine, shares, options, placements, hasGuests: !shapes.isEmpty)
    let caches = packing.pools.map(\.cache)
    let reasons = LayoutReasons(machine: machine, options: options, before: empty, after: packing)
    let notes = LayoutNotes(
      machine: machine, shares: shares, options: options, placements: placements, empty: empty)
    return CPULayout(
      goal: options.goal, overcommit: options.overcommit,
      nodes: Self.nodes(machine, shares, packing), housekeeping: groups.housekeeping,
      partitions: groups.partitions,
      places: placements.map { place($0, machine, groups, caches) },
      unplaced: shapes.indices.filter { missing[$0] > 0 }.map { index in
        var shape = shapes[index]
        shape.count = missing[index]
        return CPULayout.Unplaced(shape: shape, reason: reasons.reason(for: shape))
      },
      notes: notes.texts())
  }

  private static func largestFirst(_ shapes: [GuestShape]) -> [LayoutPacking.Guest] {
    var guests: [LayoutPacking.Guest] = []
    for (index, shape) in shapes.enumerated() {
      for _ in 0..<shape.count {
        guests.append(
          LayoutPacking.Guest(
            number: guests.count + 1, cpus: shape.cpus, bytes: shape.memoryBytes, shape: index))
      }
    }
    return guests.sorted { ($1.cpus, $1.bytes, $0.number) < ($0.cpus, $0.bytes, $1.number) }
  }

  private static func nodes(
    _ machine: LayoutMachine, _ shares: LayoutShares, _ packing: LayoutPacking
  ) -> [CPULayout.Node] {
    let homes = shares.shares.enumerated().map { index, share in
      let bytes = share.home.node.memoryBytes
      return CPULayout.Node(
        id: share.home.node.id, housekeeping: share.housekeeping.cpus, guests: share.guests.cpus,
        memoryBytes: bytes, reservedBytes: bytes.map(LayoutOptions.reservedBytes) ?? 0,
        freeBytes: packing.freeBytes[index], isHome: true)
    }
    let strangers = machine.strangers.map { home in
      CPULayout.Node(
        id: home.node.id, housekeeping: home.cores.cpus, guests: CPUSet(), memoryBytes: home.node.memoryBytes,
        reservedBytes: home.node.memoryBytes ?? 0, freeBytes: home.node.memoryBytes.map { _ in 0 },
        isHome: false)
    }
    return (homes + strangers).sorted { $0.id < $1.id }
  }

  private func place(
    _ placement: LayoutPacking.Placement, _ machine: LayoutMachine, _ groups: LayoutPartitions,
    _ caches: [Int?]
  ) -> CPULayout.Place {
    let nodes = placement.nodes(machine)
    return CPULayout.Place(
      guest: placement.guest.number, virtualCPUs: placement.guest.cpus, cpus: placement.cpus, nodes: nodes,
      cache: placement.cache(machine, caches),
      memory: placement.memory.map {
        CPULayout.Memory(node: machine.homes[$0.home].node.id, bytes: $0.bytes)
      },
      partition: groups.name(for: nodes))
  }
}

extension LayoutPacking.Placement {
  /// The numbers of the nodes of its CPUs and of its memory.
  func nodes(_ machine: LayoutMachine) -> CPUSet {
    CPUSet((homes + memory.map(\.home)).map { machine.homes[$0].node.id })
  }

  /// The cache that all of its CPUs share: `L3 of CPUs 0-7`; nil where there is none.
  ///
  /// - Parameter caches: the cache of each pool.
  func cache(_ machine: LayoutMachine, _ caches: [Int?]) -> String? {
    let found = Set(pools.map { caches[$0] })
    guard found.count == 1, let first = found.first, let place = first else { return nil }
    let cache = machine.topology.caches[place]
    return "L\(cache.level) of \(LayoutText.cpus(cache.cpus))"
  }
}
