internal import ArgumentParser

extension ExitCode {
  /// What was verified is not as it should be.
  static let mismatch = ExitCode(2)
  /// A bound is not kept, as certain as it has to be.
  static let worse = ExitCode(2)
  /// It cannot be told yet.
  static let inconclusive = ExitCode(3)
  /// Too noisy, block after block.
  static let invalid = ExitCode(4)
  /// Applying failed, and everything was taken back.
  static let applyFailed = ExitCode(10)
  /// Taking back is incomplete: settings that were told still differ.
  static let revertIncomplete = ExitCode(11)
  /// Somebody else changed a setting; nothing of it was touched.
  static let drift = ExitCode(12)
  /// Done, but some of it takes effect at the next boot.
  static let needsReboot = ExitCode(13)
  /// Another apply, revert or recovery holds the lock.
  static let locked = ExitCode(14)
  /// Every part was skipped.
  static let nothingMeasurable = ExitCode(77)
  /// Ended by Ctrl-C, SIGTERM or SIGHUP; what was done is saved.
  static let interrupted = ExitCode(130)
}
