internal import Experiment

/// Where the numbers come from: enough to measure them again.
enum Provenance {
  /// Suite, blocks, kernel and time in one line.
  static func oneLine(_ reading: RunReading) -> String {
    let kernel = HostDescription.fact("kernel", in: reading.run.host).map { "kernel \($0)" }
    let parts = [
      "\(reading.run.plan.suite.rawValue) suite", reading.blockSentence, kernel, reading.run.started,
    ]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }

  static func markup(_ run: Run) -> Markup {
    let arguments = run.tool.arguments.map(quoted).joined(separator: " ")
    return SectionParts.section("Provenance") {
      Facts.markup([
        ("Command", arguments.isEmpty ? run.tool.name : "\(run.tool.name) \(arguments)"),
        ("Tool", "\(run.tool.name) \(run.tool.version), \(run.tool.build) build"),
        ("Status", run.status.rawValue), ("Run", run.id), ("Schema", run.schema), ("Started", run.started),
        ("Finished", run.finished), ("Seed", String(run.plan.seed)), ("Suite", run.plan.suite.rawValue),
        ("Repeats allowed", String(run.plan.repeats)),
        ("Time limit", run.plan.timeLimit.map { Units.duration($0) } ?? "none"),
      ])
    }
  }

  /// The argument as a shell would need it.
  private static func quoted(_ argument: String) -> String {
    let isPlain = argument.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || "-_=./:,+%@".unicodeScalars.contains($0)
    }
    return isPlain && !argument.isEmpty ? argument : "'\(argument.replacing("'", with: "'\\''"))'"
  }
}
