internal import Experiment
internal import Platform

/// What the notebook keeps of a Run.
struct RunRecord: Sendable, Equatable {
  /// A metric's samples in one Run.
  struct Result: Sendable, Equatable {
    var metric: String
    /// As `SeriesLabels` writes them.
    var labels: String
    var unit: String
    var better: String
    /// Samples taken.
    var samples: Int
    /// The values of those that count.
    var valid: [Double]
  }

  var id = ""
  /// Tells two documents apart: length and FNV-1a (Fowler, Noll & Vo; RFC 9923) of the bytes.
  var digest = ""
  var path = ""
  var host = "unknown"
  /// Processor, shape and memory.
  var machine = ""
  var kernel = "unknown"
  var kernelVersion = "unknown"
  /// The version of the tool, and whether it was a debug build.
  var tool = ""
  var suite = ""
  var status = ""
  var started = ""
  var finished = ""
  /// Blocks taken.
  var blocks = 0
  var results: [Result] = []

  /// Why a file gave no record.
  enum Failure: Error, Sendable, Equatable {
    /// It is JSON of another kind; in a directory that is no fault.
    case noRun(String)
    /// It is a Run, or should be, and cannot be read.
    case unreadable(String)

    /// The line.
    var line: String {
      switch self {
      case .noRun(let line), .unreadable(let line): line
      }
    }
  }

  /// Reads a Run's document, quickly when nothing is wrong with it.
  static func read(_ path: String) throws(Failure) -> RunRecord {
    let bytes: [UInt8]
    do {
      bytes = try Files.bytes(path)
    } catch {
      throw .unreadable("\(error)")
    }
    if let record = try? RunRecord(scanning: bytes, path: path) { return record }
    // Something is wrong with it: the full reader knows how to say what.
    do {
      _ = try RunDocument.decode(bytes, path: path)
    } catch {
      throw isOtherKind(bytes) ? .noRun("\(error)") : .unreadable("\(error)")
    }
    throw .unreadable(
      "\(path): it lacks what the notebook keeps of a Run; the document was edited or damaged")
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

  static func digest(of bytes: [UInt8]) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return "\(bytes.count):\(String(hash, radix: 16))"
  }
}
