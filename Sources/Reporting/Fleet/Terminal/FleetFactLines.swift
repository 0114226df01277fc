internal import Comparison
internal import Fleet

/// In what the nodes are not alike.
enum FleetFactLines {
  private static let mostFacts = 15

  static func lines(_ reading: FleetReading, _ terminal: TerminalText) -> [String] {
    let facts = reading.report.factDifferences
    // One node alone differs from none.
    guard reading.report.nodes.count > 1 else { return [] }
    let heading = terminal.heading("What differs between nodes", remark: "likeliest to matter first")
    guard !facts.isEmpty else {
      return heading + terminal.wrap("No fact and no setting that was read differs.")
    }
    return heading
      + facts.prefix(mostFacts).flatMap { fact in
        terminal.wrap(
          "\(FleetWords.name(fact)): \(FleetWords.difference(fact))", first: "  · ",
          tone: fact.relevance <= .knob ? .caution : .plain)
      } + FleetTable.more(facts.count - mostFacts, "difference", terminal)
  }
}

/// What must be known of the fleet and its nodes.
enum FleetProblemLines {
  private static let mostProblems = 15

  static func lines(_ reading: FleetReading, _ terminal: TerminalText) -> [String] {
    let problems = reading.problems
    guard !problems.isEmpty else { return [] }
    return terminal.heading("Problems")
      + problems.prefix(mostProblems).flatMap { problem in
        let nodes = problem.nodes.isEmpty ? "" : "\(FleetWords.names(problem.nodes)): "
        return terminal.wrap("\(nodes)\(problem.text)", first: "  ! ", tone: .caution)
      } + FleetTable.more(problems.count - mostProblems, "problem", terminal)
  }
}
