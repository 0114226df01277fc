internal import Experiment

/// What the reader must know before trusting the numbers.
enum Notices {
  /// Why a Run is not whole; nothing when it is.
  static func status(_ run: Run) -> Markup? {
    var texts: [String] = []
    switch run.status {
    case .complete: break
    case .running:
      texts.append("This Run is still measuring, or was killed. It holds the blocks that were done.")
    case .interrupted: texts.append("This Run was interrupted. It holds the blocks that were done.")
    }
    if run.tool.build == "debug" {
      texts.append("Measured by a debug build: the numbers say nothing of the machine.")
    }
    switch run.validBlocks {
    case _ where run.metrics.isEmpty: break
    case 0: texts.append("No block counts: every one was too disturbed. Nothing on this page is a result.")
    case 1, 2: texts.append("Only \(run.validBlocks) of the blocks count. Fewer than three are no result.")
    default: break
    }
    guard !texts.isEmpty else { return nil }
    return .element("ul", ["class": "notices", "aria-label": "State of this Run"]) {
      for text in texts {
        Markup.element("li", ["class": "bad"]) { Markup.element("strong", text) }
      }
    }
  }

  /// Warnings with advice.
  static func warnings(_ run: Run) -> Markup? {
    guard !run.warnings.isEmpty else { return nil }
    return .element("section") {
      Markup.element("h3", "Warnings")
      Markup.element("ul", ["class": "notices"]) {
        for warning in run.warnings {
          Markup.element("li") {
            Markup.element("strong", warning.message)
            Markup.void("br")
            Markup("\(warning.advice) ")
            Markup.element("code", ["class": "quiet"], warning.code)
          }
        }
      }
    }
  }

  /// What was not measured, and why.
  static func skipped(_ run: Run) -> Markup? {
    guard !run.skipped.isEmpty else { return nil }
    var table = Table("Parts that were not measured", [("part", .text), ("reason", .text)])
    for skipped in run.skipped {
      table.rows.append([.element("code", skipped.part), Markup(skipped.reason)])
    }
    return .element("section") {
      Markup.element("h3", "Not measured")
      table.markup
    }
  }
}
