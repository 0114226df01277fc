internal import Host
internal import Platform

/// The classes of cores of a machine: alike in kind, threads and own caches.
///
/// They are told once below the drawing, so that its lines need only count them.
struct HostCoreClasses {
  /// One class.
  struct Class: Equatable {
    /// What a line calls one of its cores: `core`, `efficient core`; `type-A core` where only caches tell it from
    /// the next. An `s` makes it plural.
    var name: String
    /// The CPUs of its cores.
    var cpus: CPUSet
    /// Threads and own caches: `2 threads (0+1, 2+3, …), own L2 1.25 MiB`.
    var description: String
  }

  /// The classes, in order of their first CPU.
  let all: [Class]

  /// Sorts the cores of a machine into classes.
  init(topology: Topology) {
    var groups: [(kind: String, threads: Int, own: String, cores: [CPUSet])] = []
    let word = topology.cores > 0 ? "core" : "CPU"
    for core in topology.coreCPUs {
      let kind = topology.coreKinds.first { core.isSubset(of: $0.cpus) }.map { "\($0.name) \(word)" } ?? word
      let own = topology.caches.filter { $0.cpus == core }
        .sorted { $0.level > $1.level }.map(HostText.cache).joined(separator: ", ")
      if let index = groups.firstIndex(where: { ($0.kind, $0.threads, $0.own) == (kind, core.count, own) }) {
        groups[index].cores.append(core)
      } else {
        groups.append((kind, core.count, own, [core]))
      }
    }
    var unnamed: [String: Int] = [:]
    all = groups.map { group in
      let isAlone = groups.count { $0.kind == group.kind } == 1
      // A core with a sibling offline is in a class of its own; so may be one with other caches.
      let isAloneByThreads = groups.count { $0.kind == group.kind && $0.threads == group.threads } == 1
      let name: String
      if isAlone {
        name = group.kind
      } else if isAloneByThreads {
        name = "\(group.threads)-thread \(group.kind)"
      } else {
        unnamed[group.kind, default: 0] += 1
        name = "type-\(Self.letter(unnamed[group.kind, default: 1])) \(group.kind)"
      }
      let examples = group.cores.prefix(2).map { $0.numbers.map(String.init).joined(separator: "+") }
      let more = group.cores.count > 2 ? ", …" : ""
      let threads =
        group.threads == 1
        ? "1 thread" : "\(group.threads) threads (\(examples.joined(separator: ", "))\(more))"
      return Class(
        name: name, cpus: group.cores.reduce(CPUSet()) { $0.union($1) },
        description: "\(threads), own \(group.own.isEmpty ? "caches unknown" : group.own)")
    }
  }

  /// 1 is A; beyond Z the number itself.
  private static func letter(_ number: Int) -> String {
    UInt8(exactly: number + 64).flatMap { (65...90).contains($0) ? String(UnicodeScalar($0)) : nil }
      ?? String(number)
  }

  /// What a line calls this core.
  func name(of core: CPUSet) -> String { all.first { core.isSubset(of: $0.cpus) }?.name ?? "core" }
}
