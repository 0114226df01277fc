internal import Experiment
internal import FoundationEssentials
internal import Platform

extension CrossoverRecord {
  /// A document that cannot be read: which file, what is wrong, what to do. One line.
  public struct Unreadable: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line.
    public let description: String
  }

  /// The bytes of the document: JSON with sorted keys, and a line end.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }

  /// Writes the document, in one step: after a power cut there is the old one or the new one.
  public func write(to path: String) throws { try Files.replace(path, with: try encoded()) }

  /// Reads a document from a file.
  ///
  /// - Throws: `SystemError` when the file cannot be read, `Unreadable` when it is no crossover of a known schema, or one
  ///   that no crossover can come to.
  public static func read(path: String) throws -> CrossoverRecord {
    try decode(try Files.bytes(path), path: path)
  }

  /// Reads a document from bytes; `path` is for the message.
  public static func decode(_ bytes: [UInt8], path: String) throws -> CrossoverRecord {
    let decoder = JSONDecoder()
    let data = Data(bytes)
    let schema = try? decoder.decode(SchemaOnly.self, from: data).schema
    guard schema == currentSchema else {
      let found = schema.map { "it is \($0)" } ?? "it is no document with a \"schema\""
      throw Unreadable(
        description: "\(path): \(found), not \(currentSchema); take what assay fleet plan wrote")
    }
    guard let record = try? decoder.decode(CrossoverRecord.self, from: data) else {
      throw Unreadable(
        description: "\(path): it cannot be decoded as \(currentSchema); it was edited or damaged")
    }
    do {
      return try record.repeated()
    } catch {
      throw Unreadable(description: "\(path): \(error); it was edited or damaged")
    }
  }

  /// The same crossover, planned and recorded anew: what no plan and no check would have let in is found.
  private func repeated() throws -> CrossoverRecord {
    let again = try CrossoverPlan(
      nodes: plan.nodes.map(\.name), bootsPerKernel: plan.bootsPerKernel, primaryMetrics: plan.primaryMetrics,
      level: plan.level, seed: plan.seed, base: plan.base, candidate: plan.candidate)
    guard again == plan else { throw CrossoverProblem("its orders are not those of its seed") }
    var record = CrossoverRecord(again)
    for phase in phases { try record.add(phase) }
    return record
  }

  private struct SchemaOnly: Decodable { var schema: String }
}

extension CrossoverVerdict {
  /// The bytes of the document: JSON with sorted keys, and a line end.
  public func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }
}
