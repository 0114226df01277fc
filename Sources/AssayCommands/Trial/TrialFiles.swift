internal import Advice
internal import Experiment
internal import Platform

/// Where the documents, pages and Runs of a trial or a screening go: names that begin alike.
struct TrialFiles: Sendable {
  let directory: String
  /// `node1-20260101T000000Z-trial`
  let name: String

  /// - Parameter kind: `trial`, `screening`, `claims`.
  init(_ run: Run, kind: String, in directory: String) {
    self.directory = directory
    name = "\(Measuring.fileName(of: run))-\(kind)"
  }

  /// Two Runs that have only started, and what saves them.
  func begin(_ measuring: Measuring, _ skipped: [Run.Skipped], name part: String, seed: UInt64) throws
    -> TrialCourse.Begun
  {
    let base = try run(measuring, skipped, name: "\(part)-base", seed: seed)
    let candidate = try run(measuring, skipped, name: "\(part)-with", seed: seed)
    let save: @Sendable (RunPair) throws -> Void = { pair in
      try base.save(pair.base)
      try candidate.save(pair.candidate)
    }
    return (RunPair(base: base.run, candidate: candidate.run), save)
  }

  /// A Run that has only started, and what saves it.
  func run(_ measuring: Measuring, _ skipped: [Run.Skipped], name part: String, seed: UInt64) throws
    -> (run: Run, save: @Sendable (Run) throws -> Void)
  {
    var run = try measuring.started(skipped: skipped)
    run.plan.seed = seed
    let file = try RunOutput("\(name)-\(part)", in: directory)
    return (run, { try file.save($0) })
  }

  /// Writes the document; what is there already gives way to what is known now.
  func save(document: [UInt8]) throws { try write("\(name).json", document) }

  /// Writes the page.
  func save(page: String) throws { try write("\(name).html", Array(page.utf8)) }

  /// Writes a profile beside them.
  func save(profile: String) throws { try write("\(name).yaml", Array(profile.utf8)) }

  /// The document and the page, one a line.
  var paths: String { "\(directory)/\(name).json\n\(directory)/\(name).html" }

  private func write(_ file: String, _ bytes: [UInt8]) throws {
    do {
      try Files.createDirectories(directory)
      try Files.replace("\(directory)/\(file)", with: bytes)
    } catch {
      throw CommandFailure(
        "--out \(directory): \(error); choose a directory that you may write to and that has room")
    }
  }
}
