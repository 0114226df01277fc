internal import FoundationEssentials
internal import Host
internal import Platform

/// A host as a document tells it: a Run, or what `assay host --json` prints.
public enum HostDocument {
  /// A document that tells no host: which file, what is wrong, what to do. One line.
  public struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line.
    public let description: String
  }

  /// Reads the fingerprint of a document's host; of a Run only that part is read.
  ///
  /// - Throws: `SystemError` when the file cannot be read, `Unreadable` when it tells no host.
  public static func read(path: String) throws -> Fingerprint {
    try decode(try Files.bytes(path), path: path)
  }

  /// Reads a document from bytes; `path` is for the message.
  static func decode(_ bytes: [UInt8], path: String) throws -> Fingerprint {
    let decoder = JSONDecoder()
    let data = Data(bytes)
    do {
      let schema = try decoder.decode(SchemaOnly.self, from: data).schema ?? ""
      if schema == HostReport.currentSchema {
        return Fingerprint(try decoder.decode(HostReport.self, from: data))
      }
      if schema == Run.currentSchema { return try decoder.decode(HostOnly.self, from: data).host }
      throw Unreadable(description: "\(path): \(other(schema)); \(needed)")
    } catch DecodingError.dataCorrupted {
      let why = bytes.isEmpty ? "it is empty" : "it is no JSON, or was cut off after \(bytes.count) bytes"
      throw Unreadable(description: "\(path): \(why); \(needed)")
    } catch DecodingError.typeMismatch(_, let context) where context.codingPath.count < 2 {
      throw Unreadable(description: "\(path): it is JSON of another kind; \(needed)")
    } catch let error as DecodingError {
      throw Unreadable(description: "\(path): \(DecodingWords.words(error)); \(needed)")
    }
  }

  private static let needed = "a Run is needed, or what assay host --json prints"

  private static func other(_ schema: String) -> String {
    for known in [Run.currentSchema, HostReport.currentSchema] {
      let kind = known.prefix { $0 != "/" }
      if schema.hasPrefix("\(kind)/") {
        return "\(schema) is not known to this version, which reads \(known): update assay"
      }
    }
    return schema.isEmpty ? "it has no \"schema\"" : "it is \(schema)"
  }

  private struct SchemaOnly: Decodable { var schema: String? }
  private struct HostOnly: Decodable { var host: Fingerprint }
}
