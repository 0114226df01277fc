public import Platform

extension Topology {
  /// One CPU of every core first, then the SMT siblings: n threads sit on as many cores as there are.
  ///
  /// - Returns: each of `cpus` once; those that belong to no known core come last.
  public func coresFirst(_ cpus: CPUSet) -> [Int] {
    let perCore = coreCPUs.map { $0.intersection(cpus).numbers }.filter { !$0.isEmpty }
    let known = perCore.reduce(into: CPUSet()) { $0 = $0.union(CPUSet($1)) }
    let deepest = perCore.map(\.count).max() ?? 0
    let ordered = (0..<deepest).flatMap { depth in perCore.filter { depth < $0.count }.map { $0[depth] } }
    return ordered + cpus.subtracting(known).numbers
  }
}
