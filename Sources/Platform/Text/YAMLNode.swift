/// A part of a YAML document, with the place where it begins.
///
/// Only what people write by hand: texts, lists and mappings with texts as keys. Anchors, aliases and tags are refused:
/// with aliases a small file can stand for a huge document.
public struct YAMLNode: Sendable, Equatable {
  /// What a part holds.
  public indirect enum Content: Sendable, Equatable {
    /// A text; plain ones have no quotes.
    case scalar(String, isPlain: Bool)
    /// A list.
    case sequence([YAMLNode])
    /// A mapping in the order of the file; no key is there twice.
    case mapping([Entry])
  }

  /// One key of a mapping and what stands behind it.
  public struct Entry: Sendable, Equatable {
    /// The key.
    public let key: String
    /// The line of the key, counted from 1.
    public let line: Int
    /// What stands behind it.
    public let value: YAMLNode
  }

  /// What it holds.
  public let content: Content
  /// The line where it begins, counted from 1.
  public let line: Int
  /// The column where it begins, counted from 1.
  public let column: Int
}

/// Why a text is no YAML document that is understood here.
public struct YAMLProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line, counted from 1.
  public let line: Int
  /// What is wrong.
  public let reason: String

  /// `line 7: …`.
  public var description: String { "line \(line): \(reason)" }
}
