internal import Experiment
internal import Platform
internal import Reporting

/// Where a Run goes: a document and a page beside it.
struct RunOutput: Sendable {
  private let directory: String
  private let base: String

  /// Makes the directory. Where a Run of that name lies already, because it began in the same second, a number is added:
  /// a Run that was taken is never written over.
  ///
  /// - Parameters:
  ///   - name: of the files, without an ending.
  ///   - directory: that `--out` names.
  /// - Throws: `CommandFailure`, as all below.
  init(_ name: String, in directory: String) throws {
    self.directory = directory
    let path = "\(directory)/\(name)"
    base =
      Files.exists("\(path).json")
      ? (2...).lazy.map { "\(path)-\($0)" }.first { !Files.exists("\($0).json") } ?? path : path
    try writing { () throws(SystemError) in try Files.createDirectories(directory) }
  }

  /// Writes the document, in one step.
  func save(_ run: Run) throws {
    let document = try RunDocument.encode(run)
    try writing { () throws(SystemError) in try Files.replace("\(base).json", with: document) }
  }

  /// Writes the page.
  func savePage(_ run: Run) throws {
    let page = Array(HTMLReport.render([run]).utf8)
    try writing { () throws(SystemError) in try Files.replace("\(base).html", with: page) }
  }

  /// Their paths, one a line.
  var paths: String { "\(base).json\n\(base).html" }

  private func writing(_ step: () throws(SystemError) -> Void) throws {
    do {
      try step()
    } catch {
      throw CommandFailure(
        "--out \(directory): \(error); choose a directory that you may write to and that has room")
    }
  }
}
