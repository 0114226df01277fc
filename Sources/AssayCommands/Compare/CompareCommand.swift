internal import ArgumentParser
internal import Comparison
internal import Experiment

/// `assay compare`: a verdict over two Runs that were taken before.
struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Judges a Run against another: better, worse, the same, or why that cannot be told.",
    discussion: """
      Nothing is measured. The exit code is 0 when nothing is worse, 2 worse, 3 inconclusive, 4 invalid, 5 incomparable. \
      Only primary metrics have a vote, unless --metric chooses informational ones alone.

      Example:
        assay compare Results/before.json Results/after.json --testing kernel
        assay compare before after.json --metric 'memory.*' --delta 2%
        assay compare before.json after.json --base earlier.json --format markdown --html comparison.html
      """)

  @Argument(
    help: "The Run before: a document, or the name of a baseline.", transform: ArgumentText.path("BASE"))
  var base: String

  @Argument(help: "The Run that is judged.", transform: ArgumentText.path("CANDIDATE"))
  var candidate: String

  @Option(
    name: .customLong("base"),
    help: ArgumentHelp(
      "A further Run of the state before, taken at another time: it tells what time alone changes. Repeatable.",
      valueName: "run"),
    transform: ArgumentText.path("--base"))
  var moreBases: [String] = []

  @OptionGroup(title: "Rules") var judging: JudgingOptions
  @OptionGroup(title: "Reports") var report: ReportOptions
  @OptionGroup var output: OutputOptions

  func run() async throws {
    var bases = try await RunDocument.read(
      paths: try ([base] + moreBases + [candidate]).map { try BaselineStore.path(of: $0) })
    let candidate = bases.removeLast()
    try MetricChoice(globs: judging.metric).check(against: bases + [candidate])
    // Two builds that took turns are under test themselves, as in `check --against`.
    let isOfBuilds =
      candidate.isInterleaved(with: bases[0]) && candidate.tool.version != bases[0].tool.version
    let comparison = try judging.compare(
      bases, with: candidate, alsoTesting: isOfBuilds ? ["tool_version"] : [])
    try report.write(
      comparison, suspects: try Suspects.of(comparison, bases[0], candidate), output: output)
    if let code = judging.exitCode(comparison.verdict) { throw code }
  }
}
