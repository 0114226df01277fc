internal import FoundationEssentials
internal import Platform

/// A Run as the bytes of its document, and back.
public enum RunDocument {
  /// A document that cannot be read: which file, what is wrong, what to do. One line.
  public struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line.
    public let description: String
  }

  /// JSON with sorted keys, and a line end.
  public static func encode(_ run: Run) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(run)) + [0x0A]
  }

  /// Reads a document from a file.
  ///
  /// - Throws: `SystemError` when the file cannot be read, `Unreadable` when it is no Run of a known schema.
  public static func read(path: String) throws -> Run {
    try decode(try Files.bytes(path), path: path)
  }

  /// Reads several documents at the same time.
  ///
  /// - Returns: in the order of their paths.
  /// - Throws: what reading the first that cannot be read throws.
  public static func read(paths: [String]) async throws -> [Run] {
    try await withThrowingTaskGroup(of: (Int, Result<Run, any Error>).self) { group in
      for (index, path) in paths.enumerated() { group.addTask { (index, Result { try read(path: path) }) } }
      var runs: [(Int, Result<Run, any Error>)] = []
      for try await run in group { runs.append(run) }
      return try runs.sorted { $0.0 < $1.0 }.map { try $0.1.get() }
    }
  }

  /// Reads a document from bytes; `path` is for the message.
  public static func decode(_ bytes: [UInt8], path: String) throws -> Run {
    if let run = quick(bytes) { return run }
    let decoder = JSONDecoder()
    let data = Data(bytes)
    let schema: String
    do {
      guard let named = try decoder.decode(SchemaOnly.self, from: data).schema else {
        throw Unreadable(description: "\(path): not an Assay Run: it has no \"schema\"")
      }
      schema = named
    } catch let error as Unreadable {
      throw error
    } catch DecodingError.dataCorrupted {
      let why = bytes.isEmpty ? "it is empty" : "it is no JSON, or was cut off after \(bytes.count) bytes"
      throw Unreadable(description: "\(path): \(why); take the document that the run wrote")
    } catch {
      throw Unreadable(description: "\(path): not an Assay Run: it is JSON of another kind")
    }
    guard schema == Run.currentSchema else {
      let other =
        schema.hasPrefix("assay.run/")
        ? "\(schema) is not known to this version, which reads \(Run.currentSchema); update assay"
        : "it is \(schema), not an Assay Run"
      throw Unreadable(description: "\(path): \(other)")
    }
    do {
      let run = try decoder.decode(Run.self, from: data)
      guard let damage = run.damage else { return run }
      throw Unreadable(description: "\(path): \(damage); the document was edited or damaged")
    } catch let error as DecodingError {
      throw Unreadable(
        description: "\(path): \(DecodingWords.words(error)); the document was edited or damaged")
    }
  }

  /// A document without a fault, read fast; nil where anything is to be said of it.
  private static func quick(_ bytes: [UInt8]) -> Run? {
    guard let scan = SampleScan(bytes), var run = try? JSONDecoder().decode(Run.self, from: Data(scan.rest)),
      run.schema == Run.currentSchema, run.metrics.count == scan.samples.count
    else { return nil }
    for (index, samples) in scan.samples.enumerated() { run.metrics[index].samples = samples }
    return run.damage == nil ? run : nil
  }

  private struct SchemaOnly: Decodable {
    var schema: String?
  }
}
