public import Fleet

/// A fleet's report as a JUnit report: a suite of the promises with a case for each, and one of the nodes with a case for
/// each, which fails where the node is odd and worse.
///
/// What cannot be told is skipped, with the reason: a promise without enough samples, a node of which nothing was measured
/// or that has nothing to be compared with, two nodes that differ. The form is that of `ComparisonJUnit`.
public enum FleetJUnit {
  /// The document, with a line end after the last line. The same report gives the same text.
  public static func render(_ report: FleetReport) -> String {
    let reading = FleetReading(report)
    var suites: [(name: String, cases: [JUnitCase])] = []
    if report.acceptance != nil { suites.append(("acceptance", promises(reading))) }
    if !report.nodes.isEmpty { suites.append(("nodes", nodes(reading))) }
    if suites.isEmpty {
      // A report without cases passes unseen.
      let nothing = JUnitCase(classname: "fleet", name: "nodes", outcome: .skipped(reading.headline))
      suites.append(("fleet", [nothing]))
    }
    let elements = suites.enumerated().map { index, suite in
      element(suite.name, index, suite.cases, reading)
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + XMLElement("testsuites", content: .children(elements)).lines.joined(separator: "\n") + "\n"
  }

  // MARK: Cases

  private static func promises(_ reading: FleetReading) -> [JUnitCase] {
    guard let acceptance = reading.report.acceptance, !acceptance.lines.isEmpty else {
      return [JUnitCase(classname: "acceptance", name: "promises", outcome: .skipped("nothing is promised"))]
    }
    // In the order of the file, so that a case keeps its place.
    return acceptance.lines.map { line in
      JUnitCase(
        classname: word(line.metric ?? "acceptance", else: "acceptance"),
        name: word(line.place.map { "\($0): \(line.asked)" } ?? line.asked, else: "promise"),
        outcome: outcome(line), failureType: "broken")
    }
  }

  private static func outcome(_ line: AcceptanceResult.Line) -> JUnitCase.Outcome {
    switch line.status {
    case .pass: .passed
    case .fail: .failed("asked \(line.asked), measured \(line.measured)")
    case .inconclusive: .skipped("inconclusive: \(line.measured)")
    }
  }

  private static func nodes(_ reading: FleetReading) -> [JUnitCase] {
    var groups = Dictionary(grouping: reading.odd, by: \.node)
    // Of two nodes that differ neither is like the other.
    for group in reading.odd {
      if let against = group.against { groups[against, default: []].append(group) }
    }
    let hasJudged = reading.report.oddNodes.family > 0
    return reading.report.nodes.map { node in
      let outcome: JUnitCase.Outcome
      let found = groups[node.name] ?? []
      if found.contains(where: \.isWorse) {
        outcome = .failed(found.map(text).joined(separator: "; "))
      } else if node.runs == 0 {
        outcome = .skipped("nothing measured")
      } else if !found.isEmpty, found.allSatisfy({ $0.against != nil }) {
        outcome = .skipped(found.map(text).joined(separator: "; "))
      } else if !hasJudged {
        outcome = .skipped(reading.report.oddNodes.remark ?? "there is nothing to compare it with")
      } else {
        outcome = .passed
      }
      return JUnitCase(
        classname: "fleet.node", name: "\(node.name) is like the others", outcome: outcome, failureType: "odd"
      )
    }
  }

  /// What was found at a node, at most a few metrics of it.
  private static func text(_ group: FleetReading.OddGroup) -> String {
    let most = 5
    let rest = group.findings.count - most
    let lines = group.findings.prefix(most).map(\.line) + (rest > 0 ? ["\(rest) more"] : [])
    let title = group.against == nil ? [] : [group.title]
    return (title + lines + [group.causesText(most: most)]).joined(separator: "; ")
  }

  /// The schemas want at least one character in a name.
  private static func word(_ text: String, else word: String) -> String {
    text.allSatisfy(\.isWhitespace) ? word : text
  }

  // MARK: Suites

  private static func element(
    _ name: String, _ index: Int, _ cases: [JUnitCase], _ reading: FleetReading
  ) -> XMLElement {
    XMLElement(
      "testsuite",
      [
        ("name", name), ("package", "assay"), ("id", "\(index)"), ("tests", "\(cases.count)"),
        ("failures", "\(cases.count { $0.isFailure })"), ("errors", "0"),
        ("skipped", "\(cases.count { $0.isSkipped })"), ("time", "0"),
        // A report knows no time: it is made of documents of many.
        ("timestamp", "1970-01-01T00:00:00"), ("hostname", "fleet"),
      ],
      content: .children(
        [properties(reading)] + cases.map(\.element)
          + [
            XMLElement("system-out", content: .text(index == 0 ? summary(reading) : "")),
            XMLElement("system-err", content: .text("")),
          ]))
  }

  private static func properties(_ reading: FleetReading) -> XMLElement {
    let report = reading.report
    let facts = [
      ("verdict", report.verdict.outcome.rawValue),
      ("reason", report.verdict.reasons.joined(separator: "; ")),
      ("nodes", "\(report.nodes.count)"), ("family", "\(report.oddNodes.family)"),
      ("acceptance", report.acceptance?.file ?? ""),
    ]
    return XMLElement(
      "properties",
      content: .children(facts.map { XMLElement("property", [("name", $0.0), ("value", $0.1)]) }))
  }

  /// What belongs to no single case.
  private static func summary(_ reading: FleetReading) -> String {
    let lines =
      [reading.headline]
      + reading.report.factDifferences.prefix(20).map {
        "difference: \(FleetWords.name($0)): \(FleetWords.difference($0))"
      }
      + reading.problems.prefix(20).map { problem in
        "problem: \(problem.nodes.isEmpty ? "" : "\(FleetWords.names(problem.nodes)): ")\(problem.text)"
      }
    return lines.map { TerminalText.clean($0) }.joined(separator: "\n")
  }
}
