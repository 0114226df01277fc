internal import Advice
internal import ArgumentParser
internal import Comparison
internal import Experiment
internal import Platform
internal import Reporting
internal import Tuning

/// The trial of a profile, from its file to the evidence in it.
struct ProfileTrial {
  let options: TrialCommand
  let machine: TrialMachine
  let file: String
  let seed: UInt64

  func run() async throws {
    let profile = try machine.loader.load(file)
    let engine = try TunerEngine(profile, planner: machine.planner, tuner: machine.tuner)
    guard !engine.factors.isEmpty else {
      let why = engine.notTested.map { "\($0.key): \($0.reason)" }.joined(separator: "; ")
      let text = "\(file): nothing of it can be tried here\(why.isEmpty ? "" : ": \(why)")"
      throw TrialProblem(.nothingToTry, text)
    }
    var outcome: (report: TrialReport, paths: String)?
    try await options.experiment.prepare(seed: seed) { measuring, parts, skipped in
      outcome = try await measure(profile, engine, measuring, parts, skipped)
    }
    guard let outcome else { throw CommandFailure("nothing was measured") }
    let note = outcome.report.isInterrupted ? nil : try write(profile, outcome.report)
    try show(outcome.report)
    if !options.experiment.output.quiet {
      if let note { Console.error(note) }
      Console.error(outcome.paths)
    }
    if let code = exitCode(outcome.report) { throw code }
  }

  private func measure(
    _ profile: Profile, _ engine: TunerEngine, _ measuring: Measuring, _ parts: [Part],
    _ skipped: [Run.Skipped]
  ) async throws -> (TrialReport, String) {
    let session = options.experiment.session(engine, measuring, parts)
    defer { session.progress.finished() }
    let files = TrialFiles(
      try measuring.started(skipped: skipped), kind: "trial", in: measuring.measuring.out)
    let course = TrialCourse(
      session: session, factors: engine.factors,
      begin: { try files.begin(measuring, skipped, name: $0, seed: $1) },
      judge: options.experiment.judge,
      found: { report in
        try files.save(document: report.encoded())
        try files.save(page: TrialPage.render(report, edit: report.edit(keepsUnproven: options.keepUnproven)))
      })
    let start = TrialReport(
      profile: profile.name, file: file, pairs: options.experiment.pairs ?? 0, seed: seed,
      settled: session.settling.criterion,
      factors: engine.factors, notTested: engine.notTested)
    let report = try await course.run(start, pairs: options.experiment.pairs, each: options.each)
    return (report, files.paths)
  }

  /// Writes the profile with what was found.
  ///
  /// - Returns: what was done, for people; nil where nothing was to be done.
  private func write(_ profile: Profile, _ report: TrialReport) throws -> String? {
    let edit = report.edit(keepsUnproven: options.keepUnproven)
    let proved = ProvedProfile(profile, edit, loader: machine.loader)
    if options.dryRun || !proved.isChanged { return nil }
    if options.proved == nil, file != options.profile {
      return "not written: \(file) came with the tool; name a file with --proved to have the evidence"
    }
    let path = options.proved ?? file
    do {
      let isEdited = try proved.write(to: path)
      let counts = "\(edit.proven.count) with evidence, \(edit.dropped.count) dropped"
      return "\(path): \(counts)\(isEdited ? "" : " (written anew: comments are gone)")"
    } catch let error as SystemError {
      throw CommandFailure("\(path): \(error); name a file that you may write with --proved")
    }
  }

  private func show(_ report: TrialReport) throws {
    if options.experiment.output.json {
      Console.output(String(decoding: try report.encoded(), as: UTF8.self).trimmingSpace())
    } else {
      Console.output(
        TrialTable.render(
          report, edit: report.edit(keepsUnproven: options.keepUnproven),
          width: options.experiment.output.width,
          color: options.experiment.output.useColor))
    }
  }

  private func exitCode(_ report: TrialReport) -> ExitCode? {
    if report.isInterrupted { return .interrupted }
    if report.whole?.comparison.metrics.isEmpty ?? false { return .nothingMeasurable }
    // Where each setting was tried, what hurts is gone.
    if !report.each.isEmpty { return nil }
    switch report.whole?.decision {
    case .helps, .nothing: return nil
    case .hurts: return .worse
    case .unproven: return options.experiment.judging.inconclusiveIsOk ? nil : .inconclusive
    case .notJudged, nil: return .invalid
    }
  }
}
