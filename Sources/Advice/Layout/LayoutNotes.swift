internal import Host
internal import Platform

/// What a reader has to know of a layout, in sentences: rules, what is left out, what is split.
struct LayoutNotes {
  let machine: LayoutMachine
  let shares: LayoutShares
  let options: LayoutOptions
  let placements: [LayoutPacking.Placement]
  /// What was there before any guest.
  let empty: LayoutPacking

  /// The notes, general ones first.
  func texts() -> [String] {
    [rule, memoryRule].compactMap { $0 } + hybrid + tooSmall + leftOut + memoryOnly + strangers + guests
  }

  private var topology: Topology { machine.topology }

  // MARK: Rules

  private var rule: String? {
    switch options.goal {
    case .latency:
      "latency: every virtual CPU has a CPU of its own, in whole cores; of a node's cores one in 32, at least one, stays with the host"
    case .throughput:
      "throughput: every virtual CPU counts as a CPU, in whole cores; guests of one cache share its CPUs, nothing is isolated"
    case .density:
      "density: up to \(options.overcommit) virtual CPUs a CPU; memory is never promised twice; nothing is isolated"
        + actualOvercommit
    }
  }

  private var actualOvercommit: String {
    let virtual = placements.reduce(0) { $0 + $1.guest.cpus }
    let cpus = shares.shares.reduce(0) { $0 + $1.guests.reduce(0) { $0 + $1.count } }
    guard virtual > 0, cpus > 0 else { return "" }
    let hundredths = (virtual * 100 + cpus / 2) / cpus
    return
      " (placed: \(virtual) on \(LayoutText.count(cpus, "CPU")), \(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10) a CPU)"
  }

  private var memoryRule: String? {
    guard !machine.homes.isEmpty else { return nil }
    let unknown = CPUSet(machine.homes.filter { $0.node.memoryBytes == nil }.map(\.node.id))
    let known = "a sixteenth of each node's memory, at least 512 MiB, stays with the host"
    if unknown.isEmpty { return known }
    let missing =
      "the memory of \(LayoutText.nodes(unknown)) is unknown, so that of guests there was not checked"
    return unknown.count == machine.homes.count ? missing : "\(known); \(missing)"
  }

  private var hybrid: [String] {
    guard topology.coreKinds.count > 1 else { return [] }
    let names = topology.coreKinds.map { "\($0.name) \(LayoutText.cpus($0.cpus))" }.joined(separator: ", ")
    guard machine.namesFastCores else {
      return ["kinds of cores: \(names); which are faster is not known, so all count as equal"]
    }
    return options.isExclusive
      ? [
        "kinds of cores: \(names); guests have performance cores only, the host efficient ones where there are any"
      ]
      : ["kinds of cores: \(names); a guest has cores of one kind where they fit"]
  }

  // MARK: Small machines

  private var tooSmall: [String] {
    if machine.homes.isEmpty { return [] }
    if shares.isMachineTooSmall {
      let wholes = machine.homes.reduce(0) { $0 + $1.cores.count { $0.isWhole } }
      return [
        "nothing can be isolated: \(LayoutText.count(wholes, "whole core")) may be used, and the host needs one beside at least two for guests"
      ]
    }
    let small = CPUSet(shares.shares.filter(\.isTooSmall).map(\.home.node.id))
    let sharing = CPUSet(shares.shares.filter(\.isHostSharing).map(\.home.node.id))
    return [
      small.isEmpty
        ? nil
        : "\(LayoutText.nodes(small)): fewer than \(options.coresForHousekeeping) whole cores may be used; nothing is isolated there, all CPUs stay with the host",
      sharing.isEmpty
        ? nil
        : "\(LayoutText.nodes(sharing)): fewer than \(options.coresForHousekeeping) cores may be used; the host shares one of them with the guests",
    ].compactMap { $0 }
  }

  // MARK: What is left out

