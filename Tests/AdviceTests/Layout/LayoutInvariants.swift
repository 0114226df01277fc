import Host
import Platform

@testable import Advice

/// What holds for every layout of every machine, checked against the topology itself and not against how the planner
/// sees it.
struct LayoutInvariants {
  let topology: Topology
  let options: LayoutOptions
  let shapes: [GuestShape]
  let layout: CPULayout

  /// What does not hold, in words; empty where all does.
  func violations() -> [String] {
    let found: [[String]] = [
      allowed(), siblings(), exclusive(), housekeeping(), memory(), places(), counts(), capacity(), words(),
      locality(),
    ]
    return found.flatMap { $0 }
  }

  private var usable: CPUSet { topology.cpus.intersection(topology.allowedCPUs) }
  private func check(_ holds: Bool, _ text: @autoclosure () -> String) -> [String] { holds ? [] : [text()] }

  /// Only online and allowed CPUs.
  private func allowed() -> [String] {
    var used: [CPUSet] = [layout.housekeeping]
    used += layout.partitions.map(\.cpus)
    used += layout.places.map(\.cpus)
    for node in layout.nodes { used += [node.guests, node.housekeeping] }
    return used.flatMap { cpus in
      check(cpus.isSubset(of: usable), "\(cpus.subtracting(usable)) may not be used")
    }
  }

  /// Siblings are all in a set or none is; where a set is somebody's alone, those that may not be used count as well.
  private func siblings() -> [String] {
    let coreOf = Dictionary(
      topology.coreCPUs.enumerated().flatMap { core, cpus in cpus.numbers.map { ($0, core) } }
    ) { first, _ in first }
    let whole = topology.coreCPUs.map { $0.intersection(topology.cpus).count }
    let mine = topology.coreCPUs.map { $0.intersection(usable).count }
    func split(_ cpus: CPUSet, _ counts: [Int], _ name: String) -> [String] {
      var found: [Int: Int] = [:]
      for cpu in cpus.numbers { if let core = coreOf[cpu] { found[core, default: 0] += 1 } }
      return found.filter { $0.value != counts[$0.key] }.map { core, _ in
        "\(name) splits the core of CPUs \(topology.coreCPUs[core])"
      }
    }
    var problems: [String] = []
    for group in layout.partitions {
      problems += split(group.cpus, group.kind == .member ? mine : whole, group.name)
    }
    for place in layout.places { problems += split(place.cpus, mine, "guest \(place.guest)") }
    for node in layout.nodes { problems += split(node.housekeeping, mine, "the host on node \(node.id)") }
    return problems
  }

  /// No CPU is in a partition that has its CPUs for itself and anywhere else.
  private func exclusive() -> [String] {
    var problems: [String] = []
    for (index, second) in layout.partitions.enumerated() {
      for first in layout.partitions[..<index] where first.kind != .member || second.kind != .member {
        problems += check(
          first.cpus.intersection(second.cpus).isEmpty, "\(first.name) and \(second.name) overlap")
      }
    }
    problems += check(
      layout.exclusiveCPUs.intersection(layout.housekeeping).isEmpty, "the host's CPUs are isolated")
    problems += check((layout.goal == .latency) || layout.exclusiveCPUs.isEmpty, "a shared layout isolates")
    problems += check(
      Set(layout.partitions.map(\.name)).count == layout.partitions.count, "two partitions of one name")
    problems += layout.partitions.flatMap { check(!$0.cpus.isEmpty, "\($0.name) has no CPUs") }
    guard layout.goal == .latency else { return problems }
    var taken = CPUSet()
    for place in layout.places {
      problems += check(taken.intersection(place.cpus).isEmpty, "guest \(place.guest) shares its CPUs")
      taken = taken.union(place.cpus)
    }
    return problems
  }

  /// Every node with CPUs keeps some for the host, for latency a whole core where there is one.
  private func housekeeping() -> [String] {
    topology.nodes.flatMap { node -> [String] in
      let cpus = node.cpus.intersection(usable)
      let found = layout.nodes.first { $0.id == node.id }
      if cpus.isEmpty { return check(found == nil, "node \(node.id) has no CPUs") }
      guard let kept = found else { return ["node \(node.id) is missing"] }
      var problems = check(!kept.housekeeping.isEmpty, "node \(node.id) keeps nothing")
      problems += check(
        kept.housekeeping.isSubset(of: layout.housekeeping), "node \(node.id) keeps what the host has not")
      guard layout.goal == .latency else { return problems }
      let wholes = topology.coreCPUs.map { $0.intersection(topology.cpus) }
        .filter { !$0.isEmpty && $0.isSubset(of: cpus) }
      let keepsWhole = wholes.contains { $0.isSubset(of: kept.housekeeping) }
      return problems + check(wholes.isEmpty || keepsWhole, "node \(node.id) keeps no whole core")
    }
  }

