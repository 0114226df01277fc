internal import Platform

/// Cores of one kind behind one cache of one node, of which guests take.
struct CorePool {
  /// The home, as its place in the machine's homes.
  let home: Int
  /// The cache that they share, as its place in the topology's caches; nil where none is known.
  let cache: Int?
  /// Their kind, as its place in the topology's kinds.
  let kind: Int?
  /// All of their CPUs.
  let cpus: CPUSet
  /// How many these are.
  let size: Int
  /// Virtual CPUs that guests can still have.
  private(set) var free: Int
  /// Cores that no guest has, in order of their first CPU; not kept where CPUs are given several times.
  private var cores: [LayoutMachine.Core]

  /// The pools of a home's cores, in order of their first CPU.
  static func pools(of cores: [LayoutMachine.Core], home: Int, overcommit: Int) -> [CorePool] {
    var order: [[Int?]] = []
    var groups: [[Int?]: [LayoutMachine.Core]] = [:]
    for core in cores {
      let key = [core.cache, core.kind]
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(core)
    }
    return order.map { key in
      let cores = groups[key] ?? []
      let size = cores.reduce(0) { $0 + $1.count }
      return CorePool(
        home: home, cache: key[0], kind: key[1], cpus: cores.cpus, size: size, free: size * overcommit,
        cores: cores)
    }
  }

  /// Takes so many virtual CPUs, at most as many as are free: whole cores, with as few CPUs left over as possible.
  ///
  /// - Parameter isDense: whether cores are given several times, so that only their number counts.
  /// - Returns: the cores' CPUs; all of the pool where it is dense.
  mutating func take(_ count: Int, isDense: Bool) -> CPUSet {
    precondition(count <= free)
    if isDense {
      free -= count
      return cpus
    }
    var missing = count
    var taken: [LayoutMachine.Core] = []
    while missing > 0 {
      // The largest core that is used up; where there is none, the smallest that is more than enough.
      var best: Int?
      for place in cores.indices {
        guard let known = best else {
          best = place
          continue
        }
        let (size, old) = (cores[place].count, cores[known].count)
        let isBetter = size <= missing ? old > missing || size > old : old > missing && size < old
        if isBetter { best = place }
      }
      guard let best else { preconditionFailure("a pool has as many CPUs as its cores") }
      let core = cores.remove(at: best)
      taken.append(core)
      free -= core.count
      missing -= min(missing, core.count)
    }
    return taken.cpus
  }
}
