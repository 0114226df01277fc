internal import CSQLite

/// What SQLite refused: on which file, what was tried, and why in its words.
///
///     cannot open /x/notebook.sqlite: file is not a database
public struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// SQLite's primary result code.
  public let code: Int32
  /// The file.
  public let path: String
  /// What was tried, in words that follow "cannot".
  public let operation: String
  /// Why, in SQLite's words.
  public let reason: String

  /// One line: operation, file, cause.
  public var description: String { "cannot \(operation) \(path): \(reason)" }

  /// Whether the file is damaged, or no database at all.
  public var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }

  /// Whether another process held it for longer than one may wait.
  public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
}
