internal import ArgumentParser
internal import Comparison
internal import Experiment

/// By which rules Runs are compared, on the command line.
struct JudgingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only metrics that this fits, by name or name{labels}: 'memory.*', 'memory.bandwidth{*kernel=triad*}'. Repeatable.",
      valueName: "glob"),
    transform: MetricGlob.init)
  var metric: [MetricGlob] = []

  @Option(help: "The smallest change that matters: 1%, 0.5%, 0.01.", transform: Self.share)
  var delta = 0.01

  @Option(
    help:
      "What is under test, by its name in the fingerprint: kernel. It must differ, and no other such fact may. Repeatable.",
    transform: Self.fact)
  var testing: [String] = []

  @Flag(help: "End with 0 instead of 3 when it cannot be told yet.")
  var inconclusiveIsOk = false

  /// Judges by these rules.
  ///
  /// - Parameters:
  ///   - bases: at least one.
  ///   - alsoTesting: facts that are under test by the command itself.
  ///   - look: which of several looks at Runs that grow.
  func compare(
    _ bases: [Run], with candidate: Run, alsoTesting: [String] = [], look: ComparisonRules.Look? = nil
  ) throws -> Comparison {
    let choice = MetricChoice(globs: metric)
    let promotes = choice.promotes(in: bases + [candidate])
    let chosen = (bases + [candidate]).map { run in
      var run = choice.applied(to: run)
      if promotes { for index in run.metrics.indices { run.metrics[index].role = .primary } }
      return run
    }
    let rules = ComparisonRules(
      delta: delta, testing: testing + alsoTesting, seed: candidate.plan.seed, look: look)
    guard let last = chosen.last else { throw CommandFailure("there is nothing to compare") }
    if chosen.count == 2 { return Comparison(base: chosen[0], candidate: last, rules: rules) }
    guard let comparison = Comparison(bases: Array(chosen.dropLast()), candidate: last, rules: rules) else {
      throw CommandFailure("there is no base to compare with: name one")
    }
    return comparison
  }

  /// What a verdict ends the process with; nil for 0.
  func exitCode(_ verdict: Verdict) -> ExitCode? {
    if verdict == .inconclusive, inconclusiveIsOk { return nil }
    return verdict.exitCode == 0 ? nil : ExitCode(verdict.exitCode)
  }

  /// A share: `1%`, `0.01`; above 0, below 1.
  static func share(_ text: String) throws -> Double {
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard digits.allSatisfy({ "0123456789.".contains($0) }), let number = Double(digits) else {
      throw ValidationError("'\(text)' is no share: take per cent, such as 1%, or a fraction, such as 0.01")
    }
    let share = text.hasSuffix("%") ? number / 100 : number
    guard share > 0, share < 1 else { throw ValidationError("'\(text)' must lie between 0 and 100 %") }
    return share
  }

  /// The names that can be under test are those of the declared facts: another would make every comparison incomparable.
  private static func fact(_ text: String) throws -> String {
    let names = Fingerprint.declaredNames
    guard names.contains(text) else {
      throw ValidationError("--testing '\(text)' is none of: \(names.joined(separator: ", "))")
    }
    return text
  }
}
