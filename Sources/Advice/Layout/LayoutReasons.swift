internal import Host
internal import Platform

/// Why guests have no place.
struct LayoutReasons {
  let machine: LayoutMachine
  let options: LayoutOptions
  /// What was there before any guest.
  let before: LayoutPacking
  /// What is left.
  let after: LayoutPacking

  /// One line for guests of this size: what they need, what there is, what would help.
  func reason(for shape: GuestShape) -> String {
    let homes = machine.homes.indices
    let cpus = homes.reduce(0) { $0 + before.room(home: $1) }
    if homes.isEmpty {
      return "no NUMA node with CPUs and memory may be used here; look at the limits of this cgroup"
    }
    if cpus == 0 {
      return options.isExclusive
        ? "no core can be set apart for guests here (see the notes); the goals throughput and density share the CPUs"
        : "no CPU is left for guests here"
    }
    let need = "each needs \(LayoutText.count(shape.cpus, "CPU")) and \(LayoutText.bytes(shape.memoryBytes))"
    if shape.cpus > cpus {
      return "\(need); guests can have \(LayoutText.count(cpus, "CPU")) on this machine; take smaller guests"
    }
    if let bytes = sum(before), shape.memoryBytes > bytes {
      return "\(need); guests can have \(LayoutText.bytes(bytes)) on this machine; take smaller guests"
    }
    return "\(need); the others leave \(left(homes)); take fewer or smaller guests"
  }

  private func left(_ homes: Range<Int>) -> String {
    let rooms = homes.map { after.room(home: $0) }
    let cpus = LayoutText.count(rooms.reduce(0, +), "CPU")
    let all = sum(after).map { "\(cpus) and \(LayoutText.bytes($0))" } ?? cpus
    guard homes.count > 1, let most = homes.max(by: { (rooms[$0], $1) < (rooms[$1], $0) }) else { return all }
    let there = after.freeBytes[most].map { " and \(LayoutText.bytes($0))" } ?? ""
    return
      "\(all) on all nodes together, at most \(LayoutText.count(rooms[most], "CPU"))\(there) on one (node \(machine.homes[most].node.id))"
  }

  /// Bytes that guests can have on all nodes; nil where one is unknown.
  private func sum(_ packing: LayoutPacking) -> UInt64? {
    packing.freeBytes.reduce(0 as UInt64?) { sum, free in
      guard let sum, let free else { return nil }
      let (total, overflow) = sum.addingReportingOverflow(free)
      return overflow ? .max : total
    }
  }
}
