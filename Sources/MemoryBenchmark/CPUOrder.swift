internal import Host
internal import Platform

/// In which order threads take CPUs.
enum CPUOrder {
  /// One CPU of every core first, then the SMT siblings: n threads sit on as many cores as there are.
  static func coresFirst(_ cpus: CPUSet, in topology: Topology) -> [Int] {
    let perCore = topology.coreCPUs.map { $0.intersection(cpus).numbers }.filter { !$0.isEmpty }
    let known = perCore.reduce(into: CPUSet()) { $0 = $0.union(CPUSet($1)) }
    let deepest = perCore.map(\.count).max() ?? 0
    let ordered = (0..<deepest).flatMap { depth in perCore.filter { depth < $0.count }.map { $0[depth] } }
    return ordered + cpus.subtracting(known).numbers
  }

  /// Numbers of threads to measure with `all` CPUs: the two ends, powers of two, or up to 64 steps.
  static func threadScale(_ all: Int, steps: ScaleSteps) -> [Int] {
    switch steps {
    case .ends: return Array(Set([1, all])).sorted()
    case .doubling:
      let powers = sequence(first: 1) { $0 * 2 <= all ? $0 * 2 : nil }
      return Array(Set(Array(powers) + [all])).sorted()
    case .every:
      let stride = max(1, (all + 63) / 64)
      return Array(Set(Array(Swift.stride(from: 1, through: all, by: stride)) + [all])).sorted()
    }
  }

  /// How finely a scale is walked.
  enum ScaleSteps { case ends, doubling, every }
}
