internal import Host
internal import Platform

/// The groups that make a layout true.
struct LayoutPartitions {
  private let options: LayoutOptions
  /// All CPUs that the host keeps.
  let housekeeping: CPUSet
  /// The groups, the host's first.
  private(set) var partitions: [CPULayout.Partition] = []

  /// - Parameter hasGuests: whether guests were asked for; without any, all that they could have is set apart.
  init(
    _ machine: LayoutMachine, _ shares: LayoutShares, _ options: LayoutOptions,
    _ placements: [LayoutPacking.Placement], hasGuests: Bool
  ) {
    self.options = options
    let strangers = machine.strangers.flatMap(\.cores) + machine.homeless
    housekeeping = (shares.shares.flatMap(\.housekeeping) + strangers).cpus
    let groups =
      options.isExclusive
      ? exclusive(machine, shares, placements, hasGuests: hasGuests)
      : shared(machine, shares, placements)
    // A group of all CPUs would change nothing.
    guard !groups.isEmpty else { return }
    let host = CPULayout.Partition(
      name: "assay-housekeeping", cpus: housekeeping, mems: CPUSet(machine.homes.map(\.node.id)),
      kind: .member, why: "the host's own work: services, emulator threads, interrupts")
    partitions = [host] + groups
  }

  /// The group of guests on these nodes.
  func name(for nodes: CPUSet) -> String { Self.name(options.isExclusive ? "isolated" : "shared", nodes) }

  /// Numbers one by one: a comma would have to be quoted in a shell.
  private static func name(_ word: String, _ nodes: CPUSet) -> String {
    "assay-\(word)-node\(nodes.count == 1 ? "" : "s-")\(nodes.numbers.map(String.init).joined(separator: "-"))"
  }

  // MARK: Cores of one's own

  private func exclusive(
    _ machine: LayoutMachine, _ shares: LayoutShares, _ placements: [LayoutPacking.Placement], hasGuests: Bool
  ) -> [CPULayout.Partition] {
    var byNodes: [CPUSet: CPUSet] = [:]
    for placement in placements {
      byNodes[placement.nodes(machine), default: CPUSet()].formUnion(placement.cpus)
    }
    if !hasGuests {
      for share in shares.shares where !share.guests.isEmpty {
        byNodes[CPUSet([share.home.node.id])] = share.guests.cpus
      }
    }
    let isolated = Self.ordered(byNodes).map { nodes, cpus in
      CPULayout.Partition(
        name: name(for: nodes), cpus: cpus, mems: nodes, kind: options.exclusivePartition,
        why: "whole cores for guests on \(LayoutText.nodes(nodes)) and for nothing else")
    }
    let used = byNodes.values.reduce(CPUSet()) { $0.union($1) }
    return isolated
      + shares.shares.compactMap { share in
        let rest = (share.guests + share.others).cpus.subtracting(used)
        guard !rest.isEmpty else { return nil }
        let nodes = CPUSet([share.home.node.id])
        return CPULayout.Partition(
          name: Self.name("shared", nodes), cpus: rest, mems: nodes, kind: .member,
          why: "what is left of node \(share.home.node.id), for work that needs no quiet")
      }
  }

  // MARK: Shared cores

  private func shared(
    _ machine: LayoutMachine, _ shares: LayoutShares, _ placements: [LayoutPacking.Placement]
  ) -> [CPULayout.Partition] {
    var byNodes: [CPUSet: CPUSet] = [:]
    for share in shares.shares where !share.guests.isEmpty {
      byNodes[CPUSet([share.home.node.id])] = share.guests.cpus
    }
    for placement in placements {
      let nodes = placement.nodes(machine)
      if nodes.count > 1 { byNodes[nodes, default: CPUSet()].formUnion(placement.cpus) }
    }
    return Self.ordered(byNodes).map { nodes, cpus in
      CPULayout.Partition(
        name: name(for: nodes), cpus: cpus, mems: nodes, kind: .member,
        why: nodes.count == 1
          ? "guests of node \(nodes) share its CPUs and have its memory"
          : "guests that no single node has room for")
    }
  }

  /// Single nodes first, then by number.
  private static func ordered(_ groups: [CPUSet: CPUSet]) -> [(nodes: CPUSet, cpus: CPUSet)] {
    groups.map { (nodes: $0.key, cpus: $0.value) }.sorted { first, second in
      let (left, right) = (first.nodes.numbers, second.nodes.numbers)
      return left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }
  }
}

extension CPUSet {
  /// Adds the numbers of another set.
  fileprivate mutating func formUnion(_ other: CPUSet) { self = union(other) }
}
