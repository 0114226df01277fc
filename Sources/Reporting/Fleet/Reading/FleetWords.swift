internal import Comparison
internal import Fleet
internal import Statistics

/// Words that all renderings of a fleet's report share.
enum FleetWords {
  /// A few of many names: `node1, node2, node3 and 7 more`.
  static func names(_ names: [String], most: Int = 3) -> String {
    let rest = names.count - most
    // A single name is no longer than "1 more".
    guard rest > 1 else { return names.joined(separator: ", ") }
    return "\(names.prefix(most).joined(separator: ", ")) and \(rest) more"
  }

  /// Where a terminal's reader finds what was left out.
  static let elsewhere = "in the JSON document and in the HTML page"

  /// A difference between nodes: `memory_gib: 32; node2: 16`, the name apart.
  static func difference(_ fact: FactDifference) -> String {
    let others = fact.others.map { "\(names($0.nodes)): \(DifferenceText.value($0.value))" }
    let rest = fact.distinct - fact.others.count
    let more = rest > 0 ? ["\(rest) more values"] : []
    let base = fact.hasMajority ? [DifferenceText.value(fact.majority)] : []
    return (base + others + more).joined(separator: "; ")
  }

  /// A fact's name, and how many others differ as it does.
  static func name(_ fact: FactDifference) -> String {
    fact.alike.isEmpty ? fact.key : "\(fact.key) and \(fact.alike.count) alike"
  }
}

extension FleetReading {
  /// The verdict first: `FAIL: 3 nodes, node2 is odd and worse; 1 of 12 promises broken`.
  var headline: String {
    let parts = [oddWords, promiseWords, report.verdict.gap].compactMap { $0 }
    let nodes = Units.count(report.nodes.count, "node")
    let details = parts.isEmpty ? "" : ", \(parts.joined(separator: "; "))"
    return "\(report.verdict.outcome.word): \(nodes)\(details)"
  }

  private var oddWords: String? {
    if !worse.isEmpty { return "\(FleetWords.names(worse)) \(Self.are(worse)) odd and worse" }
    if !better.isEmpty { return "\(FleetWords.names(better)) \(Self.are(better)) odd, but not worse" }
    if !odd.isEmpty { return "they differ in \(Units.count(report.oddNodes.found.count, "metric"))" }
    // Where nothing could be judged nothing is said.
    return report.oddNodes.family > 0 ? "none is odd" : nil
  }

  private var promiseWords: String? {
    guard let acceptance = report.acceptance else { return nil }
    let all = Units.count(acceptance.lines.count, "promise")
    let broken = acceptance.lines.count { $0.status == .fail }
    let open = acceptance.lines.count { $0.status == .inconclusive }
    let parts =
      (broken > 0 ? ["\(broken) of \(all) broken"] : [])
      + (open > 0 ? [broken > 0 ? "\(open) cannot be told" : "\(open) of \(all) cannot be told"] : [])
    return parts.isEmpty ? "\(all) kept" : parts.joined(separator: ", ")
  }

  private static func are(_ names: [String]) -> String { names.count == 1 ? "is" : "are" }

  /// For what p is adjusted.
  var familyText: String {
    "p is adjusted for \(Units.count(report.oddNodes.family, "test")): nodes × metrics"
  }

  /// How many promises have which status: `1 FAIL, 11 PASS`.
  var promiseCounts: String {
    let lines = report.acceptance?.lines ?? []
    return [AcceptanceResult.Status.fail, .inconclusive, .pass].compactMap { status in
      let count = lines.count { $0.status == status }
      return count == 0 ? nil : "\(count) \(status.rawValue)"
    }.joined(separator: ", ")
  }

  /// What is called so: the acceptance's name, or its file.
  var acceptanceTitle: String {
    guard let acceptance = report.acceptance else { return "Acceptance" }
    return "Acceptance: \(acceptance.name.isEmpty ? acceptance.file : acceptance.name)"
  }
}

extension FleetReading.OddGroup {
  /// `node2: worse than the others in 2 metrics`; of two nodes `node2 against node1: 2 metrics differ`.
  var title: String {
    let worse = findings.count { $0.direction == .worse }
    let better = findings.count - worse
    if let against {
      let verb = findings.count == 1 ? "differs" : "differ"
      return "\(node) against \(against): \(Units.count(findings.count, "metric")) \(verb)"
    }
    let parts = [(worse, "worse"), (better, "better")].filter { $0.0 > 0 }
    return "\(node): "
      + parts.enumerated().map { index, part in
        index == 0
          ? "\(part.1) than the others in \(Units.count(part.0, "metric"))" : "\(part.1) in \(part.0)"
      }.joined(separator: ", ")
  }

  /// The most likely of what tells the node from the others: `it differs in: …`.
  func causesText(most: Int) -> String {
    let causes = causes
    guard !causes.isEmpty else { return "no recorded fact tells it from \(against ?? "the others")" }
    let rest = causes.count - most
    let more = rest > 0 ? "; and \(rest) more" : ""
    return "it differs in: \(causes.prefix(most).joined(separator: "; "))\(more)"
  }

  var sign: String { isWorse ? "✕" : against == nil ? "▲" : "≠" }
  var tone: Tone { isWorse ? .bad : against == nil ? .good : .caution }
}
