internal import Advice
internal import ArgumentParser
internal import Experiment
internal import Platform
internal import Reporting

/// The trial of a document of claims: each that can be tested here, alone, with a verdict.
struct ClaimsTrial {
  let options: TrialCommand
  let machine: TrialMachine
  let file: String
  let seed: UInt64

  /// What it advises is written as root for a while: then only root, or who runs this, may have written it.
  private func checkTrust() throws {
    guard machine.machine.root == nil, CurrentProcess.isRoot else { return }
    let own = try Ownership(of: try Files.resolved(file))
    guard own.user == 0 || own.user == Ownership.ownUser, own.isOwnersAlone else {
      throw TrialProblem(
        .refused,
        "\(file): others can have written it, and what it says would be written as root; look through it, then: "
          + "chown root, chmod go-w")
    }
  }

  func run() async throws {
    try checkTrust()
    let document = try ClaimsDocument.load(file)
    let assessor = ClaimAssessor(
      kinds: machine.machine.kinds, catalog: machine.catalog, tuner: machine.tuner, folder: machine.folder)
    let results = try document.claims.map { try assessor.assess($0) }
    let assessments = try await booted(results.map(\.assessment))
    let assessed = zip(document.claims, zip(assessments, results)).map {
      Assessed(claim: $0, assessment: $1.0, engine: $1.1.engine)
    }
    var report = ClaimsReport(name: document.name, file: file, seed: seed)
    var paths: String?
    if assessed.contains(where: { $0.engine != nil }) {
      try await options.experiment.prepare(seed: seed) { measuring, parts, skipped in
        let files = TrialFiles(
          try measuring.started(skipped: skipped), kind: "claims", in: measuring.measuring.out)
        paths = files.paths
        for (number, one) in assessed.enumerated() {
          guard let engine = one.engine else {
            report.verdicts.append(ClaimVerdict(one.assessment))
            continue
          }
          let finding: TrialFinding?
          do {
            finding = try await find(engine, number + 1, files, measuring, parts, skipped)
          } catch let problem as TrialProblem where problem.kind == .applyFailed {
            // Everything is as it was: the next claim may be tried.
            report.verdicts.append(ClaimVerdict(one.assessment.refusedByKernel(problem.description)))
            continue
          }
          guard let finding else {
            report.isInterrupted = true
            break
          }
          report.verdicts.append(ClaimVerdict(one.claim, one.assessment, finding))
          try save(report, files)
        }
        try save(report, files)
      }
    } else {
      report.verdicts = assessed.map { ClaimVerdict($0.assessment) }
    }
    if options.experiment.output.json {
      Console.output(String(decoding: try report.encoded(), as: UTF8.self).trimmingSpace())
    } else {
      Console.output(
        ClaimsTable.render(
          report, width: options.experiment.output.width, color: options.experiment.output.useColor))
    }
    if let paths, !options.experiment.output.quiet { Console.error(paths) }
    if report.isInterrupted { throw ExitCode.interrupted }
  }

  private struct Assessed {
    let claim: ClaimsDocument.Claim
    let assessment: ClaimAssessment
    let engine: TunerEngine?
  }

  private func save(_ report: ClaimsReport, _ files: TrialFiles) throws {
    try files.save(document: report.encoded())
    try files.save(page: ClaimsPage.render(report))
  }

  /// Words of the kernel's command line meet a kernel in a twin.
  private func booted(_ assessments: [ClaimAssessment]) async throws -> [ClaimAssessment] {
    if options.noTwin { return assessments }
    let (result, note) = try await ClaimsTwin.assess(assessments)
    if let note { Console.error("assay: \(note)") }
    return result
  }

  /// Nil when an end was asked for.
  private func find(
    _ engine: TunerEngine, _ number: Int, _ files: TrialFiles, _ measuring: Measuring, _ parts: [Part],
    _ skipped: [Run.Skipped]
  ) async throws -> TrialFinding? {
    let begun = try files.begin(measuring, skipped, name: "\(number)", seed: seed &+ UInt64(number))
    let session = options.experiment.session(engine, measuring, parts, save: begun.save)
    defer { session.progress.finished() }
    let taken = try await session.take(
      begun.pair, factors: [0], pairs: options.experiment.pairs, judge: options.experiment.judge)
    return taken.comparison.map { TrialFinding(engine.factors, $0) }
  }
}
