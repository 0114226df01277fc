/// Numbers of threads to measure bandwidth with.
enum ThreadScale {
  /// How finely the scale is walked.
  enum Steps { case ends, doubling, every }

  /// From 1 to `all` threads, ascending: the two ends, powers of two, or up to 64 even steps.
  static func counts(upTo all: Int, _ steps: Steps) -> [Int] {
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
}
