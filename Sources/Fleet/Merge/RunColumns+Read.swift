internal import Experiment
internal import Platform

extension RunColumns {
  /// Why a file gave nothing.
  enum Failure: Error, Sendable, Equatable {
    /// It is JSON of another kind; in a directory that is no fault.
    case noRun(String)
    /// It is a Run, or should be, and cannot be read.
    case unreadable(String)

    /// One line: which file, and what is wrong.
    var line: String {
      switch self {
      case .noRun(let line), .unreadable(let line): line
      }
    }
  }

  /// Reads a Run's document, quickly when nothing is wrong with it.
  static func read(_ path: String) throws(Failure) -> RunColumns {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.bytes(path)
    } catch {
      throw .unreadable("\(error)")
    }
    return try read(bytes, path: path)
  }

  /// Reads a document's bytes; `path` is for the message.
  static func read(_ bytes: [UInt8], path: String) throws(Failure) -> RunColumns {
    if let columns = try? RunColumns(scanning: bytes) { return columns }
    // Something is wrong with it: the full reader knows how to say what.
    do {
      _ = try RunDocument.decode(bytes, path: path)
    } catch {
      throw isOtherKind(bytes) ? .noRun("\(error)") : .unreadable("\(error)")
    }
    throw .unreadable("\(path): it lacks what a report needs of a Run; the document was edited or damaged")
  }

  /// Whether it is whole JSON whose schema is none of a Run.
  private static func isOtherKind(_ bytes: [UInt8]) -> Bool {
    var whole = JSONScanner(bytes)
    guard (try? whole.skip()) != nil, (try? whole.end()) != nil else { return false }
    var scanner = JSONScanner(bytes)
    var schema: String?
    // What is no object, or has a schema that is no text, has none.
    try? scanner.object { (name, scanner) throws(JSONScanner.Unexpected) in
      if name == "schema" { schema = try scanner.string() } else { try scanner.skip() }
    }
    return schema?.hasPrefix("assay.run/") != true
  }
}
