internal import Advice
internal import ArgumentParser
internal import Experiment
internal import Platform
internal import Reporting
internal import Tuning

/// One screening, from its knobs to the table and the confirming trial.
struct Screening {
  /// Knobs that go into the confirming trial at most.
  static let mostConfirmed = 3

  let options: ScreenCommand
  let machine: TrialMachine
  let file: String?
  let seed: UInt64

  func run() async throws {
    let report = try await trying { try await screened() }
    if options.experiment.output.json {
      Console.output(String(decoding: try report.report.encoded(), as: UTF8.self).trimmingSpace())
    } else {
      Console.output(
        ScreeningTable.render(
          report.report, width: options.experiment.output.width, color: options.experiment.output.useColor))
    }
    if !options.experiment.output.quiet { Console.error(report.paths) }
    if report.report.isInterrupted { throw ExitCode.interrupted }
    if report.report.effects.isEmpty { throw ExitCode.invalid }
  }

  private func screened() async throws -> (report: ScreeningReport, paths: String) {
    let (profile, text) = try levels()
    let engine = try TunerEngine(profile, planner: machine.planner, tuner: machine.tuner)
    guard engine.factors.count > 1 else {
      let why = engine.notTested.map { "\($0.key): \($0.reason)" }.joined(separator: "; ")
      throw TrialProblem(
        .nothingToTry,
        "a screening needs at least two knobs that can be switched here\(why.isEmpty ? "" : "; \(why)"); "
          + "for one, take assay trial")
    }
    let design = try ScreeningDesign(
      factors: engine.factors.count, size: options.runs, folded: options.foldOver, seed: seed)
    var outcome: (report: ScreeningReport, paths: String)?
    try await options.experiment.prepare(seed: seed) { measuring, parts, skipped in
      let files = TrialFiles(
        try measuring.started(skipped: skipped), kind: "screening", in: measuring.measuring.out)
      try files.save(profile: text)
      let report = try await measure(engine, design, files, measuring, parts, skipped)
      outcome = (report, files.paths)
    }
    guard let outcome else { throw CommandFailure("nothing was measured") }
    return outcome
  }

  /// The knobs at their levels, as a profile and its text.
  private func levels() throws -> (Profile, String) {
    guard let file else {
      let levels = try options.knob.map {
        try KnobLevels.level($0, catalog: machine.catalog, kinds: machine.machine.kinds)
      }
      let text = KnobLevels.profile(levels)
      return (try machine.profile(of: text, name: "screening"), text)
    }
    var profile = try machine.loader.load(file)
    if !options.knob.isEmpty {
      let known = Set(profile.wishes.map(\.key.description))
      if let wrong = options.knob.first(where: { !known.contains($0) }) {
        throw TrialProblem(.refused, "--knob \(wrong): \(file) has no such setting")
      }
      profile.wishes.removeAll { !options.knob.contains($0.key.description) }
      profile.groups = []
    }
    return (profile, ProfileText.render(profile))
  }

  private func measure(
    _ engine: TunerEngine, _ design: ScreeningDesign, _ files: TrialFiles, _ measuring: Measuring,
    _ parts: [Part], _ skipped: [Run.Skipped]
  ) async throws -> ScreeningReport {
    var blocks = options.experiment.session(engine, measuring, parts)
    defer { blocks.progress.finished() }
    // No pair: each run of the design lies between two blocks of the base.
    let base = try files.run(measuring, skipped, name: "base", seed: seed)
    let treated = try files.run(measuring, skipped, name: "with", seed: seed)
    let session = ScreeningSession(blocks: blocks) { data in
      try base.save(data.base)
      try treated.save(data.treated)
    }
    let data = try await session.take(design, base: base.run, treated: treated.run)
    let choice = MetricChoice(globs: options.experiment.judging.metric)
    if !data.treated.metrics.isEmpty { try choice.check(against: [data.base, data.treated]) }
    var report = ScreeningReport(
      data, knobs: engine.factors, notScreened: engine.notTested, delta: options.experiment.judging.delta,
      seed: seed,
      settled: blocks.settling.criterion
    ) { key in choice.globs.isEmpty || choice.globs.contains { $0.matches(key) } }
    try save(report, files)
    let chosen = Array(report.candidates.prefix(Self.mostConfirmed)).sorted()
    guard options.confirm, !report.isInterrupted, !chosen.isEmpty else { return report }
    let second = try files.begin(measuring, skipped, name: "confirm", seed: seed &+ 1)
    blocks.save = second.save
    let taken = try await blocks.take(
      second.pair, factors: chosen, pairs: options.experiment.pairs, judge: options.experiment.judge)
    report.isInterrupted = taken.comparison == nil
    report.confirmation = taken.comparison.map { TrialFinding(chosen.map { engine.factors[$0] }, $0) }
    try save(report, files)
    return report
  }

  private func save(_ report: ScreeningReport, _ files: TrialFiles) throws {
    try files.save(document: report.encoded())
    try files.save(page: ScreeningPage.render(report))
  }
}