  /// Memory only where it may be used, and never on a node without CPUs.
  private func memory() -> [String] {
    let homes = CPUSet(
      topology.nodes.filter { !$0.memoryOnly && $0.memoryBytes != 0 }.map(\.id)
    )
    .intersection(topology.allowedNodes)
    var used: [Int: UInt64] = [:]
    for part in layout.places.flatMap(\.memory) { used[part.node, default: 0] += part.bytes }
    var problems: [String] = []
    for group in layout.partitions {
      problems += check(group.mems.isSubset(of: homes), "\(group.name) has memory of \(group.mems)")
    }
    for place in layout.places {
      problems += check(place.nodes.isSubset(of: homes), "guest \(place.guest) lives on \(place.nodes)")
    }
    for node in layout.nodes where node.isHome {
      guard let bytes = node.memoryBytes, let free = node.freeBytes else { continue }
      let sum = (used[node.id] ?? 0) + node.reservedBytes + free
      problems += check(sum == bytes, "the memory of node \(node.id) does not add up")
    }
    return problems
  }

  /// Guests have what they asked for, within their group.
  private func places() -> [String] {
    let order = shapes.flatMap { shape in (0..<shape.count).map { _ in shape } }
    return layout.places.flatMap { place -> [String] in
      guard order.indices.contains(place.guest - 1) else { return ["there is no guest \(place.guest)"] }
      let shape = order[place.guest - 1]
      guard let group = layout.partitions.first(where: { $0.name == place.partition }) else {
        return ["guest \(place.guest) has no group"]
      }
      let name = "guest \(place.guest)"
      var problems = check(place.virtualCPUs == shape.cpus, "\(name) is another")
      problems += check(place.cpus.count >= shape.cpus, "\(name) has \(place.cpus.count) CPUs")
      problems += check(bytes(place) == shape.memoryBytes, "\(name) lacks memory")
      problems += check(place.cpus.isSubset(of: group.cpus), "\(name) is not in its group")
      return problems + check(place.nodes.isSubset(of: group.mems), "\(name) has other memory")
    }
  }

  /// Every guest is either placed or told.
  private func counts() -> [String] {
    let asked = shapes.reduce(0) { $0 + $1.count }
    let told = layout.unplaced.reduce(0) { $0 + $1.shape.count }
    let placed = layout.places.map(\.guest)
    return check(placed.count + told == asked, "\(placed.count) placed and \(told) not, of \(asked)")
      + check(placed == Set(placed).sorted(), "guests are not in order")
  }

  /// No node gives more virtual CPUs than the goal allows; what is called full is full.
  private func capacity() -> [String] {
    var problems: [String] = []
    for node in layout.nodes {
      let alone = layout.places.filter { place in
        place.cpus.isSubset(of: node.guests) && !place.cpus.isEmpty
      }
      let virtual = alone.reduce(0) { $0 + $1.virtualCPUs }
      problems += check(
        virtual <= node.guests.count * layout.overcommit, "node \(node.id) gives \(virtual) virtual CPUs")
    }
    guard layout.goal == .latency else { return problems }
    let taken = layout.places.reduce(CPUSet()) { $0.union($1.cpus) }
    let left = layout.nodes.reduce(0) { $0 + $1.guests.subtracting(taken).count }
    let homes = layout.nodes.filter(\.isHome)
    let bytes = homes.reduce(0 as UInt64?) { sum, node in
      sum.flatMap { sum in node.freeBytes.map { sum + $0 } }
    }
    for gap in layout.unplaced {
      let lacksMemory = bytes.map { gap.shape.memoryBytes > $0 } ?? false
      problems += check(gap.shape.cpus > left || lacksMemory, "\(gap.shape) would fit: \(left) CPUs are left")
    }
    return problems
  }

  /// Reasons and notes are there, in one line each, and a split guest is always told.
  private func words() -> [String] {
    let texts = layout.notes + layout.unplaced.map(\.reason) + layout.partitions.map(\.why)
    var problems: [String] = []
    for text in texts {
      let isPlain = !text.isEmpty && !text.contains("\n") && !text.contains("\"")
      problems += check(isPlain, "not one plain line: \(text)")
    }
    for place in layout.places where place.nodes.count > 1 {
      let words = "split over nodes \(place.nodes),"
      problems += check(
        layout.notes.contains { $0.contains(words) }, "guest \(place.guest) is split silently")
    }
    for node in topology.nodes where node.memoryOnly {
      let isTold = layout.notes.contains { $0.hasPrefix("node \(node.id) ") }
      problems += check(isTold, "node \(node.id) is left out silently")
    }
    return problems
  }

  /// The guest that is placed first finds an empty machine: one node where one is large enough. On hybrid machines it
  /// has fast cores.
  private func locality() -> [String] {
    var problems: [String] = []
    let first = layout.places.min { left, right in
      (right.virtualCPUs, bytes(right), left.guest) < (left.virtualCPUs, bytes(left), right.guest)
    }
    if let first {
      let isPossible = layout.nodes.contains { node in
        guard node.isHome, node.guests.count >= first.virtualCPUs else { return false }
        guard let all = node.memoryBytes else { return true }
        return all - node.reservedBytes >= bytes(first)
      }
      problems += check(!isPossible || first.nodes.count == 1, "guest \(first.guest) is split without need")
    }
    guard layout.goal == .latency, let fast = topology.coreKinds.first(where: { $0.name == "performance" }),
      topology.coreKinds.count > 1
    else { return problems }
    return problems
      + layout.places.flatMap { check($0.cpus.isSubset(of: fast.cpus), "guest \($0.guest) has slow cores") }
  }

  private func bytes(_ place: CPULayout.Place) -> UInt64 { place.memory.reduce(0) { $0 + $1.bytes } }
}