  private var leftOut: [String] {
    let forbidden = topology.cpus.subtracting(topology.allowedCPUs)
    let partly = machine.homes.flatMap(\.cores).filter { !$0.isWhole }.cpus
    return [
      topology.offlineCPUs.isEmpty ? nil : "\(LayoutText.cpus(topology.offlineCPUs)) offline: not used",
      forbidden.isEmpty
        ? nil : "\(LayoutText.cpus(forbidden)) not allowed here by cgroup or affinity: not used",
      partly.isEmpty
        ? nil
        : "\(LayoutText.cpus(partly)): siblings on the same cores are not allowed here"
          + (options.isExclusive ? "; they stay with the host, for nobody can promise quiet there" : ""),
    ].compactMap { $0 }
  }

  private var memoryOnly: [String] {
    topology.nodes.filter(\.memoryOnly).map { node in
      if node.memoryBytes == 0 { return "node \(node.id) has neither CPUs nor memory: not used" }
      let name = node.kind.map { "node \(node.id) (\($0))" } ?? "node \(node.id)"
      // Memory on the package is faster than the nodes' own, but small.
      let isFast = ["HBM", "MCDRAM"].contains(node.kind ?? "")
      return "\(name) is memory only: \(isFast ? "a tier of its own" : "a slower tier"), not used as a home"
    }
  }

  private var strangers: [String] {
    let homeless = machine.homeless.cpus
    return machine.strangers.map { home in
      let why =
        topology.allowedNodes.contains(home.node.id)
        ? "has no memory" : "has memory that is not allowed here by the cgroup"
      return
        "node \(home.node.id) \(why): guests would have all of theirs elsewhere; \(LayoutText.cpus(home.cores.cpus)) stay with the host"
    }
      + (homeless.isEmpty
        ? []
        : [
          "\(LayoutText.cpus(homeless)) belong to no NUMA node that is online: they stay with the host; bring the memory of their node online to use them for guests"
        ])
  }

  // MARK: Guests

  private var guests: [String] {
    let caches = empty.pools.map(\.cache)
    let kinds = empty.pools.map(\.kind)
    func numbers(_ isMeant: (LayoutPacking.Placement) -> Bool) -> [Int] {
      placements.filter(isMeant).map(\.guest.number)
    }
    let overCaches = numbers { placement in
      placement.homes.count == 1 && Set(placement.pools.map { caches[$0] }).count > 1
    }
    let mixed = numbers { placement in Set(placement.pools.map { kinds[$0] }).count > 1 }
    let rounded = numbers { placement in
      options.isExclusive && placement.cpus.count > placement.guest.cpus
    }
    return [
      overCaches.isEmpty
        ? nil
        : "\(LayoutText.guests(overCaches)): no single cache has room, so several of one node are used",
      mixed.isEmpty ? nil : "\(LayoutText.guests(mixed)): their CPUs are of different kinds",
      rounded.isEmpty
        ? nil
        : "\(LayoutText.guests(rounded)): cores are never shared by two guests, so siblings stay idle",
    ].compactMap { $0 } + split
  }

  /// Guests over the same nodes are told together.
  private var split: [String] {
    var order: [CPUSet] = []
    var groups: [CPUSet: [LayoutPacking.Placement]] = [:]
    for placement in placements {
      let nodes = placement.nodes(machine)
      guard nodes.count > 1 else { continue }
      if groups[nodes] == nil { order.append(nodes) }
      groups[nodes, default: []].append(placement)
    }
    return order.map { nodes in
      let group = groups[nodes] ?? []
      let isLarge = group.contains { isLargerThanNodes($0.guest) }
      let what = group.contains { $0.homes.count > 1 } ? "CPUs and memory" : "memory"
      return
        "\(LayoutText.guests(group.map(\.guest.number))): \(isLarge ? "larger than any one node" : "no single node has room left");"
        + " \(what) split over \(LayoutText.nodes(nodes)), so part of it is remote: give the guest NUMA nodes of its own"
    }
  }

  private func isLargerThanNodes(_ guest: LayoutPacking.Guest) -> Bool {
    !machine.homes.indices.contains { home in
      empty.room(home: home) >= guest.cpus && (empty.freeBytes[home].map { $0 >= guest.bytes } ?? true)
    }
  }
}
