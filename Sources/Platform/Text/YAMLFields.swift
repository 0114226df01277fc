/// The fields of one mapping in a YAML file, which knows what it may hold; every refusal names file and line.
public struct YAMLFields {
  /// The file, as it was named.
  public let file: String
  /// Where the mapping begins.
  public let line: Int
  private let entries: [String: YAMLNode.Entry]

  /// The fields of a mapping.
  ///
  /// - Parameter known: the keys that it may have.
  /// - Throws: what is no mapping, and a key that is not known.
  public init(_ node: YAMLNode, file: String, known: [String]) throws(FileProblem) {
    guard case .mapping(let list) = node.content else {
      throw FileProblem(
        file: file, line: node.line, reason: "expected a mapping with \(known.joined(separator: ", "))")
    }
    for entry in list where !known.contains(entry.key) {
      throw FileProblem(
        file: file, line: entry.line,
        reason: "'\(entry.key)' is not known here; known: \(known.joined(separator: ", "))")
    }
    self.file = file
    line = node.line
    entries = Dictionary(list.map { ($0.key, $0) }) { first, _ in first }
  }

  /// A refusal of a field, or of the whole mapping.
  public func problem(_ reason: String, at key: String? = nil) -> FileProblem {
    FileProblem(file: file, line: key.flatMap { entries[$0]?.line } ?? line, reason: reason)
  }

  /// What stands behind a key.
  public subscript(key: String) -> YAMLNode? { entries[key]?.value }

  /// The line of a field.
  public func line(of key: String) -> Int { entries[key]?.line ?? line }

  /// A text that must be there.
  public func text(_ key: String) throws(FileProblem) -> String {
    guard let text = try optionalText(key), !text.isEmpty else {
      throw problem("'\(key)' is missing or empty", at: key)
    }
    return text
  }

  /// A text that may be missing.
  public func optionalText(_ key: String) throws(FileProblem) -> String? {
    guard let node = self[key] else { return nil }
    guard case .scalar(let text, _) = node.content else {
      throw problem("'\(key)' must be a text or a number", at: key)
    }
    return text
  }

  /// The parts of a list; empty when it is missing.
  public func list(_ key: String) throws(FileProblem) -> [YAMLNode] {
    guard let node = self[key] else { return [] }
    guard case .sequence(let items) = node.content else { throw problem("'\(key)' must be a list", at: key) }
    return items
  }

  /// A list of texts; empty when it is missing.
  public func texts(_ key: String) throws(FileProblem) -> [(text: String, line: Int)] {
    var texts: [(text: String, line: Int)] = []
    for item in try list(key) {
      guard case .scalar(let text, _) = item.content, !text.isEmpty else {
        throw FileProblem(file: file, line: item.line, reason: "'\(key)' must be a list of texts")
      }
      texts.append((text, item.line))
    }
    return texts
  }

  // MARK: Files

  /// Larger files are a mistake or an attack.
  static let longestFile = 1 << 20

  /// Reads a file's bytes and its document.
  public static func document(_ file: String) throws(FileProblem) -> (bytes: [UInt8], root: YAMLNode) {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Files.bytes(file, limit: longestFile)
    } catch {
      let limit = error.code == 27 ? "; a file of ours has at most 1 MiB" : ""
      throw FileProblem(file: file, line: 0, reason: "cannot \(error.operation) it: \(error.cause)\(limit)")
    }
    return (bytes, try root(of: bytes, file: file))
  }

  private static func root(of bytes: [UInt8], file: String) throws(FileProblem) -> YAMLNode {
    do throws(YAMLProblem) {
      if let root = try YAMLReader.read(bytes) { return root }
    } catch {
      throw FileProblem(file: file, line: error.line, reason: error.reason)
    }
    throw FileProblem(file: file, line: 1, reason: "the file is empty")
  }
}
