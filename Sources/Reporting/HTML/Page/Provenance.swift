internal import Experiment

/// Where the numbers come from: enough to measure them again.
enum Provenance {
  /// Suite, blocks, kernel and time in one line; where it is broken, kernel and time stay whole.
  static func oneLine(_ reading: RunReading) -> Markup {
    let run = reading.run
    let kernel = HostDescription.fact("kernel", in: run.host).map { "kernel \($0)" }
    return .element("p", ["class": "lead"]) {
      Markup("\(run.plan.suite.rawValue) suite · \(reading.blockSentence)")
      for text in [kernel, run.started].compactMap({ $0 }) {
        Markup(" · ")
        Markup.element("span", ["class": "whole"], text)
      }
    }
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
