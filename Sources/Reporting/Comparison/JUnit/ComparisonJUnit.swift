public import Comparison
internal import Experiment

/// A comparison as a JUnit report: a suite for each benchmark, a case for each metric.
///
/// A primary metric that is worse is a failure; one without a verdict is skipped, with the reason. Informational metrics
/// have no vote: they never fail. Where the hosts forbid a comparison every case is skipped. The form is what the
/// schemas of Ant (windyroad/JUnit-Schema) and of Jenkins (xunit-plugin, junit-10.xsd) have in common.
public enum ComparisonJUnit {
  /// The document, with a line end after the last line. The same comparison gives the same text.
  public static func render(_ comparison: Comparison, suspects: [Suspect]) -> String {
    let reading = ComparisonReading(comparison, suspects: suspects)
    let suites =
      reading.groups.isEmpty ? [empty(reading)] : reading.groups.enumerated().map { suite($1, $0, reading) }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + XMLElement("testsuites", content: .children(suites)).lines.joined(separator: "\n") + "\n"
  }

  private static func suite(_ group: ComparisonReading.Group, _ index: Int, _ reading: ComparisonReading)
    -> XMLElement
  {
    suite(named: group.benchmark, index, group.metrics.map { JUnitCase($0, reading) }, reading)
  }

  /// Without a metric: one case that says why, since a report without cases passes unseen.
  private static func empty(_ reading: ComparisonReading) -> XMLElement {
    let reason = "\(reading.headline): \(reading.comparison.reason)"
    return suite(
      named: "comparison", 0,
      [JUnitCase(classname: "comparison", name: "metrics", outcome: .skipped(reason))], reading)
  }

  private static func suite(
    named name: String, _ index: Int, _ cases: [JUnitCase], _ reading: ComparisonReading
  )
    -> XMLElement
  {
    let candidate = reading.comparison.candidate
    return XMLElement(
      "testsuite",
      [
        ("name", name), ("package", "assay"), ("id", "\(index)"), ("tests", "\(cases.count)"),
        ("failures", "\(cases.count { $0.isFailure })"), ("errors", "0"),
        ("skipped", "\(cases.count { $0.isSkipped })"), ("time", "0"),
        ("timestamp", timestamp(candidate.started)),
        ("hostname", candidate.host.allSatisfy(\.isWhitespace) ? Units.unknown : candidate.host),
      ],
      content: .children(
        [properties(reading)] + cases.map(\.element)
          + [
            XMLElement("system-out", content: .text(index == 0 ? summary(reading) : "")),
            XMLElement("system-err", content: .text("")),
          ]))
  }

  /// The schemas know a time without a zone: that of the Run is UTC, and its `Z` is left out.
  private static func timestamp(_ started: String) -> String {
    Moment.seconds(started) == nil ? "1970-01-01T00:00:00" : String(started.prefix(19))
  }

  private static func properties(_ reading: ComparisonReading) -> XMLElement {
    let comparison = reading.comparison
    let facts = [
      ("verdict", comparison.verdict.rawValue), ("reason", comparison.reason), ("base", comparison.base.id),
      ("candidate", comparison.candidate.id), ("base.kernel", comparison.base.kernel),
      ("candidate.kernel", comparison.candidate.kernel), ("delta", "\(comparison.delta)"),
      ("level", "\(comparison.level)"), ("design", comparison.design.rawValue),
      ("testing", comparison.testing.joined(separator: ",")),
    ]
    // The schemas want at least one character in a name and allow none in a value.
    return XMLElement(
      "properties",
      content: .children(facts.map { XMLElement("property", [("name", $0.0), ("value", $0.1)]) }))
  }

  /// What belongs to no single metric.
  private static func summary(_ reading: ComparisonReading) -> String {
    let comparison = reading.comparison
    let lines =
      [
        reading.headline, "base: \(ComparisonReading.side(comparison.base))",
        "candidate: \(ComparisonReading.side(comparison.candidate))", reading.rules,
      ]
      + comparison.fingerprint.blocking
      + comparison.warnings.map { "warning: \($0.message); \($0.advice)" }
      + reading.suspects.map {
        "suspect: \($0.name): \(DifferenceText.change($0.base, $0.candidate)); \($0.why)"
      }
    return lines.map { TerminalText.clean($0) }.joined(separator: "\n")
  }
}
