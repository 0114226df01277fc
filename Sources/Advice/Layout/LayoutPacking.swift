internal import Host
internal import Platform

/// Puts guests into caches, else into nodes, else over several: best fit, largest guests first.
///
/// Best fit (the place that has least left afterwards) keeps large holes for large guests; D. S. Johnson, "Near-optimal
/// Bin Packing Algorithms", MIT 1973. Equals are decided by memory, then by number, so that the same machine and guests
/// always give the same layout.
struct LayoutPacking {
  /// One guest to place.
  struct Guest {
    /// Counted from 1 as asked for.
    var number: Int
    var cpus: Int
    var bytes: UInt64
    /// Which of the shapes it is of.
    var shape: Int
  }

  /// Where a guest was put.
  struct Placement {
    var guest: Guest
    /// Its CPUs: its own cores, or the pools that it shares.
    var cpus = CPUSet()
    /// The pools of these CPUs.
    var pools: [Int] = []
    /// Homes of its CPUs, nearest to its first first.
    var homes: [Int] = []
    /// Memory by home.
    var memory: [(home: Int, bytes: UInt64)] = []
  }

  let machine: LayoutMachine
  let options: LayoutOptions
  /// Cores of one kind behind one cache, in order of home and first CPU.
  private(set) var pools: [CorePool]
  /// The pools of each home.
  private let poolsOfHome: [[Int]]
  /// Bytes that guests can still have of each home; nil when unknown.
  private(set) var freeBytes: [UInt64?]
  /// Sizes for which there was no place: what is as large finds none either.
  private var failed: [(cpus: Int, bytes: UInt64)] = []

  init(_ machine: LayoutMachine, _ shares: LayoutShares, _ options: LayoutOptions) {
    self.machine = machine
    self.options = options
    pools = shares.shares.enumerated().flatMap { home, share in
      CorePool.pools(of: share.guests, home: home, overcommit: options.overcommit)
    }
    var byHome = [[Int]](repeating: [], count: shares.shares.count)
    for (place, pool) in pools.enumerated() { byHome[pool.home].append(place) }
    poolsOfHome = byHome
    freeBytes = machine.homes.map { home in
      home.node.memoryBytes.map { $0 - LayoutOptions.reservedBytes(of: $0) }
    }
  }

  /// Virtual CPUs that a guest can still have in a home.
  func room(home: Int) -> Int { poolsOfHome[home].reduce(0) { $0 + room(pool: $1) } }

  /// A guest never has more virtual CPUs than CPUs below it: its own threads would wait for each other.
  private func room(pool: Int) -> Int { min(pools[pool].free, pools[pool].size) }

  private func hasMemory(_ home: Int, _ bytes: UInt64) -> Bool { freeBytes[home].map { $0 >= bytes } ?? true }

  /// Finds a place and takes it; nil where there is none.
  mutating func place(_ guest: Guest) -> Placement? {
    if failed.contains(where: { guest.cpus >= $0.cpus && guest.bytes >= $0.bytes }) { return nil }
    if let placement = inOneCache(guest) ?? inOneNode(guest) ?? overNodes(guest) { return placement }
    failed.append((guest.cpus, guest.bytes))
    return nil
  }

  // MARK: One cache, one node

  private mutating func inOneCache(_ guest: Guest) -> Placement? {
    let fitting = pools.indices.filter {
      room(pool: $0) >= guest.cpus && hasMemory(pools[$0].home, guest.bytes)
    }
    let best = fitting.min { first, second in
      let (left, right) = (pools[first], pools[second])
      return (left.free, freeBytes[left.home] ?? .max, first) < (
        right.free, freeBytes[right.home] ?? .max, second
      )
    }
    guard let best else { return nil }
    var placement = Placement(guest: guest)
    take(guest.cpus, from: [best], into: &placement)
    takeMemory(from: [(pools[best].home, guest.cpus)], into: &placement)
    return placement
  }

  private mutating func inOneNode(_ guest: Guest) -> Placement? {
    let rooms = poolsOfHome.indices.map { room(home: $0) }
    let fitting = rooms.indices.filter { rooms[$0] >= guest.cpus && hasMemory($0, guest.bytes) }
    guard
      let best = fitting.min(by: {
        (rooms[$0], freeBytes[$0] ?? .max, $0) < (rooms[$1], freeBytes[$1] ?? .max, $1)
      })
    else { return nil }
    var placement = Placement(guest: guest)
    takeCPUs(guest.cpus, home: best, into: &placement)
    takeMemory(from: [(best, guest.cpus)], into: &placement)
    return placement
  }

