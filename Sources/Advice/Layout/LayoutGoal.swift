/// What the CPUs of a host are laid out for.
public enum LayoutGoal: String, Codable, Sendable, CaseIterable {
  /// Steady answers: every guest has whole cores of its own in an isolated partition, on hybrid machines performance
  /// cores; every node keeps cores for the host.
  case latency
  /// Work done: a CPU for every virtual CPU, counted in whole cores; guests of one cache share its CPUs, nothing is
  /// isolated.
  case throughput
  /// Many guests: several virtual CPUs a CPU, shared by all guests of a cache.
  case density
}
