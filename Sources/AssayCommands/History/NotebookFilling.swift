internal import Notebook
internal import Platform

/// Imports Runs into a notebook, and says what came of it.
struct NotebookFilling {
  let path: String
  let output: OutputOptions
  /// Whether what came of it is the command's result, and not what leads to it.
  let isResult: Bool

  /// Imports; what is refused is told line by line.
  ///
  /// - Returns: how many files were refused.
  func add(_ paths: [String]) async throws -> Int {
    let files = try RunFiles(paths)
    let notebook = try Notebook.open(path, creating: true)
    let report = try await notebook.add(files, progress: progress(files.files.count))
    try tell(report)
    return report.refused.count
  }

  /// Makes it anew; one that is damaged is set aside before.
  func rebuild(_ paths: [String]) async throws {
    let files = try RunFiles(paths)
    if let aside = try Notebook.setAsideIfDamaged(path), !output.quiet {
      Console.error("assay: the damaged notebook is now \(aside)")
    }
    let notebook = try Notebook.open(path, creating: true)
    let (report, before) = try await notebook.rebuild(files, progress: progress(files.files.count))
    try tell(report)
    if before > report.added, !output.quiet {
      Console.error(
        "assay: the notebook held \(before) Runs before and holds \(report.added) now: the others are not among these files"
      )
    }
  }

  /// Lines on a terminal only.
  private func progress(_ total: Int) -> (Int) -> Void {
    guard Console.errorIsTerminal, !output.quiet else { return { _ in } }
    return { done in Console.errorPart("\r\(done) of \(total) files\(done == total ? "\n" : "")") }
  }

  private func tell(_ report: ImportReport) throws {
    for line in report.refused { Console.error("assay: \(line.oneLine)") }
    if output.json, isResult {
      try HistoryCommand.write(report)
    } else if !output.quiet {
      let parts = [
        (report.added, "imported"), (report.updated, "brought up to date"), (report.known, "there already"),
        (report.refused.count, "refused"), (report.otherKinds, "no Runs"),
      ]
      let told = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      Console.error("\(path): \(told.isEmpty ? "no JSON files found" : told.joined(separator: ", "))")
    }
  }
}
