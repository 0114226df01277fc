internal import Experiment

/// What is said of a corpus that is not any more what it was when it was chosen.
enum CorpusChange {
  /// Without figures: they change from sample to sample, and the warning is to be kept once.
  static func warning(_ corpus: String) -> Run.Warning {
    Run.Warning(
      code: "compression.corpus_changed",
      message: "\(corpus): parts of it vanished or became shorter after it was chosen and were left out",
      advice: "measure a copy that nothing changes")
  }
}
