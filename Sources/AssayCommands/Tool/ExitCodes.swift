internal import ArgumentParser

extension ExitCode {
  /// What was verified is not as it should be.
  static let mismatch = ExitCode(2)
  /// Too noisy, block after block.
  static let invalid = ExitCode(4)
  /// Every part was skipped.
  static let nothingMeasurable = ExitCode(77)
  /// Ended by Ctrl-C, SIGTERM or SIGHUP; what was done is saved.
  static let interrupted = ExitCode(130)
}