  // MARK: Several nodes

  /// The fewest nodes that are enough together, and of these the nearest to each other.
  private mutating func overNodes(_ guest: Guest) -> Placement? {
    let rooms = poolsOfHome.indices.map { room(home: $0) }
    var best: (homes: [Int], distance: Int)?
    for seed in rooms.indices where rooms[seed] > 0 {
      guard let found = neighbourhood(of: seed, for: guest, rooms) else { continue }
      if let known = best, (known.homes.count, known.distance) <= (found.homes.count, found.distance) {
        continue
      }
      best = found
    }
    guard let best else { return nil }
    var placement = Placement(guest: guest)
    var missing = guest.cpus
    var parts: [(home: Int, cpus: Int)] = []
    for home in best.homes {
      let part = min(missing, rooms[home])
      if part > 0 { takeCPUs(part, home: home, into: &placement) }
      parts.append((home, part))
      missing -= part
    }
    takeMemory(from: parts, into: &placement)
    return placement
  }

  /// A node and its nearest neighbours until CPUs and memory are enough; nil where they never are.
  private func neighbourhood(
    of seed: Int, for guest: Guest, _ rooms: [Int]
  ) -> (homes: [Int], distance: Int)? {
    func distance(_ home: Int) -> Int {
      machine.distance(machine.homes[seed].index, machine.homes[home].index)
    }
    let near = rooms.indices.map { (home: $0, distance: $0 == seed ? -1 : distance($0)) }
      .sorted { ($0.distance, $0.home) < ($1.distance, $1.home) }
    var homes: [Int] = []
    var total = 0
    var missingCPUs = guest.cpus
    var missingBytes = guest.bytes
    for (home, distance) in near where missingCPUs > 0 || missingBytes > 0 {
      let free = freeBytes[home] ?? .max
      let helps = missingCPUs > 0 && rooms[home] > 0 || missingBytes > 0 && free > 0
      guard helps else { continue }
      homes.append(home)
      total += max(0, distance)
      missingCPUs -= min(missingCPUs, rooms[home])
      missingBytes -= min(missingBytes, free)
    }
    return missingCPUs == 0 && missingBytes == 0 ? (homes, total) : nil
  }

  // MARK: Taking

  /// From as few caches as possible: the emptiest first.
  private mutating func takeCPUs(_ count: Int, home: Int, into placement: inout Placement) {
    let order = poolsOfHome[home].sorted { (room(pool: $1), $0) < (room(pool: $0), $1) }
    take(count, from: order, into: &placement)
  }

  private mutating func take(_ count: Int, from order: [Int], into placement: inout Placement) {
    var missing = count
    for pool in order where missing > 0 {
      let part = min(missing, room(pool: pool))
      guard part > 0 else { continue }
      let taken = pools[pool].take(part, isDense: options.overcommit > 1)
      placement.cpus = placement.cpus.union(options.isExclusive ? taken : pools[pool].cpus)
      placement.pools.append(pool)
      if !placement.homes.contains(pools[pool].home) { placement.homes.append(pools[pool].home) }
      missing -= part
    }
  }

  /// Memory where the CPUs are, in their proportion as far as there is any, in whole MiB; the rest wherever there is some.
  private mutating func takeMemory(from parts: [(home: Int, cpus: Int)], into placement: inout Placement) {
    let total = UInt64(max(1, placement.guest.cpus))
    var missing = placement.guest.bytes
    var taken = [UInt64](repeating: 0, count: parts.count)
    for isSecondRound in [false, true] {
      for (place, part) in parts.enumerated() where missing > 0 {
        // In full width: memory of a guest times its CPUs may be more than a number holds.
        let product = placement.guest.bytes.multipliedFullWidth(by: UInt64(part.cpus))
        let fair = total.dividingFullWidth(product).quotient & ~(1 << 20 - 1)
        let bytes = min(missing, isSecondRound ? missing : fair, freeBytes[part.home] ?? .max)
        taken[place] += bytes
        missing -= bytes
        if let free = freeBytes[part.home] { freeBytes[part.home] = free - bytes }
      }
    }
    for (place, part) in parts.enumerated() where taken[place] > 0 {
      placement.memory.append((part.home, taken[place]))
    }
  }
}
