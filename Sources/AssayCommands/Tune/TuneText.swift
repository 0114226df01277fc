internal import ArgumentParser
internal import Platform
internal import Tuning

/// What tuning commands say of settings, and the contract's exit code for it.
enum TuneText {
  /// One line for each setting.
  static func lines(_ steps: [Tuner.Step]) -> [String] {
    let keys = steps.map { $0.key.description.count }.max() ?? 0
    return steps.map { step in
      let key = step.key.description
      return "  \(key)\(String(repeating: " ", count: keys - key.count))  \(words(step))"
    }
  }

  private static func words(_ step: Tuner.Step) -> String {
    switch step.outcome {
    case .applied: "\(short(step.old)) → \(short(step.new))"
    case .held:
      "\(short(step.new)), as it was already; it stays until every profile that wants it is reverted"
    case .restored: "back to \(short(step.old))"
    case .gone(let reason): "nothing to take back: \(reason)"
    case .handedOver: "left to the profile that was applied over it"
    case .conflict(let theirs):
      "somebody else's: \(short(theirs)) (ours \(short(step.new)), before \(short(step.old))); left as it is"
    case .failed(let reason): "NOT BACK: \(reason)"
    }
  }

  /// After words of the command line were taken back from the loader, and the kernel still runs with them.
  static let oldCommandLine = "one more reboot brings the old command line back"

  /// A value on one line, shortened where it is a whole file.
  static func short(_ value: String) -> String {
    let line = value.oneLine
    if line.isEmpty { return "(empty)" }
    return line.count > 60 ? "\(line.prefix(57))…" : line
  }

  /// The contract's exit code for what was taken back; nil for 0.
  static func exitCode(_ report: Tuner.Report) -> ExitCode? {
    if !report.failures.isEmpty { return .revertIncomplete }
    if !report.conflicts.isEmpty { return .drift }
    return report.needsReboot ? .needsReboot : nil
  }

  /// Says that the old values are back, but that not all of it is in journal and log.
  static func tellUnrecorded(_ report: Tuner.Report) {
    guard let unrecorded = report.unrecorded else { return }
    Console.error("assay: journal or log do not hold all of this: \(unrecorded)")
  }

  /// Shows what was taken back, and throws the exit code unless it is 0.
  ///
  /// - Parameter nothing: what is said where there was nothing to take back.
  static func show(_ report: Tuner.Report, _ output: OutputOptions, action: String, nothing: String) throws {
    if output.json {
      try TuneDocument(action: action, steps: report.steps, unrecorded: report.unrecorded).write()
    } else if output.quiet {
      let left = report.failures + report.conflicts
      if !left.isEmpty { Console.output(lines(left).joined(separator: "\n")) }
    } else if report.steps.isEmpty {
      Console.output(nothing)
    } else {
      let restored = report.steps.count { $0.outcome == .restored }
      let heading = "\(restored) of \(report.steps.count) settings are back"
      Console.output(([heading] + lines(report.steps)).joined(separator: "\n"))
    }
    tellUnrecorded(report)
    if report.needsReboot, !output.json, !output.quiet { Console.output(oldCommandLine) }
    if !report.conflicts.isEmpty, !output.quiet {
      Console.error(
        "to overwrite somebody else's values: assay tune revert --force; to leave them for good: assay tune revert --leave"
      )
    }
    if let code = exitCode(report) { throw code }
  }
}
