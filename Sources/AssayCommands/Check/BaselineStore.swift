internal import ArgumentParser
internal import Experiment
internal import Platform

/// Runs that are kept under a name, to be compared with later: `$XDG_STATE_HOME/assay/baselines/NAME.json`.
enum BaselineStore {
  private static let longestName = 64

  /// A name of letters, digits, `.`, `_` and `-` that is no path.
  static func validName(_ text: String) throws -> String {
    guard isName(text) else {
      throw ValidationError(
        "'\(text)' is no name of a baseline: take up to \(longestName) letters, digits, '.', '_' and '-', a letter or "
          + "digit first, without .json at the end")
    }
    return text
  }

  /// Where a name's Run is, or would be.
  static func file(of name: String) throws -> String { "\(try directory())/\(name).json" }

  /// The file that `--baseline` means: a path when it has a `/` or ends in `.json`, else a name.
  static func path(of text: String) throws -> String {
    if text.contains("/") || text.hasSuffix(".json") { return text }
    let path = try file(of: try validName(text))
    if Files.exists(path) { return path }
    let known = names()
    let kept = known.isEmpty ? "none is kept" : "kept are: \(known.joined(separator: ", "))"
    throw CommandFailure(
      "there is no baseline named \(text): \(kept); keep one with assay run --save-baseline \(text), or give the path "
        + "of a Run document")
  }

  /// Keeps a Run, if it came to a good end; says so, or why not.
  ///
  /// - Parameter code: what the process ends with; nil for 0.
  static func save(_ run: Run, to path: String, unless code: ExitCode?, isQuiet: Bool) throws {
    if let code {
      Console.error("not kept as a baseline, because of exit code \(code.rawValue): \(path)")
      return
    }
    do {
      try Files.createDirectories(Files.parent(of: path))
      try Files.replace(path, with: try RunDocument.encode(run))
    } catch let error as SystemError {
      throw CommandFailure(
        "--save-baseline: \(error); set XDG_STATE_HOME to a directory that you may write to")
    }
    if !isQuiet { Console.error("kept as a baseline: \(path)") }
  }

  /// The names kept, sorted.
  private static func names() -> [String] {
    guard let directory = try? directory(), let files = try? Files.names(in: directory) else { return [] }
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.filter(isName).sorted()
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, text.utf8.count <= longestName, !text.hasSuffix(".json")
    else {
      return false
    }
    let isPlain = { (scalar: Unicode.Scalar) in scalar.isASCII && scalar.properties.isAlphabetic }
    let isDigit = { (scalar: Unicode.Scalar) in ("0"..."9").contains(scalar) }
    return (isPlain(first) || isDigit(first))
      && text.unicodeScalars.allSatisfy { isPlain($0) || isDigit($0) || "._-".unicodeScalars.contains($0) }
  }

  /// A relative `XDG_STATE_HOME` counts as unset (XDG Base Directory Specification).
  private static func directory() throws -> String {
    if let state = Console.environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      return "\(state)/assay/baselines"
    }
    guard let home = Console.environment("HOME"), home.hasPrefix("/") else {
      throw CommandFailure("no place for baselines: set HOME or XDG_STATE_HOME to a directory, or give paths")
    }
    return "\(home)/.local/state/assay/baselines"
  }
}
