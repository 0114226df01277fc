internal import ArgumentParser
internal import Experiment
internal import Platform

/// Chooses metrics by pattern: `memory.*`, `memory.bandwidth{*kernel=triad*}`. `*` stands for any text.
struct MetricGlob: Sendable, Equatable {
  let pattern: String

  /// A pattern that is not empty.
  init(_ text: String) throws {
    if text.isEmpty {
      throw ValidationError("--metric takes a name, or a pattern such as 'memory.bandwidth*'")
    }
    pattern = text
  }

  /// Whether it fits a metric: its name, or name and labels.
  func matches(_ key: Metric.Key) -> Bool {
    Wildcard.matches(key.id, pattern) || Wildcard.matches(key.description, pattern)
  }
}

/// The metrics that a comparison is about.
struct MetricChoice: Sendable {
  /// Empty for all metrics.
  let globs: [MetricGlob]

  /// Refuses a pattern that fits nothing in any of these Runs: it is a slip, and a comparison of nothing passes.
  func check(against runs: [Run]) throws {
    let keys = runs.flatMap { $0.metrics.map(\.key) }
    for glob in globs where !keys.contains(where: glob.matches) {
      let names = Set(keys.map(\.id)).sorted().joined(separator: ", ")
      throw CommandFailure(
        "--metric '\(glob.pattern)' fits no metric; there \(names.isEmpty ? "are none" : "is \(names)")")
    }
  }

  /// A Run with the chosen metrics only, before anything is tested: the fewer are tested, the more can be seen.
  func applied(to run: Run) -> Run {
    guard !globs.isEmpty else { return run }
    var chosen = run
    chosen.metrics.removeAll { metric in !globs.contains { $0.matches(metric.key) } }
    return chosen
  }

  /// Whether chosen metrics are all informational: whoever asks for just them wants them to have a vote.
  func promotes(in runs: [Run]) -> Bool {
    !globs.isEmpty && !runs.contains { run in applied(to: run).metrics.contains { $0.role == .primary } }
  }
}
