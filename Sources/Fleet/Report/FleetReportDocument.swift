internal import FoundationEssentials
internal import Platform

/// A fleet's report as the bytes of its document, and back.
public enum FleetReportDocument {
  /// A document that cannot be read: which file, what is wrong, what to do. One line.
  public struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line.
    public let description: String
  }

  /// JSON with sorted keys, one metric a line, and a line end.
  ///
  /// Metric by metric: an encoder's tree of two million numbers would take more memory than all samples.
  public static func encode(_ report: FleetReport) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes = Array("{\n".utf8)
    for (index, key) in FleetReport.CodingKeys.allCases.sorted(by: { $0.rawValue < $1.rawValue }).enumerated()
    {
      if index > 0 { bytes += ",\n".utf8 }
      bytes += "\"\(key.rawValue)\":".utf8
      switch key {
      case .schema: bytes += try encoder.encode(report.schema)
      case .nodes: try append(report.nodes, encoder, &bytes)
      case .problems: try append(report.problems, encoder, &bytes)
      case .metrics: try append(report.metrics, encoder, &bytes)
      case .oddNodes: bytes += try encoder.encode(report.oddNodes)
      case .factDifferences: try append(report.factDifferences, encoder, &bytes)
      case .pairs: try append(report.pairs, encoder, &bytes)
      case .acceptance: bytes += try encoder.encode(report.acceptance)
      case .verdict: bytes += try encoder.encode(report.verdict)
      }
    }
    return bytes + Array("\n}\n".utf8)
  }

  private static func append(_ items: [some Encodable], _ encoder: JSONEncoder, _ bytes: inout [UInt8]) throws
  {
    bytes += "[".utf8
    for (index, item) in items.enumerated() {
      bytes += (index > 0 ? ",\n" : "\n").utf8
      bytes += try encoder.encode(item)
    }
    bytes += "]".utf8
  }

  /// Reads a document from a file.
  ///
  /// - Throws: `SystemError` when the file cannot be read, `Unreadable` when it is no report of a known schema.
  public static func read(path: String) throws -> FleetReport {
    try decode(try Files.bytes(path), path: path)
  }

  /// Reads a document from bytes; `path` is for the message.
  public static func decode(_ bytes: [UInt8], path: String) throws -> FleetReport {
    let decoder = JSONDecoder()
    let data = Data(bytes)
    let schema = try? decoder.decode(SchemaOnly.self, from: data).schema
    guard schema == FleetReport.currentSchema else {
      let found = schema.map { "it is \($0)" } ?? "it is no document with a \"schema\""
      throw Unreadable(
        description: "\(path): \(found), not \(FleetReport.currentSchema); take what assay fleet report wrote"
      )
    }
    do {
      return try decoder.decode(FleetReport.self, from: data)
    } catch {
      throw Unreadable(
        description: "\(path): it cannot be decoded as \(FleetReport.currentSchema); it was edited or damaged"
      )
    }
  }

  private struct SchemaOnly: Decodable { var schema: String }
}
