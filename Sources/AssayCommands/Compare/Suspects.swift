internal import Comparison
internal import Experiment
internal import Reporting

/// What may have made a metric worse: differences of the two hosts, for a verdict `worse`.
enum Suspects {
  /// The likeliest first; none where nothing is worse.
  static func of(_ comparison: Comparison, _ base: Run, _ candidate: Run) -> [Suspect] { [] }
}
