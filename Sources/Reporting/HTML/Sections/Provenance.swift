internal import Experiment

/// Where the numbers come from: enough to measure them again.
enum Provenance {
  /// Suite, blocks and time in one line.
  static func oneLine(_ run: Run) -> String {
    let invalid = run.blocks.count - run.validBlocks
    let blocks = "\(run.validBlocks) of \(run.plan.blocks) blocks"
    let repeated = invalid == 0 ? "" : ", \(invalid) invalid"
    let kernel = run.host.declared["kernel"].map { " · kernel \($0)" } ?? ""
    return "\(run.plan.suite.rawValue) suite · \(blocks)\(repeated)\(kernel) · \(run.started)"
  }

  static func markup(_ run: Run) -> Markup {
    let arguments = run.tool.arguments.map(quoted).joined(separator: " ")
    return .element("section") {
      Markup.element("h3", "Provenance")
      Facts.markup([
        ("Command", arguments.isEmpty ? run.tool.name : "\(run.tool.name) \(arguments)"),
        ("Tool", "\(run.tool.name) \(run.tool.version), \(run.tool.build) build"),
        ("Status", run.status.rawValue), ("Run", run.id), ("Schema", run.schema), ("Started", run.started),
        ("Finished", run.finished), ("Seed", String(run.plan.seed)), ("Suite", run.plan.suite.rawValue),
        ("Repeats allowed", String(run.plan.repeats)),
        ("Time limit", run.plan.timeLimit.map { DisplayUnit("s", for: $0).text($0) } ?? "none"),
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

/// Names and values side by side.
enum Facts {
  static func markup(_ facts: [(name: String, value: String)]) -> Markup {
    .element("dl", ["class": "facts"]) {
      for fact in facts {
        Markup.element("dt", fact.name)
        Markup.element("dd", fact.value.isEmpty ? "–" : fact.value)
      }
    }
  }
}
